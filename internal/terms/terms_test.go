package terms_test

import (
	"encoding/json"
	"os"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/terms"
)

func base() *terms.Base {
	return terms.NewBase([]newsroom.Term{
		{ZH: "绿色发展", EN: "green development"},
		{ZH: "粤港澳大湾区", EN: "Guangdong–Hong Kong–Macao Greater Bay Area", ZHVariants: []string{"大湾区"}, ENVariants: []string{"Greater Bay Area", "GBA"}},
		{ZH: "绿色", EN: "green"},
		{ZH: "国家发展和改革委员会", EN: "NDRC", ZHVariants: []string{"国家发改委"}},
		{ZH: "5G网络", EN: "5G network"},
	})
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"the longest wins", "绿色发展和绿色生活", []string{"绿色发展=绿色发展", "绿色=绿色"}},
		{"a variant leads to its term", "到大湾区去", []string{"大湾区=粤港澳大湾区"}},
		{"script and width do not matter", "綠色發展，ＧＢＡ", []string{"綠色發展=绿色发展", "ＧＢＡ=粤港澳大湾区"}},
		{"dashes and hyphens do not matter", "the Guangdong-Hong Kong-Macao Greater Bay Area.", []string{"Guangdong-Hong Kong-Macao Greater Bay Area=粤港澳大湾区"}},
		{"Latin terms begin and end with words", "evergreen greenery Green", []string{"Green=绿色"}},
		{"a plural counts", "GBAs", []string{"GBAs=粤港澳大湾区"}},
		{"beside Chinese a Latin word is whole", "由NDRC发布", []string{"NDRC=国家发展和改革委员会"}},
		{"letters before Chinese belong to the term", "用5G网络", []string{"5G网络=5G网络"}},
		{"not in the middle of a word", "15G网络", nil},
		{"nothing", "没有", nil},
		{"empty", "", nil},
	}
	b := base()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, m := range b.Find(tt.text) {
				got = append(got, tt.text[m.Start:m.End]+"="+m.Term.ZH)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	f.Add("绿色发展\xff大湾区 GBA")
	if data, err := os.ReadFile("../../../shared/data/hostile/naughty-strings.json"); err == nil {
		var strange []string
		if err := json.Unmarshal(data, &strange); err != nil {
			f.Fatal(err)
		}
		for _, s := range strange {
			f.Add(s + "绿色" + s)
		}
	}
	b := base()
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, m := range b.Find(text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("mention %d–%d after %d in %d bytes", m.Start, m.End, end, len(text))
			}
			if !utf8.RuneStart(text[m.Start]) || m.End < len(text) && !utf8.RuneStart(text[m.End]) && utf8.ValidString(text) {
				t.Fatalf("mention %d–%d cuts a rune", m.Start, m.End)
			}
			end = m.End
		}
	})
}
