package themes_test

import (
	"strings"
	"testing"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/terms"
	"hebi/internal/themes"
)

// windy is a tagger with one theme that has both a term and a vocabulary.
func windy() *themes.Tagger {
	return themes.NewTagger(themes.Knowledge{
		Themes: []newsroom.Theme{{
			Slug: "energy", Name: newsroom.Bilingual{ZH: "能源"},
			Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"风电", "绿电交易"}},
		}, {
			Slug: "market", Name: newsroom.Bilingual{ZH: "市场"},
			Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"电价"}},
		}},
		Terms: terms.NewBase([]newsroom.Term{{ZH: "绿电", Themes: []string{"energy"}}, {ZH: "交易", Themes: []string{"energy"}}, {ZH: "上网电价", Themes: []string{"energy"}}}),
	})
}

func TestAWordInsideATermOfItsThemeCountsOnce(t *testing.T) {
	body := "绿电交易与上网电价，风电绿电，电价。"
	got := map[string][]string{}
	for _, tag := range windy().Tag(themes.Text{Language: newsroom.Chinese, Title: body, Body: body}) {
		for _, e := range tag.Evidence {
			if e.Field == "body" {
				got[tag.Slug] = append(got[tag.Slug], e.Text)
			}
		}
	}
	if s := strings.Join(got["energy"], " "); s != "绿电 交易 上网电价 绿电 风电" {
		t.Errorf("energy: %s", s)
	}
	// The term around the first 电价 speaks for another theme.
	if s := strings.Join(got["market"], " "); s != "电价 电价" {
		t.Errorf("market: %s", s)
	}
}

func TestEvidenceIsBoundedAndAllOfItScores(t *testing.T) {
	tag := func(end string) newsroom.ThemeTag {
		body := strings.Repeat("风电，", themes.MaxEvidence) + end
		tags := windy().Tag(themes.Text{Language: newsroom.Chinese, Title: "绿电", Body: body})
		if len(tags) == 0 {
			t.Fatal("no theme is found")
		}
		return tags[0]
	}
	without, with := tag("无关四字"), tag("上网电价")
	if len(with.Evidence) != themes.MaxEvidence {
		t.Errorf("%d spans are kept, want %d", len(with.Evidence), themes.MaxEvidence)
	}
	if first := with.Evidence[0]; first.Field != "title" {
		t.Errorf("the first span is of the %s", first.Field)
	}
	if with.Score <= without.Score {
		t.Errorf("score %v with a span behind the last one kept, %v without", with.Score, without.Score)
	}
}

// Thirty-two times the text may take as many times as long, not a thousand.
func TestTaggingTakesLinearTime(t *testing.T) {
	tagger := windy()
	took := func(n int) time.Duration {
		body := strings.Repeat("绿电与风电，", n)
		least := time.Hour
		for range 3 {
			start := time.Now()
			tagger.Tag(themes.Text{Language: newsroom.Chinese, Body: body})
			least = min(least, time.Since(start))
		}
		return least
	}
	ratio := 0.0
	for range 6 { // a busy machine may stretch any one of them; what is quadratic takes 1,024 times as long in all
		if ratio = float64(took(64_000)) / float64(took(2_000)); ratio < 256 {
			return
		}
	}
	t.Errorf("32 times the text takes %.0f times as long", ratio)
}
