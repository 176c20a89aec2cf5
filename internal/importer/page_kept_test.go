package importer

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// keptText returns everything of a proposal that counts as kept.
func keptText(p *PageProposal) string {
	var all []string
	add := func(s ...string) { all = append(all, s...) }
	add(p.Masthead...)
	add(p.Unplaced...)
	if p.Special != nil {
		add(p.Special.Title, p.Special.EditorsNote)
	}
	for _, it := range p.Items {
		add(it.Title, it.Subtitle, it.Kicker)
		add(it.Paragraphs...)
		for _, c := range it.Credits {
			add(c.Name, c.Affiliation)
		}
		for _, s := range it.Sections {
			add(s.Title)
		}
		for _, j := range []*PageJump{it.ContinuedFrom, it.ContinuedOn} {
			if j != nil {
				add(j.Text)
			}
		}
	}
	return strings.Join(all, "\n")
}

var printedNote = regexp.MustCompile(`编\s*者\s*按`)

// lostAndFound compares the letters, digits and Han characters of a page with
// those of its proposal, as multisets. The label 编者按 may go.
func lostAndFound(text string, p *PageProposal) (lost, found string) {
	count := map[rune]int{}
	for _, r := range contentOf(strings.ToValidUTF8(text, "\uFFFD")) {
		count[r]++
	}
	for _, r := range contentOf(keptText(p)) {
		count[r]--
	}
	labels := len(printedNote.FindAllString(strings.Map(visibleRune, text), -1))
	for r, n := range count {
		if strings.ContainsRune("编者按", r) && n > 0 && n <= labels {
			continue
		}
		for range max(n, 0) {
			lost += string(r)
		}
		for range max(-n, 0) {
			found += string(r)
		}
	}
	return lost, found
}

func checkKept(t *testing.T, name, text string) {
	t.Helper()
	p := ParsePage(text)
	if lost, found := lostAndFound(text, p); lost != "" || found != "" {
		t.Errorf("%s: lost %.60q, doubled %.60q", name, lost, found)
	}
	for i, it := range p.Items {
		for _, s := range it.Sections {
			if s.Before < 0 || s.Before > len(it.Paragraphs) {
				t.Errorf("%s: item %d: section %q stands before paragraph %d of %d", name, i, s.Title, s.Before, len(it.Paragraphs))
			}
		}
		if it.Credits == nil || it.Sections == nil || it.Paragraphs == nil || it.Warnings == nil {
			t.Errorf("%s: item %d has a list that is null", name, i)
		}
	}
	if p.Special != nil {
		for _, i := range p.Special.Items {
			if i < 0 || i >= len(p.Items) {
				t.Errorf("%s: the special names item %d of %d", name, i, len(p.Items))
			}
		}
	}
}

// realPages returns the seed page and all extractions of the measured pages by name.
func realPages(t *testing.T) map[string]string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(pagesData, "*.txt"))
	pages := map[string]string{}
	for _, file := range append(files, seedData) {
		if data, err := os.ReadFile(file); err == nil {
			pages[filepath.Base(file)] = string(data)
		}
	}
	if len(pages) == 0 {
		t.Skip("the shared pages are not here")
	}
	return pages
}

// TestPageKeepsEveryCharacter reads real pages whole, without marks, without
// empty lines, cut off, shuffled, and as lines of other pages.
func TestPageKeepsEveryCharacter(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 28))
	for name, text := range realPages(t) {
		checkKept(t, name, text)
		checkKept(t, name+" without marks", strings.ReplaceAll(text, "#", ""))
		checkKept(t, name+" without gaps", regexp.MustCompile(`\n+`).ReplaceAllString(text, "\n"))
		checkKept(t, name+" on one line", strings.ReplaceAll(text, "\n", " "))
		for range 5 {
			checkKept(t, name+" cut off", text[random.IntN(len(text)):])
			lines := strings.Split(text, "\n")
			random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			checkKept(t, name+" shuffled", strings.Join(lines, "\n"))
		}
	}
}

func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		"", " \n\n\t", "Plain Latin text.\nAnother line, with (brackets", "\xff\xfe\x00\x01binary\x7f",
		"# 题目\n编者按 按语。\n## 文章\n张三 某大学教授\n正文。", "（上接第1版）正文（下转第2版）", "■上接A1版\n本报记者 李四",
		"简讯\n某地开会 记者今天获悉，会议开了。\n又一会 又开。", "一、\n二、\n——\n编者按", "# \n## ——\n### \n作者：\n□", "（作者系某大学教授）",
		"本报讯（记者 王五 通讯员）甲。", "文/张三 图/李四", "图为\n摄\n（人民", "第1版\n2026年1月1日\n某报", "a\n\n\n\nb      c      d",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { checkKept(t, "fuzz", text) })
}

// TestPageTakesLinearTime reads eight times as much of each kind of text and
// allows for a machine that is busy: what is quadratic takes 64 times as long.
func TestPageTakesLinearTime(t *testing.T) {
	line := "春天的风从河边吹来带着泥土的气息孩子们"
	kinds := map[string]string{
		"one line":        line,
		"wrapped":         line + "\n",
		"paragraphs":      line + "。\n\n",
		"headlines":       "短题\n" + line + "。\n\n",
		"briefs":          "河边新开了一家小店 记者今天获悉，小店开了。\n",
		"unfinished":      line + "，\n\n",
		"columns":         line + "        " + line + "        " + line + "\n",
		"brackets":        "（",
		"marks":           "# 题\n",
		"labels":          "短讯\n",
		"bylines":         "本报记者 张三\n" + line + "。\n",
		"spaces":          "字 ",
		"Latin":           "word, ",
		"straight quotes": "\"字\"",
		"jumps":           "（上接第1版）" + line + "（下转第2版）\n",
	}
	const small = 64 << 10
	for name, unit := range kinds {
		t.Run(name, func(t *testing.T) {
			took := func(size int) time.Duration {
				text := strings.Repeat(unit, size/len(unit))
				start := time.Now()
				ParsePage(text)
				return time.Since(start)
			}
			once, eight := took(small), took(8*small)
			t.Logf("%v, eight times as much %v", once.Round(time.Millisecond), eight.Round(time.Millisecond))
			if eight > 30*once && eight > 3*time.Second {
				t.Errorf("%d KB took %v, eight times as much %v", small>>10, once, eight)
			}
		})
	}
}
