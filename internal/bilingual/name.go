package bilingual

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// Names are written by sound in the other language. Both writings are reduced to
// their consonants in seven classes, of which a Chinese transcription keeps the
// order: Schulman and 舒尔曼 are both SLNN..., see skeletons and soundOf.
const (
	labial   = 'B' // b p
	dental   = 'D' // d t
	velar    = 'K' // g k
	sibilant = 'S' // s z c sh zh ch x j q
	liquid   = 'L' // l r, and 尔
	nasal    = 'N' // m n ng
	fricatif = 'F' // f v w
	breath   = 'H' // h
)

// transcribing are the characters that foreign names are commonly written with.
const transcribing = "阿埃艾爱安昂奥澳巴白拜班邦包鲍保贝本比彼毕宾波伯勃博布查柴达大戴丹当道德登邓迪蒂丁东杜顿多厄恩尔耳凡范菲费芬丰冯佛弗福夫富盖甘冈高戈哥格根贡古瓜圭哈海汉杭豪赫黑亨洪胡华怀霍吉基及季加贾嘉简江杰金津京卡凯坎康考柯科可克肯孔库夸昆拉腊莱赖兰朗劳勒雷黎理里利莉立丽连廉良列林琳龙隆卢鲁路吕伦罗洛马玛迈麦曼芒毛茅梅门蒙米密蜜明缪摩莫墨默姆木穆拿那娜纳乃奈南内尼年涅宁纽农努诺女欧帕派潘庞培佩彭皮匹平珀泼蒲普奇齐契千强乔切钦青琼丘曲让瑞若萨塞赛桑瑟森沙莎山珊尚绍舍申什圣诗施史士舒斯思松苏孙索所塔台泰坦汤唐陶特腾提田汀廷通图土托脱瓦万汪旺威韦为维伟魏温文翁沃乌吴伍武西希锡席霞夏香肖谢辛欣兴休修许逊雅亚延扬杨耶叶伊依易因英尤于约云赞泽曾扎詹湛张章珍芝治智朱兹子宗祖佐"

// soundOf adds the classes of a syllable of pinyin: that of its initial, and N
// for a nasal at its end, which a Latin name may have or not.
func soundOf(syllable string) string {
	if syllable == "er" {
		return string(liquid)
	}
	sound := ""
	switch syllable[0] {
	case 'b', 'p':
		sound = string(labial)
	case 'd', 't':
		sound = string(dental)
	case 'g', 'k':
		sound = string(velar)
	case 'j', 'q', 'x', 's', 'z', 'c':
		sound = string(sibilant)
	case 'l', 'r':
		sound = string(liquid)
	case 'm', 'n':
		sound = string(nasal)
	case 'f', 'w':
		sound = string(fricatif)
	case 'h':
		sound = string(breath)
	}
	if strings.HasSuffix(syllable, "n") || strings.HasSuffix(syllable, "ng") {
		sound += string(nasal)
	}
	return sound
}

// sounds is what is known of how a Chinese sentence sounds.
type sounds struct {
	// runs are the characters that stand together and may transcribe a name,
	// each as its classes.
	runs [][]string
	// pinyin holds the syllables of all characters, "" for other runes.
	pinyin []string
}

func soundsOf(text string) sounds {
	folded := hanzi.Fold(text)
	s := sounds{pinyin: hanzi.Syllables(folded)}
	var run []string
	i := 0
	for _, r := range folded {
		if s.pinyin[i] != "" && strings.ContainsRune(transcribing, r) {
			run = append(run, soundOf(s.pinyin[i]))
		} else {
			s.close(run)
			run = nil
		}
		i++
	}
	s.close(run)
	return s
}

func (s *sounds) close(run []string) {
	if len(run) > 1 {
		s.runs = append(s.runs, run)
	}
}

// hold reports whether the sentence may hold a name of the skeleton: one of two
// consonants is a whole run, for by chance too many parts of one are like it.
func (s sounds) hold(skeleton string) bool {
	for _, run := range s.runs {
		for i := range run {
			if run[i] == "" && i > 0 {
				continue
			}
			end := match(run[i:], skeleton)
			if end > 1 && (len(skeleton) > 2 || i == 0 && end == len(run)) {
				return true
			}
		}
	}
	return false
}

// match returns how many syllables the skeleton takes from the beginning of the
// run, with those after it that are vowels, 0 if it is not there.
func match(run []string, skeleton string) int {
	at := 0
	for i, sound := range run {
		if at == len(skeleton) && sound != "" {
			return i
		}
		if !strings.HasPrefix(skeleton[at:], sound) {
			return 0
		}
		at += len(sound)
	}
	if at < len(skeleton) {
		return 0
	}
	return len(run)
}

// sayings are the joined pinyin of all two and three characters that stand
// together: how a Chinese name is written in English, "fangmin".
func (s sounds) sayings(yield func(string)) {
	for i := range s.pinyin {
		word := ""
		for n := 0; n < 3 && i+n < len(s.pinyin) && s.pinyin[i+n] != ""; n++ {
			word += s.pinyin[i+n]
			if n > 0 {
				yield(word)
			}
		}
	}
}

// beginners are words that are written large because a sentence begins.
const beginners = " The This That These Those There Then They Their Them His Her Hers Its She Our Your You Who What When Where Why Which While With Without Within After Before During Since Until Upon" +
	" From For Not Nor But And Yet Also Although Though However Moreover Therefore Thus Because Despite Even Ever Every Each Both Some Many Most More Much Several Few All Any Another Other Such" +
	" One Two Three Four Five Six Seven Eight Nine Ten First Second Third Now Here How Have Has Had Did Does Are Was Were Will Would Can Could May Might Must Should Just Only Once Over Under Into Onto Out Off" +
	" As At By In Is It On Or Of To If So No We He My Be Do Let North South East West Northern Southern Eastern Western City New Old "

// properNames yields the words of an English text that may be names.
func properNames(text string, yield func(word string)) {
	englishWords(text, func(word string) {
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(r) && len(word) > 2 && word != strings.ToUpper(word) && !strings.Contains(beginners, " "+word+" ") {
			yield(word)
		}
	})
}

// skeletons are the consonants of a Latin name as a transcription may have
// them, in a few readings; nil when there are fewer than two of them.
func skeletons(name string) []string {
	name = strings.ToLower(name)
	list := []string{""}
	add := func(choices ...string) {
		var more []string
		for _, s := range list {
			for _, c := range choices {
				if c == "" || !strings.HasSuffix(s, c) {
					more = append(more, s+c)
				} else {
					more = append(more, s)
				}
			}
		}
		if len(more) <= 32 {
			list = more
			return
		}
		for i := range list {
			list[i] += choices[0]
		}
	}
	for i := 0; i < len(name); {
		i += consonant(name[i:], i == 0, add)
	}
	var long []string
	for _, s := range list {
		if len(s) > 1 {
			long = append(long, s)
		}
	}
	return long
}

// consonant adds what the name's beginning sounds like and returns how many
// bytes of it were read.
func consonant(name string, first bool, add func(...string)) int {
	next := byte(0)
	if len(name) > 1 {
		next = name[1]
	}
	vowel := strings.IndexByte("aeiouy", next) >= 0 && next != 0
	switch name[0] {
	case 'b':
		add("B")
	case 'p':
		if next == 'h' {
			add("F")
			return 2
		}
		add("B")
	case 'd':
		add("D")
	case 't':
		if next == 'h' {
			add("D", "S")
			return 2
		}
		add("D")
	case 'k', 'q':
		add("K")
	case 'g':
		switch {
		case next == 'e', next == 'i', next == 'y':
			add("K", "S")
		case next == 'h':
			add("K", "")
			return 2
		default:
			add("K")
		}
	case 'c':
		switch {
		case next == 'h':
			add("S", "K")
			return 2
		case next == 'e', next == 'i', next == 'y':
			add("S")
		default:
			add("K")
		}
	case 'x':
		add("KS", "S")
	case 's':
		if next == 'h' {
			add("S")
			return 2
		}
		if strings.HasPrefix(name, "sch") {
			add("S")
			return 3
		}
		add("S")
	case 'z', 'j':
		add("S")
	case 'l':
		add("L")
	case 'r':
		if vowel {
			add("L")
		} else {
			add("", "L")
		}
	case 'm', 'n':
		add("N")
		if name[0] == 'n' && next == 'g' && len(name) == 2 {
			return 2
		}
	case 'f', 'v', 'w':
		if name[0] == 'w' && !vowel {
			add("")
		} else {
			add("F", "H")
		}
	case 'h':
		if first {
			add("H", "")
		} else if vowel {
			add("H", "")
		}
	}
	return 1
}
