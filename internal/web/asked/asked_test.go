package asked

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/search"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

func midnight(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, shanghai)
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, address string
		search        Search
		query         search.Query
		problems      []Problem
	}{
		{name: "nothing", address: ""},
		{
			name: "everything", address: "q=%E7%BB%BF&theme=a&contributor=b&kind=news&from=2023-01-01&to=2023-12-31&only=en&exact=1&sort=newest&page=7&x=y",
			search: Search{Text: "绿", Theme: "a", Contributor: "b", Kind: "news", Only: "en", From: "2023-01-01", To: "2023-12-31", Exact: true, Newest: true},
			query: search.Query{Text: "绿", Exact: true, Newest: true, Filter: search.Filter{
				Theme: "a", Contributor: "b", Kind: newsroom.News, Only: newsroom.English, From: midnight(2023, 1, 1), To: midnight(2024, 1, 1),
			}},
		},
		{
			name: "bytes that are no text", address: "q=%ffa%fe%fe&sort=%ff", search: Search{Text: "�a�"}, query: search.Query{Text: "�a�"},
			problems: []Problem{{"sort", "�"}},
		},
		{
			name: "days the wrong way round", address: "from=2023-12-31&to=2023-01-01",
			search: Search{From: "2023-01-01", To: "2023-12-31"},
			query:  search.Query{Filter: search.Filter{From: midnight(2023, 1, 1), To: midnight(2024, 1, 1)}},
		},
		{name: "what is so anyway", address: "exact=0&sort=relevance"},
		{
			name: "nothing can be understood", address: "kind=poem&from=yesterday&to=2024-02-30&only=fr&exact=yes&sort=up",
			problems: []Problem{{"kind", "poem"}, {"only", "fr"}, {"from", "yesterday"}, {"to", "2024-02-30"}, {"exact", "yes"}, {"sort", "up"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, err := url.ParseQuery(c.address)
			if err != nil {
				t.Fatal(err)
			}
			c.query.Zone = shanghai
			s, q, problems := Read(v, shanghai)
			same := cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
			if diff := cmp.Diff(c.search, s) + cmp.Diff(c.query, q, same) + cmp.Diff(c.problems, problems); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// What an address asks is what the address made of it asks.
func TestValuesAskTheSame(t *testing.T) {
	for _, s := range []Search{
		{}, {Text: " a&b=c "}, {Theme: "a", Newest: true}, {Text: "绿", Kind: "news", Only: "zh", Contributor: "b", From: "2023-01-02", To: "2023-01-03", Exact: true},
	} {
		if again, _, problems := Read(s.Values(), shanghai); again != s || problems != nil {
			t.Errorf("%+v becomes %+v, %v", s, again, problems)
		}
	}
}

func TestYear(t *testing.T) {
	for want, s := range map[string]Search{
		"2023": {From: "2023-01-01", To: "2023-12-31"},
		"0007": {From: "0007-01-01", To: "0007-12-31"},
	} {
		if got := s.Year(); got != want || (Search{}).In(want) != s {
			t.Errorf("%+v is in %q, want %q", s, got, want)
		}
	}
	for _, s := range []Search{{}, {From: "2023-01-01"}, {From: "2023-01-01", To: "2024-12-31"}, {From: "2023-01-02", To: "2023-12-31"}, {To: "2023-12-31"}} {
		if got := s.Year(); got != "" {
			t.Errorf("%+v is in %q, want no year", s, got)
		}
		if s.Narrowed() != (s != Search{}) {
			t.Errorf("%+v: narrowed %v", s, s.Narrowed())
		}
	}
}
