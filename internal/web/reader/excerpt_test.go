package reader

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
)

func TestBeginning(t *testing.T) {
	const zh, en = newsroom.Chinese, newsroom.English
	long := strings.Repeat("潮水涨落不停，", 40)
	for _, c := range []struct {
		name string
		l    newsroom.Language
		text string
		want string
	}{
		{"nothing", zh, "", ""},
		{"a heading is passed over", zh, "一\n\n海港的夜里没有别的声音，只有浪拍着石阶，一下又一下，像钟摆那样准。后来起风了。", "海港的夜里没有别的声音，只有浪拍着石阶，一下又一下，像钟摆那样准。后来起风了。"},
		{"only short lines", zh, "短句。", "短句。"},
		{"English ends with a sentence", en, "The tide came in at four. " + strings.Repeat("It rose over the steps and the old stones. ", 8), "The tide came in at four. It rose over the steps and the old stones. It rose over the steps and the old stones. It rose over the steps and the old stones. It rose over the steps and the old stones."},
		{"Chinese that begins with a number has the length of Chinese", zh, "2023年10月的一个早晨，海港的雾还没有散去。" + strings.Repeat("潮水退到石阶之下。", 12), "2023年10月的一个早晨，海港的雾还没有散去。" + strings.Repeat("潮水退到石阶之下。", 6)},
		{"one endless sentence is cut", zh, long, strings.TrimSuffix(strings.Repeat("潮水涨落不停，", summaryHan*3/2/7), "，") + "……"},
	} {
		if got := beginning(c.text, c.l); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestShorten(t *testing.T) {
	const zh, en = newsroom.Chinese, newsroom.English
	for _, c := range []struct {
		name  string
		l     newsroom.Language
		limit int
		text  string
		want  string
	}{
		{"what fits is left alone", zh, 4, "潮水涨落", "潮水涨落"},
		{"a sentence needs no ellipsis", zh, 10, "潮水涨了又落。船还没有回来，灯已经亮了。", "潮水涨了又落。"},
		{"a clause comes next", zh, 10, "潮水涨了又落，船还没有回来灯已经亮了", "潮水涨了又落……"},
		{"an early clause is passed over", zh, 12, "潮水，涨了又落船还没有回来灯已经亮了", "潮水，涨了又落船还没有回……"},
		{"Chinese is cut between any two characters", zh, 5, "潮水涨了又落船还没有回来", "潮水涨了又……"},
		{"a Latin word in Chinese stays whole", zh, 10, "港务局开通新的Guangdong航线", "港务局开通新的……"},
		{"a number in Chinese stays whole", zh, 10, "全年吞吐量增长到12.5万吨左右", "全年吞吐量增长到……"},
		{"a percentage stays whole", zh, 10, "全年吞吐量增长了3.5%左右", "全年吞吐量增长了……"},
		{"an opening mark is not left over", zh, 9, "守塔人读的报纸是《潮汐日报》第三版", "守塔人读的报纸是……"},
		{"English stays between words", en, 12, "The lighthouse keeper waits", "The…"},
		{"a comma in a number ends no clause", en, 26, "In all of it came to 1,000 ships", "In all of it came to 1,000…"},
		{"a number is not cut at its comma", en, 24, "In all of it came to 1,000 ships", "In all of it came to…"},
		{"a clause of English", en, 30, "The keeper waits, and the ship has not yet come", "The keeper waits…"},
		{"an apostrophe is within a word", en, 20, "The harbour master didn’t wait", "The harbour master…"},
		{"a hyphen is within a word", en, 16, "There is a north-south line", "There is a…"},
		{"a word that ends at the limit is whole", en, 14, "The lighthouse keeper", "The lighthouse…"},
		{"one endless word is cut all the same", en, 6, "abcdefghijkl", "abcdef…"},
	} {
		if got := shorten(c.text, c.l, c.limit); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Whatever the text, what is shown is its beginning, no longer than asked, and
// an ellipsis says that something of it is missing.
func FuzzShorten(f *testing.F) {
	f.Add("潮水涨了3.5%，the lighthouse didn’t 亮。", 9)
	f.Add("a\u0301b 👨\u200d👩", 2)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if !utf8.ValidString(text) || limit < 1 {
			t.Skip()
		}
		got := shorten(text, newsroom.English, limit)
		head := strings.TrimSuffix(got, "…")
		if !strings.HasPrefix(text, head) || utf8.RuneCountInString(head) > limit {
			t.Errorf("%q at %d became %q", text, limit, got)
		}
	})
}

func TestOpening(t *testing.T) {
	paragraph := strings.Repeat("潮", 100)
	text := "标题\n\n" + paragraph + "\n\n" + paragraph + "\n\n" + paragraph + "\n\n"
	if diff := cmp.Diff([]string{paragraph, paragraph}, opening(text, newsroom.Chinese)); diff != "" {
		t.Error(diff)
	}
	if got := opening("a\tb\nc\td and much more that would fill a line", newsroom.English); got != nil {
		t.Errorf("a table opens the page: %q", got)
	}
}

func TestPhrases(t *testing.T) {
	for headline, want := range map[string][]string{
		"":                  nil,
		"潮来潮去":              {"潮来潮去"},
		"守塔四十年　潮来又潮去":       {"守塔四十年", "潮来又潮去"},
		"港口 双城 并进":          {"港口", "双城", "并进"},
		"在 AI 时代":           {"在 AI 时代"},
		"“潮来” 《潮去》":         {"“潮来”", "《潮去》"},
		"　潮　　来 ":            {"潮", "来"},
		"The tide comes in": {"The tide comes in"},
		"GDP 增长 5% 以上　港口更忙": {"GDP 增长 5% 以上", "港口更忙"},
		"Steppe　and 草原 bay": {"Steppe", "and 草原 bay"},
	} {
		if diff := cmp.Diff(want, phrases(headline)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", headline, diff)
		}
	}
}
