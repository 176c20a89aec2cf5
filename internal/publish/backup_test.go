package publish_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
	"hebi/internal/store/storetest"
)

// backup is a backup of a site.
func (s *site) backup(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := s.Backup(t.Context(), &b, "v1", publish.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// full is a site with something of everything that can be saved.
func full(t *testing.T, o store.Options) *site {
	t.Helper()
	s := newSite(t, o)
	ctx := t.Context()
	a := chinese("tide", "潮汐", "潮水与风电。\n\n![图](map.png) [表](t.pdf)\n")
	a.Editions[newsroom.English] = &newsroom.Edition{Title: "Tide", Body: "Water <b> \u2028 & \\ \"quoted\".", Language: newsroom.English}
	a.Files = []newsroom.File{file("map.png", onePixel), file("t.pdf", "%PDF-1.7\n")}
	a.Cover = &newsroom.Picture{File: "map.png", Alt: newsroom.Bilingual{ZH: "图"}}
	a.Credits = []newsroom.Credit{{Contributor: newsroom.Contributor{Name: newsroom.Bilingual{ZH: "何岚"}}, Role: newsroom.Author, Printed: newsroom.Bilingual{ZH: "海洋所"}}}
	a.Themes = []newsroom.ThemeTag{{Slug: "energy"}}
	s.save(t, a, publish.Options{Publish: true})
	s.save(t, chinese("draft", "草稿", "不可见"), publish.Options{})
	a.Editions[newsroom.Chinese].Title = "潮汐（修订）"
	s.save(t, a, publish.Options{Publish: true})
	_, err := s.SaveTerms(ctx, []newsroom.Term{{ZH: "潮水", EN: "tidal water"}}, publish.Options{})
	if err == nil {
		_, err = s.SaveSpecial(ctx, &newsroom.Special{Slug: "set", ArticleSlugs: []string{"tide"}, Editions: map[newsroom.Language]*newsroom.SpecialEdition{newsroom.Chinese: {Title: "专题"}}}, publish.Options{})
	}
	if err == nil {
		_, err = s.SavePage(ctx, &newsroom.Page{Slug: "about", Editions: map[newsroom.Language]*newsroom.Edition{newsroom.Chinese: {Title: "关于", Body: "文"}}}, publish.Options{Publish: true})
	}
	if err == nil {
		_, err = s.SaveSite(ctx, &newsroom.Site{Name: newsroom.Bilingual{ZH: "潮汐报"}, TimeZone: "Asia/Shanghai"}, publish.Options{})
	}
	if err == nil {
		_, err = s.SaveThemeWeights(ctx, []newsroom.ThemeWeight{{Theme: "energy", Language: "zh", Word: "风", Weight: 0.1}}, publish.Options{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const onePixel = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

func file(name, data string) newsroom.File {
	return newsroom.File{Name: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(data)), nil }}
}

// members are the parts of a backup by name; the rows of a table are in one, sorted.
func members(t *testing.T, archive []byte) map[string][]string {
	t.Helper()
	parts := map[string][]string{}
	each(t, archive, func(h *tar.Header, data []byte) {
		name := h.Name
		if strings.HasPrefix(name, "tables/") {
			name = strings.Split(name, "/")[1]
		}
		parts[name] = append(parts[name], strings.SplitAfter(string(data), "\n")...)
	})
	for _, lines := range parts {
		slices.Sort(lines)
	}
	return parts
}

func each(t *testing.T, archive []byte, do func(h *tar.Header, data []byte)) {
	t.Helper()
	unpacked, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(unpacked); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		do(h, data)
	}
}

// same compares two backups but for what a restore adds: counters leap, and the audit log grows.
func same(t *testing.T, want, got []byte) {
	t.Helper()
	was, is := members(t, want), members(t, got)
	for _, parts := range []map[string][]string{was, is} {
		for _, name := range []string{"counters", "hebi-backup.json", "seal.json"} {
			delete(parts, name)
		}
		parts["audit"] = slices.DeleteFunc(parts["audit"], func(line string) bool {
			return strings.Contains(line, `"restore"`) || strings.Contains(line, `"backup"`)
		})
	}
	if len(was) < 20 || len(was["audit"]) < 5 {
		t.Errorf("%d parts, %d audit rows", len(was), len(was["audit"]))
	}
	if diff := cmp.Diff(was, is); diff != "" {
		t.Errorf("-backup +backup of what was restored\n%s", diff)
	}
}

// A backup of each database becomes a site on each.
func TestABackupIsRestoredOnEitherDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, from store.Options) {
		s := full(t, from)
		archive := s.backup(t)
		storetest.Each(t, func(t *testing.T, to store.Options) {
			r := open(t, to, filepath.Join(t.TempDir(), "media"))
			report, err := r.RestoreBackup(t.Context(), bytes.NewReader(archive), false, publish.Options{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if report.Articles != 2 || report.Media != 2 || report.Hebi != "v1" || !report.Taken.Equal(s.now) || len(report.Missing) > 0 {
				t.Errorf("%+v", report)
			}
			same(t, archive, r.backup(t))
			for query, want := range map[string]int{"潮水": 1, "tidal water": 1, "修订": 1, "不可见": 0} {
				if got := r.found(t, query); got != want {
					t.Errorf("%s is found %d times, want %d", query, got, want)
				}
			}
			if e := r.last(t); e.Action != "backup" {
				t.Errorf("the last entry is %+v", e)
			}
			out := r.save(t, chinese("new", "新", "文"), publish.Options{Publish: true}) // numbers go on
			if out.Change != publish.Created || r.found(t, "新") != 1 {
				t.Errorf("%+v", out)
			}
		})
	})
}

// A process that has the site open, as a server has, goes on with the restored one.
func TestOthersFollowARestore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := full(t, o)
		archive := s.backup(t)
		server := s.another(t)
		for i := range 5 {
			s.save(t, chinese(fmt.Sprintf("later-%d", i), "后来", "后来的潮水"), publish.Options{Publish: true})
		}
		if _, err := s.SaveTerms(t.Context(), []newsroom.Term{{ZH: "后来的", EN: "later"}}, publish.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := server.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := server.found(t, "潮水"); n != 6 {
			t.Fatalf("%d are found before", n)
		}
		operator := s.another(t)
		_, err := operator.RestoreBackup(t.Context(), bytes.NewReader(archive), false, publish.Options{}, nil)
		if !errors.Is(err, newsroom.ErrConflict) || !strings.Contains(err.Error(), "--overwrite") {
			t.Errorf("without being told: %v", err)
		}
		if n := server.found(t, "后来"); n != 5 {
			t.Errorf("it was replaced nevertheless: %d", n)
		}
		if _, err := operator.RestoreBackup(t.Context(), bytes.NewReader(archive), true, publish.Options{}, nil); err != nil {
			t.Fatal(err)
		}
		if err := server.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(server.Terms().Terms()); n != 1 {
			t.Errorf("%d terms are known", n)
		}
		for query, want := range map[string]int{"潮水": 1, "后来": 0} {
			if n := server.found(t, query); n != want {
				t.Errorf("%s is found %d times, want %d", query, n, want)
			}
		}
		server.save(t, chinese("after", "之后", "之后的潮水"), publish.Options{Publish: true})
		if n := server.found(t, "潮水"); n != 2 {
			t.Errorf("%d are found after", n)
		}
		same(t, archive, func() []byte { // what came after is the only difference
			if _, err := operator.RestoreBackup(t.Context(), bytes.NewReader(archive), true, publish.Options{}, nil); err != nil {
				t.Fatal(err)
			}
			return server.backup(t)
		}())
	})
}

// Backups that are made while articles are saved hold whole articles only:
// restoring one checks every reference, and each edition must have its revision.
func TestABackupBesideWriters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, o store.Options) {
		s := full(t, o)
		writer := s.another(t)
		stop, started := make(chan struct{}), make(chan struct{})
		var wait sync.WaitGroup
		wait.Go(func() {
			for i := 0; ; i++ {
				a := chinese(fmt.Sprintf("a-%d", i%40), fmt.Sprintf("题%d", i), "文![图](map.png)")
				a.Files = []newsroom.File{file("map.png", onePixel)}
				if _, err := writer.SaveArticle(t.Context(), a, publish.Options{Publish: true}); err != nil {
					t.Error(err)
					return
				}
				if i == 10 {
					close(started)
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
		<-started
		var archives [][]byte
		for range 8 {
			archives = append(archives, s.backup(t))
		}
		close(stop)
		wait.Wait()
		distinct := map[string]bool{}
		for _, archive := range archives {
			to := store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")}
			r := open(t, to, filepath.Join(t.TempDir(), "media"))
			if _, err := r.RestoreBackup(t.Context(), bytes.NewReader(archive), false, publish.Options{}, nil); err != nil {
				t.Fatal(err)
			}
			articles, err := r.store.WholeArticlesAfter(t.Context(), 0, 100)
			if err != nil || len(articles) < 10 {
				t.Fatal(len(articles), err)
			}
			for _, a := range articles {
				for _, e := range a.Editions {
					revisions, err := r.store.Revisions(t.Context(), e.Key)
					if err != nil || len(revisions) != e.Revision {
						t.Fatalf("%s has revision %d of %d, %v", a.Slug, e.Revision, len(revisions), err)
					}
					if last := revisions[len(revisions)-1]; last.Title != e.Title {
						t.Errorf("%s says %q, its last revision %q", a.Slug, e.Title, last.Title)
					}
				}
			}
			distinct[strings.Join(members(t, archive)["editions"], "")] = true
		}
		if len(distinct) < 2 {
			t.Error("nothing was written between the backups")
		}
	})
}

func TestALostFileIsToldOf(t *testing.T) {
	s := full(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
	s.Publisher = open(t, s.where, filepath.Join(t.TempDir(), "elsewhere")).Publisher
	var b bytes.Buffer
	report, err := s.Backup(t.Context(), &b, "v1", publish.Options{}, nil)
	if err != nil || len(report.Missing) != 2 || report.Media != 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	r := open(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")}, filepath.Join(t.TempDir(), "media"))
	restored, err := r.RestoreBackup(t.Context(), &b, false, publish.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report.Missing, restored.Missing); diff != "" {
		t.Errorf("-backup +restore\n%s", diff)
	}
}

func TestWhoMayBackUpAndRestore(t *testing.T) {
	s := full(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
	for _, role := range []newsroom.UserRole{newsroom.Chief, newsroom.EditorRole, newsroom.TranslatorRole, newsroom.Writer} {
		o := publish.Options{User: &newsroom.User{ID: 1, Email: "a@example.org", Role: role}}
		var b bytes.Buffer
		if _, err := s.Backup(t.Context(), &b, "", o, nil); !errors.Is(err, newsroom.ErrForbidden) || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", role, err, b.Len())
		}
		if _, err := s.RestoreBackup(t.Context(), &b, true, o, nil); !errors.Is(err, newsroom.ErrForbidden) {
			t.Errorf("%s: %v", role, err)
		}
	}
}

// part is a member of a made-up archive.
type part struct {
	name string
	data string
	kind byte
}

func packed(t *testing.T, parts []part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, p := range parts {
		h := &tar.Header{Name: p.name, Typeflag: p.kind, Size: int64(len(p.data)), Linkname: "x"}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts takes a backup apart.
func parts(t *testing.T, archive []byte) []part {
	t.Helper()
	var list []part
	each(t, archive, func(h *tar.Header, data []byte) { list = append(list, part{h.Name, string(data), tar.TypeReg}) })
	return list
}

func TestWhatIsNoBackupIsRefused(t *testing.T) {
	good := full(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")}).backup(t)
	whole := parts(t, good)
	at := func(prefix string) int {
		return slices.IndexFunc(whole, func(p part) bool { return strings.HasPrefix(p.name, prefix) })
	}
	changed := func(i int, change func(p *part)) []byte {
		list := slices.Clone(whole)
		change(&list[i])
		return packed(t, list)
	}
	inserted := func(i int, p part) []byte { return packed(t, slices.Insert(slices.Clone(whole), i, p)) }
	flip := func(i int) []byte {
		b := slices.Clone(good)
		b[i] ^= 0x40
		return b
	}
	first := func(old, new string) func(p *part) {
		return func(p *part) { p.data = strings.Replace(p.data, old, new, 1) }
	}
	article, picture, end := at("tables/articles/"), at("media/"), len(whole)-1
	tests := map[string]struct {
		archive []byte
		says    string
	}{
		"nothing":                 {nil, "it is not packed by gzip"},
		"a text":                  {[]byte("hello, this is a text"), "it is not packed by gzip"},
		"another archive":         {packed(t, []part{{"a.txt", "a", tar.TypeReg}}), "it does not begin as one"},
		"an empty archive":        {packed(t, nil), "it does not begin as one"},
		"half":                    {good[:len(good)/2], "it breaks off or is damaged"},
		"without its last byte":   {good[:len(good)-1], "it breaks off or is damaged"},
		"a bit in the middle":     {flip(len(good) / 2), ""},
		"a bit of the checksum":   {flip(len(good) - 6), "it breaks off or is damaged"},
		"without the seal":        {packed(t, whole[:end]), "it has no end: making it was broken off"},
		"without a table":         {packed(t, slices.Delete(slices.Clone(whole), article, article+1)), ""},
		"without a picture":       {packed(t, slices.Delete(slices.Clone(whole), picture, picture+1)), "checksum"},
		"a table twice":           {inserted(article, whole[article]), "is not where it belongs"},
		"tables in another order": {packed(t, append(append([]part{whole[0]}, whole[2]), append([]part{whole[1]}, whole[3:]...)...)), "is not where it belongs"},
		"a newer format":          {changed(0, first(`"format": 1`, `"format": 2`)), "the backup has format 2, this program reads 1: restore it with a newer hebi; nothing was changed"},
		"a newer schema":          {changed(0, first(fmt.Sprintf(`"schema": %d`, store.NewestSchema()), `"schema": 9999`)), "the backup has schema 9999"},
		"no schema":               {changed(0, func(p *part) { p.data = "{}" }), "names no format or no schema"},
		"no manifest":             {changed(0, func(p *part) { p.data = "[" }), "cannot be read"},
		"a text that differs":     {changed(at("tables/editions/"), first("潮汐", "汐潮")), "its checksum is another than that of what it holds"},
		"a row that is none":      {changed(article, func(p *part) { p.data = "{}\n" }), "cannot be read"},
		"a picture that differs":  {changed(picture, func(p *part) { p.data += "x" }), "is not what its name says"},
		"a path out of the site":  {inserted(end, part{"../../evil", "x", tar.TypeReg}), `it holds "../../evil", which is no part of one`},
		"a path as a hash":        {inserted(end, part{"media/../../evil", "x", tar.TypeReg}), "is not what its name says"},
		"a path as a table":       {inserted(1, part{"tables/../evil/000001.jsonl", "x", tar.TypeReg}), "which is no part of one"},
		"a link":                  {inserted(end, part{"media/x", "", tar.TypeSymlink}), "which is no plain file"},
		"something behind it":     {append(slices.Clone(good), "more"...), ""},
		"a part behind the seal":  {inserted(end+1, part{"more", "x", tar.TypeReg}), "something follows its end"},
		"a bomb":                  {packed(t, []part{whole[0], {"media/" + strings.Repeat("0", 64), strings.Repeat("0", 60<<20), tar.TypeReg}}), "is not what its name says"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
			s.save(t, chinese("mine", "我的", "文"), publish.Options{Publish: true})
			before := s.backup(t)
			_, err := s.RestoreBackup(t.Context(), bytes.NewReader(tt.archive), true, publish.Options{}, nil)
			if name == "something behind it" { // of another stream gzip says nothing, and the backup is whole
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.Is(err, newsroom.ErrInvalid) || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("said %v", err)
			}
			if diff := cmp.Diff(members(t, before)["editions"], members(t, s.backup(t))["editions"]); diff != "" || s.found(t, "我的") != 1 {
				t.Errorf("the site has changed: %s", diff)
			}
		})
	}
}

// A table of one row, repeated, unpacks to hundreds of times its size.
func TestABombIsRefused(t *testing.T) {
	good := full(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")}).backup(t)
	whole := parts(t, good)
	var m map[string]any
	if err := json.Unmarshal([]byte(whole[0].data), &m); err != nil {
		t.Fatal(err)
	}
	list := []part{whole[0]}
	for i := range 4 {
		list = append(list, part{fmt.Sprintf("tables/settings/%06d.jsonl", i+1), `["` + fmt.Sprint(i) + `","` + strings.Repeat("x", 40<<20) + "\"]\n", tar.TypeReg})
	}
	s := newSite(t, store.Options{Path: filepath.Join(t.TempDir(), "hebi.db")})
	_, err := s.RestoreBackup(t.Context(), bytes.NewReader(packed(t, list)), true, publish.Options{}, nil)
	if !errors.Is(err, newsroom.ErrInvalid) || !strings.Contains(err.Error(), "more than 200 times its size") {
		t.Errorf("said %v", err)
	}
	_, err = s.RestoreBackup(t.Context(), bytes.NewReader(packed(t, []part{whole[0], {"media/x", strings.Repeat("x", 65<<20), tar.TypeReg}})), true, publish.Options{}, nil)
	if !errors.Is(err, newsroom.ErrInvalid) || !strings.Contains(err.Error(), "has 65 MiB, the limit is 64") {
		t.Errorf("said %v", err)
	}
}
