package browser

import (
	"fmt"
	"strings"
	"time"

	"hebi/internal/auth"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// in is a text in the two languages, by which the walk speaks as its interface does.
func (w *walk) in(zh, en string) string { return newsroom.Bilingual{ZH: zh, EN: en}.In(w.lang) }

// fill puts the work of some days on the desk.
func (w *walk) fill() {
	w.t.Helper()
	w.wen = w.employ("wen@tide.example", w.in("温博", "Wen Bo"), newsroom.Chief)
	w.su = w.employ("su@tide.example", w.in("苏荷", "Su He"), newsroom.Writer)
	var err error
	w.lin, err = w.store.UserByEmail(w.t.Context(), "lin@tide.example")
	w.must(err)
	w.shared()
	w.make(w.wen, "night-market", w.in("夜市搬进旧船坞", "The night market moves into the old dock"), newsroom.Feature, newsroom.InReview)
	w.make(w.wen, "salt-pans", w.in("盐田冬歇，鸟来过冬", "The salt pans rest, and birds come for the winter"), newsroom.News, newsroom.Approved)
	w.make(w.lin, "tide-tables", w.in("潮汐表印了一百年", "A hundred years of printed tide tables"), newsroom.Feature, newsroom.Published)
	w.make(w.lin, "bridge-count", w.in("大桥通车的第一个冬天", "The first winter of the bridge"), newsroom.News, newsroom.Scheduled)
	w.make(w.wen, "harbour-bell", w.in("港口的钟又响了", "The harbour bell rings again"), newsroom.Commentary, newsroom.Published)
	back := w.make(w.lin, "ferry", w.in("渡口的最后一班船", "The last boat of the ferry"), newsroom.News, newsroom.InReview)
	w.hand(w.wen, back, newsroom.Draft, w.in("第二段的人数是谁数的？请补上出处。", "Who counted the passengers in the second paragraph? Please name the source."))
	w.print("tide-tables", 3)
	w.print("harbour-bell", 5)
	_, err = w.publisher.SaveSpecial(w.t.Context(), &newsroom.Special{Slug: "river-winter", ArticleSlugs: []string{"tide-tables", "harbour-bell"}, Editions: map[newsroom.Language]*newsroom.SpecialEdition{
		newsroom.Chinese: {Language: newsroom.Chinese, Title: "江上的冬天", Subtitle: "四篇手记", Note: "桥通了，船还在。我们请几位老船工谈谈这条江。"},
		newsroom.English: {Language: newsroom.English, Title: "Winter on the river", Subtitle: "Four notebooks", Note: "The bridge is open and the boats are still here. We asked old boatmen about their river."},
	}}, w.as())
	w.must(err)
}

// as is by whom what all pieces share is made.
func (w *walk) as() publish.Options { return publish.Options{User: w.lin} }

func (w *walk) employ(email, name string, role newsroom.UserRole) *newsroom.User {
	w.t.Helper()
	_, err := w.auth.AddUser(w.t.Context(), auth.By{}, &newsroom.User{Email: email, Name: name, Role: role, Interface: w.lang}, password)
	w.must(err)
	u, err := w.store.UserByEmail(w.t.Context(), email)
	w.must(err)
	return u
}

// shared is what all pieces share.
func (w *walk) shared() {
	w.t.Helper()
	ctx := w.t.Context()
	both := func(zh, en string) newsroom.Bilingual { return newsroom.Bilingual{ZH: zh, EN: en} }
	saved := func(_ *publish.Outcome, err error) { w.t.Helper(); w.must(err) }
	saved(w.publisher.SaveThemes(ctx, []newsroom.Theme{
		{Slug: "harbours", Name: both("港口", "Harbours"), Introduction: both("港口、码头与船的文章。", "On harbours, quays and ships.")},
		{Slug: "rivers", Name: both("江河", "Rivers"), Introduction: both("江河与两岸的生活。", "On rivers and life on their banks."), Vocabulary: map[newsroom.Language][]string{newsroom.Chinese: {"渡船", "江面", "摆渡"}, newsroom.English: {"river", "ferryman", "quay"}}},
		{Slug: "waterways", Name: both("水路", "Waterways")},
	}, w.as()))
	saved(w.publisher.SaveTerms(ctx, []newsroom.Term{
		{ZH: "渡口", EN: "ferry landing", Kind: "place", ZHVariants: []string{"轮渡码头"}, ENVariants: []string{"ferry pier"}, Themes: []string{"rivers"}, Pinyin: "du kou"},
		{ZH: "潮汐表", EN: "tide table", Kind: "product", Pinyin: "chao xi biao"},
		{ZH: "潮汐报", EN: "The Tide", Kind: "organisation", Forbidden: []string{"Tide Daily"}, Pinyin: "chao xi bao"},
	}, w.as()))
	harbour := []newsroom.Affiliation{{Organisation: both("江口港务局", "Jiangkou Harbour Office"), Title: both("引航员", "pilot")}}
	for slug, name := range map[string]newsroom.Bilingual{"he-ming": both("何鸣", "He Ming"), "he-ming-2": both("何鸣", "Ho Ming"), "shao-yu": both("邵雨", "Shao Yu")} {
		saved(w.publisher.SaveContributor(ctx, &newsroom.Contributor{Slug: slug, Name: name, Affiliations: harbour}, w.as()))
	}
	saved(w.publisher.SavePage(ctx, &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{
		newsroom.Chinese: {Language: newsroom.Chinese, Title: "关于我们", Body: "潮汐报写江边的事。", Status: newsroom.Published, Date: w.now()},
		newsroom.English: {Language: newsroom.English, Title: "About us", Body: "The Tide writes about what happens along the river.", Status: newsroom.Published, Date: w.now()},
	}}, w.as()))
}

// print says that an article was printed, and who wrote it.
func (w *walk) print(slug string, page int) {
	w.t.Helper()
	a, err := w.store.WholeArticle(w.t.Context(), slug)
	w.must(err)
	w.must(w.publisher.Describe(w.t.Context(), publish.Facts{
		Article: a.ID, Version: a.Version, Slug: a.Slug, Kind: a.Kind, Themes: []string{"harbours"},
		Credits: []newsroom.Credit{{Role: newsroom.Author, Contributor: newsroom.Contributor{Slug: "he-ming"}}},
		Print:   &newsroom.PrintPlace{Paper: "潮汐报", Page: page},
	}, w.as()))
}

// body is a text with what an editor uses.
func (w *walk) body() string {
	return w.in("渡船在清晨六点离岸，船上坐着十二个人。\n\n## 摆渡的人\n\n老何在这条江上**摆渡三十年**，认得每一块礁石。[^1]\n\n> 桥通了，船就老了。\n\n| 年份 | 每日班次 |\n| --- | --- |\n| 1996 | 24 |\n| 2026 | 3 |\n\n雾散之后，江面宽阔，对岸的灯一盏一盏灭掉。\n\n[^1]: 何某口述。",
		"The boat leaves the quay at six in the morning with twelve people in it.\n\n## The ferryman\n\nOld Ho has **crossed the river for thirty years** and knows every rock.[^1]\n\n> With the bridge, the boat grew old.\n\n| Year | Boats a day |\n| --- | --- |\n| 1996 | 24 |\n| 2026 | 3 |\n\nWhen the fog is gone the river is wide, and on the far bank the lights go out one by one.\n\n[^1]: As told by Mr Ho.")
}

// make begins an article in the language of the interface and brings it to a status.
func (w *walk) make(by *newsroom.User, slug, title string, kind newsroom.Kind, to newsroom.Status) int64 {
	w.t.Helper()
	o := publish.Options{User: by}
	id, err := w.publisher.Begin(w.t.Context(), publish.Beginning{Language: w.lang, Title: title, Kind: kind, Slug: slug}, o)
	w.must(err)
	w.write(by, id, func(x *newsroom.Writing) {
		x.Summary, x.Body = w.in("一条江，一条船，最后一个冬天。", "One river, one boat, one last winter."), w.body()
	})
	w.hand(by, id, to, "")
	return id
}

// write changes what is stored of an article.
func (w *walk) write(by *newsroom.User, id int64, change func(*newsroom.Writing)) {
	w.t.Helper()
	e := w.edition(id, w.lang)
	x := publish.Written{Article: id, Language: w.lang, Version: e.Version, Weight: newsroom.Significant, Writing: e.Writing()}
	change(&x.Writing)
	w.must(w.publisher.Write(w.t.Context(), x, publish.Options{User: by}))
}

func (w *walk) hand(by *newsroom.User, id int64, to newsroom.Status, note string) {
	w.t.Helper()
	h := publish.Hand{Article: id, Versions: map[newsroom.Language]int{w.lang: w.edition(id, w.lang).Version}, To: to, Note: note, At: w.now().Add(30 * time.Hour)}
	w.must(w.publisher.HandOver(w.t.Context(), h, publish.Options{User: by}))
}

// address is where an article is looked after.
func (w *walk) address(slug string) string {
	w.t.Helper()
	a, err := w.store.WholeArticle(w.t.Context(), slug)
	w.must(err)
	return fmt.Sprintf("/desk/articles/%d", a.ID)
}

// form is where its edition is written.
func (w *walk) form(slug string) string { return w.address(slug) + "/" + string(w.lang) }

func (w *walk) id(slug string) int64 {
	w.t.Helper()
	a, err := w.store.WholeArticle(w.t.Context(), slug)
	w.must(err)
	return a.ID
}

// translate begins a translation of an article, then revises the original.
func (w *walk) translate(slug string) {
	w.t.Helper()
	ctx, id, into := w.t.Context(), w.id(slug), w.lang.Other()
	w.must(w.publisher.BeginEdition(ctx, id, publish.Beginning{Language: into, Title: newsroom.Bilingual{ZH: "港口的钟又响了", EN: "The harbour bell rings again"}.In(into)}, w.as()))
	a, err := w.store.WholeArticleByID(ctx, id)
	w.must(err)
	other := *w
	other.lang = into
	w.must(w.publisher.Write(ctx, publish.Written{Article: id, Language: into, Version: a.Editions[into].Version, Weight: newsroom.Significant, Writing: newsroom.Writing{
		Title: a.Editions[into].Title, Body: other.body(),
	}}, w.as()))
	w.write(w.lin, id, func(x *newsroom.Writing) {
		x.Body = strings.Replace(x.Body, w.in("十二个人", "twelve people"), w.in("十五个人", "fifteen people"), 1)
		x.Body = strings.Replace(x.Body, w.in("江面宽阔", "the river is wide"), w.in("江面显得更宽阔", "the river looks wider still"), 1)
	})
}
