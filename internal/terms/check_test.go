package terms_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hebi/internal/newsroom"
	"hebi/internal/segment"
	"hebi/internal/terms"
)

func checker() *terms.Checker {
	return terms.NewChecker(terms.NewBase([]newsroom.Term{
		{ZH: "粤港澳大湾区", EN: "Guangdong–Hong Kong–Macao Greater Bay Area", Kind: "place", ZHVariants: []string{"大湾区"}, ENVariants: []string{"Greater Bay Area", "GBA"}, Forbidden: []string{"Big Bay Area"}},
		{ZH: "内蒙古", EN: "Inner Mongolia", Kind: "place"},
		{ZH: "蒙古国", EN: "Mongolia", Kind: "place", Forbidden: []string{"Outer Mongolia"}},
		{ZH: "广东", EN: "Guangdong", Kind: "place"},
		{ZH: "香港", EN: "Hong Kong", Kind: "place"},
		{ZH: "广州", EN: "Guangzhou", Kind: "place", Forbidden: []string{"Canton"}},
		{ZH: "广交会", EN: "Canton Fair", Kind: "event", ENVariants: []string{"Guangzhou's Canton Fair"}},
		{ZH: "改革开放", EN: "reform and opening up", Kind: "policy"},
		{ZH: "高质量发展", EN: "high-quality development", Kind: "policy"},
		{ZH: "一带一路", EN: "Belt and Road", Kind: "policy", Forbidden: []string{"One Belt, One Road", "一条带一条路"}},
		{ZH: "国务院", EN: "State Council", Kind: "organisation"},
		{ZH: "数据中心", EN: "data center", Kind: "concept"},
		{ZH: "人工智能", EN: "artificial intelligence", Kind: "concept", ENVariants: []string{"AI"}},
		{ZH: "现代化", EN: "modernization", Kind: "concept"},
		{ZH: "吸引投资", EN: "attract investment", Kind: "concept"},
		{ZH: "渔港", EN: "fishing port", Kind: "concept"},
		{ZH: "港口", EN: "harbour", Kind: "concept"},
		{ZH: "林若海", EN: "Lin Ruohai", Kind: "person"},
		{ZH: "安娜·贝尔", EN: "Anna Bell", Kind: "person"},
	}), segment.Open())
}

// told are violations as fault, what is said and found, and "!" for what blocks.
func told(found []terms.Violation) []string {
	list := []string{}
	for _, v := range found {
		mark := ""
		if v.Blocking {
			mark = "!"
		}
		list = append(list, mark+strings.Join([]string{string(v.Fault), v.Said, v.Found}, "|"))
	}
	return list
}

func TestCheckFindsWhatIsNotKept(t *testing.T) {
	c := checker()
	for name, p := range map[string]struct {
		from           newsroom.Language
		source, target string
		want           []string
	}{
		"a preferred rendering":            {"zh", "到粤港澳大湾区去", "To the Guangdong-Hong Kong-Macao Greater Bay Area", nil},
		"any of the variants":              {"zh", "到大湾区去", "The GBA’s way", nil},
		"none of them":                     {"zh", "到大湾区去", "To the bay", []string{"!term-missing|大湾区|"}},
		"traditional writing":              {"zh", "到大灣區去", "To the bay", []string{"!term-missing|大灣區|"}},
		"plural and capitals":              {"zh", "数据中心", "Data Centers are built", nil},
		"British spelling":                 {"zh", "数据中心和现代化", "A data centre, modernised", nil},
		"verb forms":                       {"zh", "吸引投资", "It attracted investments, attracting investment by the attraction of investment", nil},
		"a concept is advice":              {"zh", "数据中心", "a hall of machines", []string{"term-missing|数据中心|"}},
		"the words of a list":              {"zh", "改革开放", "reform, opening-up and more", nil},
		"a policy blocks":                  {"zh", "高质量发展", "quality growth", []string{"!term-missing|高质量发展|"}},
		"the longest term counts":          {"zh", "渔港", "a fishing port", nil},
		"what belongs to a place":          {"zh", "内蒙古的学者", "an Inner Mongolian scholar", nil},
		"a name inside a longer one":       {"zh", "蒙古国", "in Inner Mongolia", []string{"!term-missing|蒙古国|"}},
		"forbidden":                        {"zh", "一带一路", "One Belt One Road", []string{"!term-forbidden|一带一路|One Belt One Road"}},
		"forbidden beside an allowed one":  {"zh", "大湾区", "The Greater Bay Area, or Big Bay Area", []string{"!term-forbidden|大湾区|Big Bay Area"}},
		"forbidden inside an allowed one":  {"zh", "广州的广交会", "Guangzhou’s Canton Fair", []string{"!term-forbidden|广州|Canton"}},
		"forbidden, but of nothing here":   {"zh", "到处", "One Belt One Road", nil},
		"Chinese renderings":               {"en", "the Greater Bay Area and Inner Mongolia", "大湾区和内蒙古", nil},
		"in traditional writing":           {"en", "the Greater Bay Area", "大灣區", nil},
		"Chinese none":                     {"en", "high-quality development in the GBA", "发展湾区", []string{"!term-missing|high-quality development|", "!term-missing|GBA|"}},
		"Chinese forbidden":                {"en", "the Belt and Road", "一条带一条路", []string{"!term-forbidden|Belt and Road|一条带一条路"}},
		"places by one character":          {"en", "Guangdong and Hong Kong", "粤港两地", nil},
		"one character alone":              {"en", "Hong Kong is full", "港口满了", []string{"!term-missing|Hong Kong|"}},
		"capitals may stay":                {"en", "AI and artificial intelligence", "AI", nil},
		"a person":                         {"zh", "林若海说", "Lin Ruohai says", nil},
		"by the family name":               {"zh", "林若海说", "Lin says", nil},
		"as somebody else":                 {"zh", "林若海说", "Lin Feng says", []string{"!name-differs|林若海|"}},
		"with a slip":                      {"zh", "林若海说", "Lin Rouhai says", []string{"!name-differs|林若海|Lin Rouhai"}},
		"missing":                          {"zh", "林若海说", "It is said", []string{"!name-differs|林若海|"}},
		"a person in Chinese":              {"en", "Lin Ruohai and Anna Bell say", "林若海和贝尔说", nil},
		"with another character":           {"en", "Lin Ruohai says", "林若诲说", []string{"!name-differs|Lin Ruohai|林若诲"}},
		"numbers in other words":           {"zh", "1.2亿元，4%，三百五十人，第20届", "120 million yuan, 4 per cent, 350 people, the 20th", nil},
		"ten times as much":                {"zh", "1.2亿元", "12 million yuan", []string{"!number-differs|1.2亿|12 million"}},
		"left out":                         {"zh", "有350人", "with people", []string{"!number-differs|350|"}},
		"added":                            {"zh", "有人", "with 350 people", []string{"!number-differs||350"}},
		"percentage points are no percent": {"zh", "上升2.5个百分点", "up 2.5 per cent", []string{"!number-differs|2.5|2.5"}},
		"another currency":                 {"zh", "3亿美元", "300 million yuan", []string{"!number-differs|3亿|300 million"}},
		"a dollar sign":                    {"zh", "3亿美元", "$300m", nil},
		"another month":                    {"zh", "10月20日", "20 November", []string{"!number-differs|10月|November"}},
		"a month left out":                 {"zh", "今年10月", "this autumn", nil},
		"another day of the week":          {"zh", "星期三开会", "a meeting on Thursday", []string{"!number-differs|星期三|Thursday"}},
		"idioms are no numbers":            {"zh", "千方百计，一个七八岁的孩子，十几条船", "A child of seven or eight, a dozen ships", nil},
		"numbers into Chinese":             {"en", "$1.5 billion, the 1990s, 3 p.m., 2010–15", "15亿美元，上世纪90年代，15时，2010至2015年", nil},
		"wrong into Chinese":               {"en", "1.5 billion people", "1.5亿人", []string{"!number-differs|1.5 billion|1.5亿"}},
		"nothing":                          {"zh", "", "", nil},
		"not translated":                   {"zh", "有350人", "", []string{"!number-differs|350|"}},
	} {
		got := told(c.Check(p.from, []terms.Passage{{Source: p.source, Target: p.target}}))
		if diff := cmp.Diff(append([]string{}, p.want...), got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestCheckLooksAround(t *testing.T) {
	c := checker()
	for name, p := range map[string]struct {
		passages []terms.Passage
		want     []string
	}{
		"said in the next sentence": {[]terms.Passage{{Source: "大湾区有35个港口", Target: "There are harbours"}, {Source: "很好", Target: "The GBA has 35 of them"}}, nil},
		"said in the paragraph": {
			[]terms.Passage{{Source: "大湾区", Target: "x"}, {Source: "好", Target: "y"}, {Source: "好", Target: "the GBA"}}, nil,
		},
		"said elsewhere is advice": {
			[]terms.Passage{{Source: "大湾区", Target: "the GBA", Group: 1}, {Source: "好", Target: "y", Group: 2}, {Source: "大湾区", Target: "z", Group: 3}},
			[]string{"term-missing|大湾区|"},
		},
		"a concept that was named": {
			[]terms.Passage{{Source: "数据中心", Target: "data center", Group: 1}, {Source: "好", Target: "y", Group: 2}, {Source: "数据中心", Target: "it", Group: 3}}, nil,
		},
		"a concept named later": {
			[]terms.Passage{{Source: "数据中心", Target: "it", Group: 1}, {Source: "好", Target: "y", Group: 2}, {Source: "数据中心", Target: "data center", Group: 3}},
			[]string{"term-missing|数据中心|"},
		},
		"a person is named once": {
			[]terms.Passage{{Source: "林若海说", Target: "Lin Ruohai says", Group: 1}, {Source: "好", Target: "y", Group: 2}, {Source: "林若海想", Target: "she thinks", Group: 3}}, nil,
		},
		"and wrong once": {
			[]terms.Passage{{Source: "林若海说", Target: "Lin Ruohai says", Group: 1}, {Source: "林若海想", Target: "Lin Ruohei thinks", Group: 2}},
			[]string{"!name-differs|林若海|Lin Ruohei"},
		},
		"a number of another paragraph": {
			[]terms.Passage{{Source: "35个", Target: "some", Group: 1}, {Source: "好", Target: "y", Group: 2}, {Source: "35个", Target: "35", Group: 3}},
			[]string{"!number-differs|35|"},
		},
		"a table in other units": {[]terms.Passage{{Source: "投资\t3106", Target: "Investment\t310.6", Row: true}}, nil},
		"a table with other digits": {
			[]terms.Passage{{Source: "投资\t3106", Target: "Investment\t301.6", Row: true}}, []string{"!number-differs|3106|301.6"},
		},
	} {
		if diff := cmp.Diff(append([]string{}, p.want...), told(c.Check(newsroom.Chinese, p.passages))); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestViolationNamesWhatIsAllowed(t *testing.T) {
	found := checker().Check(newsroom.Chinese, []terms.Passage{{}, {Source: "到大湾区去", Target: "To the bay"}})
	if len(found) != 1 || found[0].Passage != 1 || found[0].Term.ZH != "粤港澳大湾区" {
		t.Fatalf("found %+v", found)
	}
	if diff := cmp.Diff([]string{"Guangdong–Hong Kong–Macao Greater Bay Area", "Greater Bay Area", "GBA"}, found[0].Allowed); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Every kind of term either blocks or warns, as docs/terms-check.md says.
func TestKindsThatBlock(t *testing.T) {
	var blocking []string
	for _, kind := range newsroom.TermKinds() {
		if terms.Blocks(kind) {
			blocking = append(blocking, kind)
		}
	}
	if diff := cmp.Diff([]string{"person", "place", "organisation", "policy"}, blocking); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func FuzzCheck(f *testing.F) {
	c := checker()
	f.Add("大湾区3至5亿，林若海", "The GBA\xff centres, 3 to 5 million, Lin Ruo hai")
	f.Add("modernisatre is theatre", "İs ßtre 一带一路")
	f.Fuzz(func(t *testing.T, source, target string) {
		for _, from := range newsroom.Languages() {
			for _, v := range c.Check(from, []terms.Passage{{Source: source, Target: target}}) {
				if !strings.Contains(source, v.Said) && !strings.Contains(v.Said, "%") || v.Said == "" && v.Found == "" {
					t.Errorf("%q %q: %+v", source, target, v)
				}
			}
		}
	})
}
