package importer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
)

func TestPageBylines(t *testing.T) {
	author := func(name, affiliation string) PageCredit { return PageCredit{name, newsroom.Author, affiliation} }
	for text, want := range map[string][]PageCredit{
		"应长水 石桥农业大学(东校区)教授":     {author("应长水", "石桥农业大学(东校区)教授")},
		"应 媛 石桥农业大学教授、博士生导师，所长": {author("应媛", "石桥农业大学教授、博士生导师，所长")},
		"欧阳听雨 江运研究会会长":          {author("欧阳听雨", "江运研究会会长")},
		"阿依古丽·买买提 北岸医院主任医师":     {author("阿依古丽·买买提", "北岸医院主任医师")},
		"乌云其木格 草原生态研究所副研究员":     {author("乌云其木格", "草原生态研究所副研究员")},
		"应媛 尹青 石桥农业大学教授":        {author("应媛", "石桥农业大学教授"), author("尹青", "")},
		"石桥农业大学教授 应长水":          {author("应长水", "石桥农业大学教授")},
		"应长水（石桥农业大学教授）":         {author("应长水", "石桥农业大学教授")},
		"本报记者 卓 然 柳叶青":          {author("卓然", "本报记者"), author("柳叶青", "")},
		"新华社记者 卓然、柳叶青":          {author("卓然", "新华社记者"), author("柳叶青", "")},
		"本报记者卓然 通讯员柳叶青":         {author("卓然", "本报记者"), author("柳叶青", "通讯员")},
		"本报记者 乌云其木格":            {author("乌云其木格", "本报记者")},
		"□柳叶青":                  {author("柳叶青", "")},
		"文/柳叶青 图/卓 然":           {author("柳叶青", ""), {"卓然", newsroom.Photographer, ""}},
		"作者：柳叶青":                {author("柳叶青", "")},
		"翻译：柳叶青":                {{"柳叶青", newsroom.Translator, ""}},
		"本报评论员":                 {author("本报评论员", "")},
		"石桥林场调研组":               {author("石桥林场调研组", "")},
		"本报讯（记者 卓然）":            {author("卓然", "本报讯 记者")},
		"新华社石桥7月1日电":            {author("新华社", "石桥7月1日电")},
		"本报讯":                   {author("本报讯", "")},
		"石桥诗社 供稿":               {author("石桥诗社 供稿", "")},
	} {
		if diff := cmp.Diff(want, readAnyByline(text).credits); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestPageBylinesAreNotText(t *testing.T) {
	for _, text := range []string{
		"校长告诉记者，过去两年，他们", "记者今天在石桥看到", "记者从水利局获悉", "文化站的灯亮了", "图书馆 开门了", "应当怎样用这条河", "一条河 四个人的看法",
	} {
		if isBylineOf(text) {
			t.Errorf("%q is taken for a byline", text)
		}
	}
}

func TestPageBylinesShareAnAffiliationPrintedOnce(t *testing.T) {
	it := &PageItem{Credits: []PageCredit{{"甲", newsroom.Author, "本报记者"}, {"乙", newsroom.Author, ""}, {"丙", newsroom.Photographer, ""}}}
	want := []PageCredit{{"甲", newsroom.Author, "本报记者"}, {"乙", newsroom.Author, "本报记者"}, {"丙", newsroom.Photographer, ""}}
	if diff := cmp.Diff(want, it.Bylines()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if it.Credits[1].Affiliation != "" {
		t.Error("the credits as printed were changed")
	}
}

func TestPageSignatures(t *testing.T) {
	for text, want := range map[string]*signature{
		"作者系石桥大学教授":        {affiliation: "石桥大学教授", label: "作者系"},
		"作者单位：石桥大学":        {affiliation: "石桥大学", label: "作者单位"},
		"作者：柳叶青，系石桥大学教授":   {name: "柳叶青", affiliation: "石桥大学教授", label: "作者系"},
		"作者 柳叶青":           {name: "柳叶青", label: "作者"},
		"作者们说":             nil,
		"去年也没有":            nil,
		"作者分别系甲大学教授；乙大学教授": nil,
	} {
		if diff := cmp.Diff(want, readSignature(text), cmp.AllowUnexported(signature{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestPageJumps(t *testing.T) {
	for line, want := range map[string]struct {
		From, On *PageJump
		Text     string
	}{
		"■上接第1版 河水退了。":         {From: &PageJump{"1", "上接第1版"}, Text: "河水退了。"},
		"（上接第12版）":             {From: &PageJump{"12", "上接第12版"}},
		"(上接A01版《河水》)河水退了。":    {From: &PageJump{"A1", "上接A01版《河水》"}, Text: "河水退了。"},
		"▲紧接第一版 河水退了。":         {From: &PageJump{"1", "紧接第一版"}, Text: "河水退了。"},
		"河水退了。（下转第二十三版）":       {On: &PageJump{"23", "下转第二十三版"}, Text: "河水退了。"},
		"河水退了。■下转 B4 版":        {On: &PageJump{"B4", "下转 B4 版"}, Text: "河水退了。"},
		"河水退了，村里人把上接第1版的报纸收了。": {Text: "河水退了，村里人把上接第1版的报纸收了。"},
	} {
		p := ParsePage("河边的人\n\n本报记者 柳叶青\n\n" + line + "\n")
		it := p.Items[0]
		got := it.ContinuedFrom
		if diff := cmp.Diff(want.From, got); diff != "" {
			t.Errorf("%s: from (-want +got):\n%s", line, diff)
		}
		if diff := cmp.Diff(want.On, it.ContinuedOn); diff != "" {
			t.Errorf("%s: on (-want +got):\n%s", line, diff)
		}
		if got := strings.Join(it.Paragraphs, "\n"); got != want.Text {
			t.Errorf("%s: text %q, want %q", line, got, want.Text)
		}
	}
}

func TestPagePunctuation(t *testing.T) {
	for text, want := range map[string]string{
		"总投资3,106.5亿元,比上年增长1:2.":               "总投资3,106.5亿元，比上年增长1:2.",
		"他说:\"走吧!\"然后走了.":                      "他说：“走吧！”然后走了。",
		"如何出发? 如何回来? 大家想.":                     "如何出发？如何回来？大家想。",
		"河水(石桥段)退了,船(boat)来了;":                 "河水（石桥段）退了，船（boat）来了；",
		"电话:0000-123,网址 http://a.cn/?b=1,2 ok": "电话：0000-123，网址 http://a.cn/?b=1,2 ok",
		"写信给a.b@c.cn:他会回,一定":                   "写信给a.b@c.cn：他会回，一定",
		"早上7:30出发,比分3:2":                       "早上7:30出发，比分3:2",
		"Hello, world: it is 7.":               "Hello, world: it is 7.",
		"河 水 退 了。":                             "河水退了。",
		"河水　退了 3 米":                            "河水退了 3 米",
		"他唱 Rock, paper, scissors 这首歌,很响":      "他唱 Rock, paper, scissors 这首歌，很响",
		"5\"的钉子和\"小\"锤":                        "5\"的钉子和\"小\"锤",
		"航空+铁路+公路多式联运":                         "航空+铁路+公路多式联运",
	} {
		if got, _ := repairText(text, false); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if contentOf(want) != contentOf(text) {
			t.Errorf("%q: the case itself loses characters", text)
		}
	}
	for text, want := range map[string]string{
		"河水退了 船来了":  "河水退了 船来了",
		"河 湾 日 报":   "河湾日报",
		"河水退了, 船来了": "河水退了，船来了",
	} {
		if got, _ := repairText(text, true); got != want {
			t.Errorf("headline %q: got %q, want %q", text, got, want)
		}
	}
}

// TestPageRepairIsDone says that repairing what was repaired changes nothing.
func TestPageRepairIsDone(t *testing.T) {
	for name, text := range realPages(t) {
		for _, it := range ParsePage(text).Items {
			for _, paragraph := range it.Paragraphs {
				if again, repairs := repairText(paragraph, false); again != paragraph || len(repairs) > 0 {
					t.Fatalf("%s: %q repaired again: %q %v", name, paragraph, again, repairs)
				}
			}
		}
	}
}

// TestPageMasthead says that imprint lines in the middle of a paragraph do not break it.
func TestPageMasthead(t *testing.T) {
	for _, imprint := range []string{
		"2032年6月7日 星期一", "第2版 民生", "责任编辑：单小雨 版式：尹 青", "电话：(0000)7654321", "本报社址：河湾县东街2号",
		"邮政编码：000000", "国内统一连续出版物号 CN 00-0000", "零售每份1.5元", "二〇三二年六月七日 星期一 农历五月初一", "美编/校对：单小雨",
	} {
		p := ParsePage("河边的人\n\n本报记者 柳叶青\n\n河水退了，船还没有\n\n" + imprint + "\n\n来。\n")
		if diff := cmp.Diff([]string{imprint}, p.Masthead); diff != "" {
			t.Errorf("masthead (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"河水退了，船还没有来。"}, p.Items[0].Paragraphs); diff != "" {
			t.Errorf("%s: paragraphs (-want +got):\n%s", imprint, diff)
		}
	}
}

func TestPageOfNothing(t *testing.T) {
	empty := &PageProposal{Masthead: []string{}, Items: []*PageItem{}, Unplaced: []string{}, Changes: []PageChange{}}
	for _, text := range []string{"", "\n\n \t\u3000\n", "\ufeff", "#\n##\n", "\x00\x01"} {
		if diff := cmp.Diff(empty, ParsePage(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// An item names the lines that it came from, empty ones between them included.
func TestItemsNameTheirLines(t *testing.T) {
	text := "# 渔港开海\n\n首批渔船今晨出港。\r\n船上有二十人。\n\n# 盐田丰收\n本报记者　林晚\n\n盐农收盐三千吨。\n"
	p := ParsePage(text)
	lines := map[string][][2]int{}
	for _, it := range p.Items {
		lines[it.Title] = it.Lines
	}
	want := map[string][][2]int{"渔港开海": {{1, 4}}, "盐田丰收": {{6, 9}}}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if n := len(SourceLines(text)); n != 10 {
		t.Errorf("the text has %d lines", n)
	}
}
