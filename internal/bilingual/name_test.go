package bilingual

import "testing"

func TestNamesSoundAlike(t *testing.T) {
	for _, c := range []struct {
		zh, name string
		want     bool
	}{
		{"科瑞·舒爾曼在週一寫道", "Schulman", true},
		{"总统奥巴马的助理", "Obama", true},
		{"希拉里·克林顿的团队", "Clinton", true},
		{"华盛顿的桥", "Washington", true},
		{"学者岳芳敏认为", "Fangmin", true},
		{"广东的企业", "Guangdong", true},
		{"呼和浩特的春天", "Hohhot", false}, // the pinyin is another name
		{"桥修好了，船还在开", "Schulman", false},
		{"今天没有风", "Obama", false},
	} {
		english := Given("en", []string{"It was " + c.name + " there."})
		got := false
		newNaming(english).find(c.zh, func(Anchor) { got = true })
		if got != c.want {
			t.Errorf("%s in %s: %v, want %v; %v", c.name, c.zh, got, c.want, skeletons(c.name))
		}
	}
}
