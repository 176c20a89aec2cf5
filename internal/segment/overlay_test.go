package segment

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOverlayFindsEveryWayOfWriting(t *testing.T) {
	o := NewOverlay([]string{"opening-up", "Greater Bay Area", "people's congress", "Guangdong–Hong Kong–Macao", "good", "goods", "5G网络", "ICBM", "class", "—"})
	for _, c := range []struct {
		name, text string
		want       []string // as written, with the term found
	}{
		{"hyphen, space, dashes", "opening-up Opening up, opening—up opening–up opening‑up", []string{"opening-up=opening up", "Opening up=opening up", "opening—up=opening up", "opening–up=opening up", "opening‑up=opening up"}},
		{"a hyphen for one of two spaces", "Greater-Bay Area", []string{"Greater-Bay Area=greater bay area"}},
		{"hyphens for dashes", "Guangdong-Hong Kong-Macao", []string{"Guangdong-Hong Kong-Macao=guangdong hong kong macao"}},
		{"both apostrophes", "People’s Congress, people's congresses", []string{"People’s Congress=people's congress", "people's congresses=people's congress"}},
		{"plurals", "ICBMs classes Classs", []string{"ICBMs=icbm", "classes=class", "Classs=class"}},
		{"a plural that is a term itself", "good goods", []string{"good=good", "goods=goods"}},
		{"a possessive is not in it", "ICBM's ICBMs'", []string{"ICBM=icbm", "ICBMs=icbm"}},
		{"not inside a word", "opening-upper goodness 15G网络", nil},
		{"a plural only behind letters", "5G网络s", []string{"5G网络=5g网络"}},
		{"over a line break", "Greater\n Bay\tArea", []string{"Greater\n Bay\tArea=greater bay area"}},
		{"not over a paragraph's end", "greater\n\nbay area, bay", nil},
		{"no term of dashes alone", "— - –", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, token := range o.Find(c.text) {
				got = append(got, c.text[token.Start:token.End]+"="+token.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
