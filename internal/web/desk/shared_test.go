package desk

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// sharedPages are the pages about what all pieces share, with something in each of their parts.
func sharedPages(f frame) map[string]any {
	day := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	from := form{Values: url.Values{}, Problems: map[string]string{"": "wrong", "name": "wrong", "slug": "wrong", "portrait": "wrong", "articles": "wrong", "file": "wrong"}}
	full := &sheet{
		frame: f, form: from, Action: "/desk/x/1", List: "/desk/x", Trail: "x", Public: "/zh/", Notes: []string{"note"}, Upload: true, Portrait: "/desk/media/x", RowWord: "add",
		Differences: []difference{{"name", "a", "b"}}, Merge: "/desk/x/1/merge", Delete: "/desk/x/1/delete", Leads: true, Lists: []datalist{{"others", []option{{"a", "A", false}}}},
	}
	full.Groups = []panel{{"g", append(full.pair("name", 3), full.slug(), full.choice("kind", []option{{Value: "a", Text: "A"}}), input{Type: "checkbox", Name: "indent", Checked: true})}}
	full.Rows = []row{{"row", 0, full.pair("org", 0)}}
	full.Order = &order{Articles: []store.NamedArticle{{Slug: "a"}}, Found: []store.NamedArticle{{Slug: "b", Title: "B", Visible: true}}, Find: full.input("find")}
	full.mergeInto("/desk/x", 1, full.Lists[0])
	list := &managedPage{
		frame: f, form: from, Path: "/desk/x", New: "/desk/x/new", About: "about", Searched: "search", Total: 120, Pages: newPages("/desk/x", url.Values{}, 2, 120), Export: "/desk/x/export",
		Lines: []managedLine{{Path: "/desk/x/1", Title: "t", Other: "o", Lang: "en", About: []string{"a"}, Buttons: []button{{"/desk/x", "n", "v", "t", "l"}}}, {Title: "t"}},
		Files: &addForm{Action: "/desk/x", Title: "t", Button: "b"},
	}
	list.Add = &addForm{Action: "/desk/x", Title: "t", Button: "b", Inputs: []input{list.input("from-path")}}
	return map[string]any{
		"sheet": full, "sheet new": &sheet{frame: f, form: from, New: true, Order: &order{Sought: true, Find: full.input("find")}},
		"managed": list, "managed none": &managedPage{frame: f, form: from},
		"join": &joinPage{frame: f, form: from, From: []fact{{"a", "b"}}, Into: []fact{{"a", "b"}}, Result: []fact{{"a", "b"}}, Consequences: []string{"c"}},
		"papers": &papersPage{
			frame: f, form: from, Papers: []paperLine{{Paper: store.Paper{Name: "p", First: day, Last: day}, Rename: full.input("to")}},
			Days: []printedDay{{day, []printedLine{{PrintedArticle: store.PrintedArticle{Place: newsroom.PrintPlace{Paper: "p", Page: 1}}}}}},
		},
		"papers none": &papersPage{frame: f, form: from},
	}
}

func TestTimeZonesAreKnown(t *testing.T) {
	for _, name := range timeZones() {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
	if n := len(timeZones()); n < 300 || !strings.Contains(zoneNames, "Asia/Shanghai") {
		t.Errorf("%d time zones", n)
	}
}

func TestArticlesArePutInOrder(t *testing.T) {
	for _, tt := range []struct {
		do, find string
		want     []string
		alters   bool
	}{
		{do: "up:1", want: []string{"b", "a", "c"}, alters: true},
		{do: "up:0", want: []string{"a", "b", "c"}, alters: true},
		{do: "down:1", want: []string{"a", "c", "b"}, alters: true},
		{do: "down:2", want: []string{"a", "b", "c"}, alters: true},
		{do: "down:9", want: []string{"a", "b", "c"}, alters: true},
		{do: "remove:0", want: []string{"b", "c"}, alters: true},
		{do: "remove:7", want: []string{"a", "b", "c"}, alters: true},
		{do: "add:d", want: []string{"a", "b", "c", "d"}, alters: true},
		{do: "add:b", want: []string{"a", "b", "c"}, alters: true},
		{do: "enter", find: "x", want: []string{"a", "b", "c"}, alters: true},
		{do: "enter", want: []string{"a", "b", "c"}},
		{do: "save", find: "x", want: []string{"a", "b", "c"}},
		{do: "up:-1", want: []string{"a", "b", "c"}},
	} {
		f := form{Values: url.Values{"article": {"a", "b", "c"}, "find": {tt.find}}}
		if alters := alterOrder(f, tt.do); alters != tt.alters {
			t.Errorf("%s alters: %v", tt.do, alters)
		}
		if diff := cmp.Diff(tt.want, f.Values["article"]); diff != "" {
			t.Errorf("%s: %s", tt.do, diff)
		}
	}
}
