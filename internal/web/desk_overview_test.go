package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// flush keeps what was sought in vain, as serve does now and then.
func (s *site) flush() {
	s.t.Helper()
	s.must(s.misses.Flush(func(sums []newsroom.SearchMiss) error { return s.store.CountMisses(s.t.Context(), sums) }))
}

func TestOverview(t *testing.T) {
	s := newSite(t)
	s.must(s.publishAt(noon.Add(time.Second)))
	editor := s.signedIn(newsroom.User{Email: "wen@tide.example", Role: newsroom.EditorRole})
	writer := s.signedIn(newsroom.User{Email: "xu@tide.example", Role: newsroom.Writer})
	for range 2 {
		s.browser().at("/zh/search?q=%E7%99%BD%E9%B7%BA%E9%B8%9F%E5%B2%9B")
	}
	reader := s.browser()
	reader.do(http.MethodHead, "/zh/search?q=%E7%99%BD%E9%B9%AD%E9%B8%9F%E5%B2%9B", nil)
	s.flush()
	editor.at("/desk/overview", "Nothing was sought in vain")
	reader.at("/api/v1/search?lang=en&q=%E7%99%BD%E9%B9%AD%E9%B8%9F%E5%B2%9B")
	for range 3 {
		reader.at("/en/search?q=zzqx&theme=salt") // narrowed: the site may have it elsewhere
		reader.at("/en/search?q=tide")
	}
	s.flush()
	page := editor.at("/desk/overview", "Published by week", "Themes", "Languages", "Sought in vain", `data-short="白鹭鸟岛"`, "<td>3</td>", "1 May 2024", "from 29 April 2024", `role="img"`)
	for _, not := range []string{"zzqx", `data-short="tide"`} {
		if strings.Contains(page.body, not) {
			t.Errorf("%s was counted", not)
		}
	}
	figures := writer.at("/desk/overview", "Published by week", "In review")
	if strings.Contains(figures.body, "白鹭") || strings.Contains(figures.body, "Sought in vain") {
		t.Error("a writer sees what was sought in vain")
	}
	writer.at("/desk/overview?until=2020-01", "Nothing was published in these twenty-six weeks.", "Half a year later")
	writer.at("/desk/overview?until=%00", "from 29 April 2024")
	if a := s.browser().open("/desk/overview"); a.code != 303 {
		t.Errorf("nobody sees the overview: %d", a.code)
	}
}

// Each figure leads to a list of as many editions.
func TestFiguresLeadToTheirLists(t *testing.T) {
	s := newSite(t)
	plain := s.article("plain", newsroom.News, 2, map[newsroom.Language]string{newsroom.Chinese: "没有更正"})
	plain.Editions[newsroom.Chinese].Corrections = nil
	_, err := s.publisher.SaveArticle(t.Context(), plain, publish.Options{Publish: true})
	s.must(err)
	waiting := s.article("waiting", newsroom.News, -2, map[newsroom.Language]string{newsroom.Chinese: "明天的潮讯"})
	_, err = s.publisher.SaveArticle(t.Context(), waiting, publish.Options{Publish: true})
	s.must(err)
	editor := s.as(newsroom.EditorRole)
	page := editor.at("/desk/overview").body
	got := map[string]string{}
	for _, m := range regexp.MustCompile(`<a href="/desk/articles\?status=([a-z-]+)">[^<]*</a></p><p class="figure">(\d+)</p>`).FindAllStringSubmatch(page, -1) {
		got[m[1]] = m[2]
		editor.at("/desk/articles?status="+m[1], `<span class="count">`+m[2]+`</span>`)
	}
	if diff := cmp.Diff(map[string]string{"published": "53", "in-review": "0", "scheduled": "1", "corrected": "52"}, got); diff != "" {
		t.Error(diff)
	}
}
