package hanzi

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gopinyin "github.com/mozillazg/go-pinyin"
)

func TestPinyin(t *testing.T) {
	for text, want := range map[string]string{
		"绿色发展":        "lv se fa zhan",
		"綠色發展，增长4%":   "lv se fa zhan zeng zhang",
		"重庆银行行长重视增长率": "chong qing yin hang hang zhang zhong shi zeng zhang lv",
		"重慶":          "chong qing",
		"⽔金":          "shui jin",
		"no Chinese":  "",
	} {
		if diff := cmp.Diff(want, strings.Join(Pinyin(text), " ")); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// Each line of the list must be well formed and correct something.
func TestPolyphonesAreNeeded(t *testing.T) {
	args := gopinyin.NewArgs()
	for word, reading := range polyphonic().readings {
		if n := len([]rune(word)); n != len(reading) {
			t.Errorf("%s has %d characters and %d syllables", word, n, len(reading))
		}
		if plain := gopinyin.LazyPinyin(word, args); cmp.Equal(plain, reading) {
			t.Errorf("%s is read %v without the list", word, plain)
		}
	}
}

func TestSlug(t *testing.T) {
	for headline, want := range map[string]string{
		"“两会”观察：绿色发展":                    "liang-hui-guan-cha-lv-se-fa-zhan",
		"重庆C919首飞":                       "chong-qing-c919-shou-fei",
		"５Ｇ网络":                           "5g-wang-luo",
		"China's Résumé: state-owned":    "chinas-resume-state-owned",
		"？！……":                           emptySlug,
		"":                               emptySlug,
		strings.Repeat("昌", 30):          strings.TrimSuffix(strings.Repeat("chang-", 10), "-"),
		strings.Repeat("x", 70) + " end": strings.Repeat("x", 60),
		"a" + strings.Repeat("装", 20):    "a" + strings.Repeat("-zhuang", 8),
	} {
		if got := Slug(headline); got != want {
			t.Errorf("Slug(%q) = %q, want %q", headline, got, want)
		}
	}
}

func FuzzSlugIsAnAddress(f *testing.F) {
	for _, s := range naughty(f) {
		f.Add(s)
	}
	address := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	f.Fuzz(func(t *testing.T, headline string) {
		if got := Slug(headline); !address.MatchString(got) || len(got) > slugLimit {
			t.Errorf("Slug(%q) = %q", headline, got)
		}
	})
}
