package desk

import (
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hebi/internal/auth"
	"hebi/internal/bilingual"
	"hebi/internal/compare"
	"hebi/internal/importer"
	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/web/view"
)

const repository = "../../.."

func bare(t *testing.T) *Desk {
	t.Helper()
	files := os.DirFS(repository)
	assets, err := view.NewAssets(files, false)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	d, err := New(Config{
		Store: s, Auth: auth.New(auth.Config{Store: s}), Files: files, Assets: assets,
		BaseURL: &url.URL{Scheme: "https", Host: "news.example"}, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// filled has every page with something in each of its parts, for a user in each role.
func filled(f frame) map[string]any {
	from := form{Values: url.Values{}, Problems: map[string]string{"": "wrong", "name": "wrong", "new-password": "wrong"}}
	door := func(fill func(*doorPage)) *doorPage {
		p := &doorPage{frame: f, form: from, Action: "/desk/x", Hidden: map[string]string{"next": "/desk/"}}
		p.User = nil
		fill(p)
		return p
	}
	account := &accountPage{frame: f, form: from, CodesLeft: 3, Sessions: []sessionLine{{ID: 1, Device: "x", Current: true}, {ID: 2}}}
	account.fillFields()
	on := *account
	u := *f.User
	u.SecondFactor = true
	on.User = &u
	totp := &secondFactorPage{frame: f, form: from, Secret: "AAAA"}
	totp.fillFields()
	pages := articlePages(f)
	maps.Copy(pages, keepingPages(f))
	maps.Copy(pages, picturePages(f))
	maps.Copy(pages, sharedPages(f))
	maps.Copy(pages, userPages(f))
	maps.Copy(pages, map[string]any{
		"door sign-in": door((*doorPage).fillSignIn), "door code": door((*doorPage).fillCode), "door setup": door((*doorPage).fillSetup),
		"door password": door(func(p *doorPage) { p.fillPassword(f.User) }),
		"home":          &homePage{frame: f}, "account": account, "account on": &on,
		"second-factor": totp, "second-factor codes": &secondFactorPage{frame: f, Codes: []string{"abcd"}},
		"error": &errorPage{frame: f, Status: 500, Message: "m", RequestID: "1"}, "error nobody": &errorPage{Status: 404, frame: func() frame { f.User = nil; return f }()},
	})
	return pages
}

// userPages are the list of users and the page of one, with and without all of it.
func userPages(f frame) map[string]any {
	day := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	u := newsroom.User{ID: 3, Name: "Wen", Email: "wen@tide.example", Role: newsroom.Chief, SecondFactor: true, Publishes: []newsroom.Language{newsroom.English}}
	off := newsroom.User{ID: 4, Role: newsroom.Writer, Disabled: true}
	wrong := form{Values: url.Values{"role": {"chief"}}, Problems: map[string]string{"": "wrong", "email": "wrong", "name": "wrong", "role": "wrong", "languages": "wrong", "publishes": "wrong"}}
	sessions := []sessionLine{{ID: 1, Device: "x", Current: true, Seen: day}, {ID: 2}}
	return map[string]any{
		"users":      &usersPage{frame: f, Users: []userLine{{User: u, Path: "/desk/users/3", Seen: day}, {User: off, New: true}, {User: *f.User}}},
		"user":       &userPage{frame: f, form: formOf(&u), Account: &u, Roles: newsroom.UserRoles(), Sessions: sessions, Fresh: "https://x.example/desk/password?token=y"},
		"user off":   &userPage{frame: f, form: wrong, Account: &off, Roles: newsroom.UserRoles()},
		"user self":  &userPage{frame: f, form: wrong, Account: &u, Self: true, Roles: newsroom.UserRoles(), Sessions: sessions},
		"user new":   &userPage{frame: f, form: formOf(nil), Roles: newsroom.UserRoles()},
		"user wrong": &userPage{frame: f, form: wrong, Roles: newsroom.UserRoles()},
	}
}

// articlePages are the pages about one article with both editions, and about what there is none of.
func articlePages(f frame) map[string]any {
	day := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	from := form{Values: url.Values{"slug": {"x"}, "kind": {"news"}, "credit": {"lin"}, "theme": {"energy"}}, Problems: map[string]string{
		"": "wrong", "title": "wrong", "slug": "wrong", "paper": "wrong", "days": "wrong",
	}}
	zh := &newsroom.Edition{Language: newsroom.Chinese, Title: "题目", Status: newsroom.Published, Original: true, Revision: 2, Published: day, Changed: day}
	en := &newsroom.Edition{Language: newsroom.English, Title: "Title", Status: newsroom.Scheduled, Reflects: 1, Date: day, Changed: day}
	a := &newsroom.Article{ID: 7, Slug: "x", Kind: newsroom.News, Editions: map[newsroom.Language]*newsroom.Edition{zh.Language: zh, en.Language: en}}
	hand := &newsroom.Handover{At: day, From: newsroom.InReview, To: newsroom.Draft, Note: "note"}
	steps := newsroom.StepsFrom(newsroom.InReview)
	lines := []line{
		{DeskEdition: store.DeskEdition{Article: *a, Edition: en, Last: hand}, Path: "/desk/x", Title: "Title", Lang: "en", By: "Wen", Others: []state{{Language: zh.Language, Status: zh.Status}}},
	}
	r := &newsroom.Revision{Number: 1, Weight: newsroom.Typo, Created: day, Note: "note"}
	parts, sum := compared(newsroom.Writing{Title: "甲，乙。"}, newsroom.Writing{Title: "甲、乙。丙。"})
	boxes := []editionBox{
		{Language: zh.Language, Edition: zh, Last: hand, By: "Wen", Correctable: true, Retractable: true},
		{Language: en.Language, Edition: en, Behind: true, Corrected: day},
		{Language: en.Language},
	}
	themes := []themeChoice{
		{ThemeTag: newsroom.ThemeTag{Slug: "energy"}, Title: "能源", Set: true, Found: true, Evidence: []newsroom.Evidence{{Language: zh.Language, Text: "风电"}}},
		{ThemeTag: newsroom.ThemeTag{Slug: "talent"}, Title: "人才", Found: true},
		{ThemeTag: newsroom.ThemeTag{Slug: "x"}, Refused: true},
	}
	year := spanUntil("", day)
	pieces := []piece{{article: 1, kind: newsroom.News, first: day.AddDate(0, 0, -3), languages: newsroom.Languages()}}
	return map[string]any{
		"home full": &homePage{frame: f, Groups: []group{{Word: "desk.home.mine", Lines: lines, Total: 20, More: "/desk/x"}}},
		"articles": &articlesPage{
			frame: f, form: from, Lines: lines, Total: 120, Statuses: newsroom.Statuses(), Kinds: newsroom.Kinds(),
			Pages: newPages(articlesPath, url.Values{"q": {"a b"}}, 2, 120),
		},
		"articles none": &articlesPage{frame: f, form: from},
		"new":           &newPage{frame: f, form: from, Kinds: newsroom.Kinds(), Editions: newsroom.Languages()},
		"begin":         &beginPage{frame: f, form: from, Article: a, Language: en.Language, Source: zh, Allowed: true},
		"begin not":     &beginPage{frame: f, form: from, Article: a, Language: en.Language},
		"edit": &editPage{
			frame: f, form: from, Article: a, Edition: zh, Other: en, Editable: true, Steps: steps, Copy: day, Colleagues: []string{"Wen"}, Corrected: day,
			Last: hand, By: "Wen", Weights: []newsroom.Weight{newsroom.Significant, newsroom.Typo}, Merged: true,
		},
		"edit checks":  &editPage{frame: f, form: from, Article: a, Edition: zh, Checks: checkedPanel(f, a)},
		"edit resumed": &editPage{frame: f, form: from, Article: a, Edition: en, Editable: true, Copy: day, Resumed: true},
		"edit not":     &editPage{frame: f, form: from, Article: a, Edition: en, Steps: steps},
		"merge": &mergePage{frame: f, form: from, Article: a, Edition: zh, By: "Wen", Conflicts: []conflict{
			{Conflict: compare.Conflict{Base: "甲", Mine: "乙", Theirs: "丙"}, Name: "settle-body-0", Field: "Text"}, {Name: "settle-body-1"},
		}},
		"typography": &typographyPage{
			frame: f, form: written(newsroom.Writing{Body: "中文,中文"}, 1, 1), Article: a, Edition: zh, Total: 1, Fields: typeset(newsroom.Writing{Body: "中文,中文"}, zh.Language),
		},
		"typography none": &typographyPage{frame: f, form: from, Article: a, Edition: zh},
		"revisions": &revisionsPage{
			frame: f, Article: a, Edition: zh, Revisions: []revisionLine{{Revision: *r, Before: 1, By: "Wen"}, {Revision: *r, Current: true}},
			Handovers: []handoverLine{{Handover: *hand}},
		},
		"translations": &translationsPage{frame: f, form: from, Total: 2, States: []string{missingState, staleState, "draft"}, Rows: []matrixRow{{Path: "/x", Title: "题目", Kind: newsroom.News, Cells: []matrixCell{
			{Language: zh.Language, Edition: zh, Path: "/x"}, {Language: en.Language, Edition: en, Path: "/x", Stale: 2},
		}}, {Path: "/y", Title: "Title", Lang: "en", Kind: newsroom.News, Cells: []matrixCell{{Language: zh.Language, Path: "/x"}, {Language: en.Language, Edition: en, Path: "/x", Stale: 1, Unknown: true}}}}},
		"translations none": &translationsPage{frame: f, form: form{Values: url.Values{}}},
		"behind": &behindPage{
			frame: f, Translation: &publish.Translation{Article: a, Source: zh, Target: en}, Deciding: true,
			Changes: []shownChange{
				{SourceChange: publish.SourceChange{Change: bilingual.Change{OldText: "甲。", NewText: "甲乙。", Weight: newsroom.CorrectionWeight}, Now: "One."}, Difference: compare.Diff("甲。", "甲乙。")},
				{SourceChange: publish.SourceChange{Change: bilingual.Change{NewText: "乙。", Weight: newsroom.Significant}}, Difference: compare.Diff("", "乙。")},
				{SourceChange: publish.SourceChange{Change: bilingual.Change{OldText: "乙。", Weight: newsroom.Significant}}, Difference: compare.Diff("乙。", "")},
			},
			Typos: []shownChange{{SourceChange: publish.SourceChange{Change: bilingual.Change{Field: "title", OldText: "甲", NewText: "乙", Weight: newsroom.Typo}}, Difference: compare.Diff("甲", "乙")}},
		},
		"behind unknown": &behindPage{frame: f, Translation: &publish.Translation{Article: a, Source: zh, Target: en, Unknown: true}, Deciding: true},
		"behind none":    &behindPage{frame: f, Translation: &publish.Translation{Article: a, Source: zh, Target: zh}},
		"compare":        &comparePage{frame: f, Article: a, Edition: zh, From: r, To: r, Parts: parts, Summary: sum},
		"compare same":   &comparePage{frame: f, Article: a, Edition: zh, From: r, To: r},
		"share": &sharePage{
			frame: f, form: from, Article: a, Edition: zh, Fresh: "https://x.example/preview/y",
			Links: []linkLine{{PreviewLink: newsroom.PreviewLink{Label: "l", Expires: day}, Open: true}, {}},
		},
		"article": &articlePage{
			frame: f, form: from, Article: a, Editions: boxes, Editable: true, Kinds: newsroom.Kinds(), Roles: newsroom.CreditRoles(),
			Credits: creditsIn(from), People: []newsroom.Contributor{{Slug: "lin", Name: newsroom.Bilingual{ZH: "林"}}}, Themes: themes, Together: steps, Deletable: true, Pictures: []string{"sea.png"},
		},
		"article not": &articlePage{frame: f, form: from, Article: a},
		"correct":     &actPage{frame: f, form: from, Article: a, Edition: zh},
		"retract":     &actPage{frame: f, form: from, Article: a, Editions: []*newsroom.Edition{zh, en}},
		"delete":      &actPage{frame: f, form: from, Article: a},
		"import":      &importPage{frame: f, form: from, Kept: []keptPiece{{Title: "题目", Status: newsroom.Draft}}},
		"import-split": &splitPage{
			frame: f, form: from, Special: &importer.PageSpecial{Title: "专题"}, Masthead: []string{"报头"}, Kinds: newsroom.Kinds(), Roles: importRoles(),
			Kept: []keptPiece{{Title: "题目", Status: newsroom.Draft}}, Lines: []splitLine{{1, "题目", []int{1}}, {Number: 2}},
			Items: []splitItem{{
				PageItem: &importer.PageItem{Lines: [][2]int{{1, 1}}, Paragraphs: []string{"文。"}}, From: "1", Known: &keptPiece{Title: "题目", Status: newsroom.Draft}, Warnings: []splitWarning{{"w", "x"}},
				Credits: creditsOf(from.Values, 0),
			}, {PageItem: &importer.PageItem{}}},
		},
		"overview": &overviewPage{frame: f, States: stateCounts(nil), HasScript: true, Later: "/x", Charts: []chart{
			f.byWeek(pieces, year), f.byLanguage(pieces, year),
			f.byTheme(pieces, map[int64][]string{1: {"energy"}}, []newsroom.Theme{{Slug: "energy"}}, year), f.inVain([]newsroom.SearchMiss{{Day: "2026-05-01", Query: "x", Count: 3}}), f.inVain(nil), f.byWeek(nil, year), f.byLanguage(nil, year), f.byTheme(nil, nil, nil, year),
		}},
	}
}

// checkedPanel has every finding there is, once stopping, once waived, once advice.
func checkedPanel(f frame, a *newsroom.Article) checkPanel {
	panel := checkPanel{frame: f, Path: "/desk/x", Stops: 1}
	for check, args := range map[string][]any{
		publish.CheckTitle: {60, 40}, publish.CheckNoSummary: nil, publish.CheckSummary: {300, 280}, publish.CheckAlt: {"x"}, publish.CheckLicence: {"x"},
		publish.CheckPicture: {"x"}, publish.CheckPlaceholder: {"x"}, publish.CheckLink: {"x"}, publish.CheckAnchor: {"x"}, publish.CheckHeading: {"x"},
		publish.CheckPair: {"x"}, publish.CheckHalfWidth: {"x"}, publish.CheckCredits: nil, publish.CheckTranslator: nil, publish.CheckTheme: {"x"},
		publish.CheckTermMissing: {"x", "y", "z"}, publish.CheckTermForbidden: {"w", "x", "y", "z"}, publish.CheckNumber: {"x", "y", "z"}, publish.CheckName: {"w", "x", "y", "z"},
	} {
		for i, x := range []publish.Finding{{Blocking: true, Waivable: true, Line: 3}, {Blocking: true, Waiver: &newsroom.Waiver{Reason: "why"}, Field: "cover"}, {}} {
			x.Check, x.Args = check, args
			panel.Findings = append(panel.Findings, finding{Finding: x, Said: f.T("desk.check."+check, args...), Place: findingPlace(a, x), ID: check + string(rune('a'+i)), By: "Wen"})
		}
	}
	return panel
}

// picturePages are the library, one picture of it with all words and one without any.
func picturePages(f frame) map[string]any {
	words := newsroom.Bilingual{ZH: "海", EN: "The sea"}
	full := newsroom.LibraryPicture{ID: 1, Hash: "a", ContentType: "image/jpeg", Picture: newsroom.Picture{File: "sea.jpg", Width: 900, Height: 600, Alt: words, Licence: words}}
	bare := newsroom.LibraryPicture{ID: 2, Hash: "b", ContentType: "image/gif", Picture: newsroom.Picture{File: "b.gif", Alt: newsroom.Bilingual{EN: "b"}}}
	from := form{Values: url.Values{"q": {"sea"}}, Problems: map[string]string{"file": "wrong"}}
	uses := []newsroom.PictureUse{{Kind: "article", ID: 7, Title: "Title", Language: newsroom.English, Visible: true}, {Kind: "page"}, {Kind: "special"}, {Kind: "contributor"}}
	fields := []pictureWords{{Language: newsroom.Chinese, Markdown: "![海](sea.jpg)", Fields: []field{{Name: "alt-zh", Label: "Alt"}}}}
	return map[string]any{
		"pictures": &picturesPage{
			frame: f, form: from, MayAdd: true, Total: 30, Pictures: []pictureCard{newPictureCard(f, full), newPictureCard(f, bare)},
			Pages: newPages(picturesPath, from.Values, 2, 120),
		},
		"pictures none":  &picturesPage{frame: f, form: from},
		"pictures empty": &picturesPage{frame: f, form: form{Values: url.Values{}}},
		"picture":        &picturePage{frame: f, form: from, Picture: newPictureCard(f, full), By: "Wen", Uses: uses, Words: fields, Changeable: true},
		"picture unused": &picturePage{frame: f, form: from, Picture: newPictureCard(f, bare), Changeable: true},
	}
}

// Every template runs with its struct in both languages and says nothing that the interface has no word for.
func TestTemplatesFitTheirStructs(t *testing.T) {
	d, used := bare(t), map[string]bool{}
	for _, l := range newsroom.Languages() {
		for _, role := range newsroom.UserRoles() {
			f := d.frameOf(&newsroom.Site{}, l)
			f.User, f.Heading, f.Flash = &newsroom.User{Name: "Lin", Email: "lin@tide.example", Role: role}, "Heading", "Done."
			for name, page := range filled(f) {
				name, _, _ := strings.Cut(name, " ")
				used[name] = true
				body, err := d.templates.Render(name, page)
				if err != nil {
					t.Errorf("%s %s: %v", l, name, err)
					continue
				}
				if missing := regexp.MustCompile(`⟦[^⟧]*⟧|%!\w|ZgotmplZ|style=`).FindAll(body, -1); missing != nil {
					t.Errorf("%s %s: %s", l, name, missing)
				}
			}
		}
	}
	for _, name := range d.templates.Names() {
		if !used[name] {
			t.Errorf("the template %s is not tested", name)
		}
	}
	for _, status := range []int{401, 403, 404, 405, 409, 422, 429, 500, 503} {
		known, word := errorWords(status)
		f := d.frameOf(&newsroom.Site{}, newsroom.English)
		if known != status || slices.Contains([]string{f.T(word), f.T(word + ".message")}, "⟦") {
			t.Errorf("%d is %d, %s", status, known, word)
		}
	}
}

func TestSafeNext(t *testing.T) {
	for next, want := range map[string]string{
		"/desk/": "/desk/", "/desk/articles/7/zh?x=1&y=%20": "/desk/articles/7/zh?x=1&y=%20", "/desk": "", "/": "", "": "",
		"/desk/sign-in": "", "/desk/setup?token=x": "", "https://x.example/desk/": "", "//x.example/desk/": "", "/desk/%2e%2e/zh/": "",
		"/desk/\\x": "", "/desk/a\r\nSet-Cookie: x": "", "desk/": "", "/desk/#x": "/desk/",
	} {
		if got := safeNext(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

func TestDeviceName(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0": "Edge · Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1":       "Safari · iPhone",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36 MicroMessenger/8.0":                   "WeChat · Android",
		"curl/8.5": "curl/8.5", "": "",
	} {
		if got := deviceName(agent); got != want {
			t.Errorf("%s: %q, want %q", agent, got, want)
		}
	}
}
