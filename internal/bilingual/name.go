package bilingual

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hebi/internal/hanzi"
)

// Names are written by sound in the other language. Both writings are reduced to
// their consonants in eight classes, of which a transcription keeps the order:
//
//	B b p · D d t · K g k · S s z c sh zh ch x j q · L l r 尔 · N m n ng · F f v w · H h
//
// Schulman and 舒尔曼 (shu er man) are both S L N N.

// transcribing are the characters that foreign names are commonly written with.
const transcribing = "阿埃艾爱安昂奥澳巴白拜班邦包鲍保贝本比彼毕宾波伯勃博布查柴达大戴丹当道德登邓迪蒂丁东杜顿多厄恩尔耳凡范菲费芬丰冯佛弗福夫富盖甘冈高戈哥格根贡古瓜圭哈海汉杭豪赫黑亨洪胡华怀霍吉基及季加贾嘉简江杰金津京卡凯坎康考柯科可克肯孔库夸昆拉腊莱赖兰朗劳勒雷黎理里利莉立丽连廉良列林琳龙隆卢鲁路吕伦罗洛马玛迈麦曼芒毛茅梅门蒙米密蜜明缪摩莫墨默姆木穆拿那娜纳乃奈南内尼年涅宁纽农努诺女欧帕派潘庞培佩彭皮匹平珀泼蒲普奇齐契千强乔切钦青琼丘曲让瑞若萨塞赛桑瑟森沙莎山珊尚绍舍申盛什圣诗施史士舒斯思松苏孙索所塔台泰坦汤唐陶特腾提田汀廷通图土托脱瓦万汪旺威韦为维伟魏温文翁沃乌吴伍武西希锡席霞夏香肖谢辛欣兴休修许逊雅亚延扬杨耶叶伊依易因英尤于约云赞泽曾扎詹湛张章珍芝治智朱兹子宗祖佐"

// soundOf returns the classes of a syllable of pinyin: that of its initial, and
// N for a nasal at its end.
func soundOf(syllable string) string {
	if syllable == "er" {
		return "L"
	}
	sound := classOf(syllable[0])
	if syllable[0] == 'q' || syllable[0] == 'c' {
		sound = "S"
	}
	if strings.HasSuffix(syllable, "n") || strings.HasSuffix(syllable, "ng") {
		sound += "N"
	}
	return sound
}

// classOf is the class of a consonant as it is mostly read in Latin names; none
// for a vowel.
func classOf(letter byte) string {
	switch letter {
	case 'b', 'p':
		return "B"
	case 'd', 't':
		return "D"
	case 'g', 'k', 'q', 'c':
		return "K"
	case 'j', 's', 'z', 'x':
		return "S"
	case 'l', 'r':
		return "L"
	case 'm', 'n':
		return "N"
	case 'f', 'v', 'w':
		return "F"
	case 'h':
		return "H"
	}
	return ""
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
		for n := 2; n <= 3 && i+n <= len(s.pinyin); n++ {
			if !slices.Contains(s.pinyin[i:i+n], "") {
				yield(strings.Join(s.pinyin[i:i+n], ""))
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

// mostReadings bounds how many ways of reading a name are tried.
const mostReadings = 16

// skeletons are the consonants of a Latin name as a transcription may have
// them, in a few readings; nil when there are fewer than two of them.
func skeletons(name string) []string {
	name = strings.ToLower(name)
	list := []string{""}
	add := func(choices ...string) {
		if len(list)*len(choices) > mostReadings {
			choices = choices[:1]
		}
		var more []string
		for _, s := range list {
			for _, c := range choices {
				more = append(more, s+c)
			}
		}
		list = more
	}
	for i := 0; i < len(name); {
		if i > 0 && name[i] == name[i-1] {
			i++ // tt is t
			continue
		}
		i += consonant(name[i:], i > 0 && name[i-1] == 'n', add)
	}
	var long []string
	for _, s := range list {
		if len(s) > 1 {
			long = append(long, s)
		}
	}
	return long
}

// consonant adds what the rest of a name begins with, in all its readings, and
// returns how many bytes of it were read. After n a g is often silent.
func consonant(name string, afterN bool, add func(...string)) int {
	begins := func(list ...string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(name, s) })
	}
	vowel := len(name) > 1 && strings.IndexByte("aeiouy", name[1]) >= 0
	switch class := classOf(name[0]); {
	case begins("sch"):
		add("S")
		return 3
	case begins("sh"):
		add("S")
		return 2
	case begins("ph"):
		add("F")
		return 2
	case begins("th"):
		add("D", "S")
		return 2
	case begins("ch"):
		add("S", "K")
		return 2
	case begins("gh"):
		add("K", "")
		return 2
	case begins("ce", "ci", "cy"):
		add("S")
	case begins("ge", "gi", "gy"):
		add("K", "S")
	case begins("g") && afterN:
		add("K", "")
	case begins("x"):
		add("KS", "S")
	case begins("r") && !vowel:
		add("", "L")
	case begins("h", "w") && !vowel:
		// silent
	case begins("h"):
		add("H", "")
	case begins("f", "v", "w"):
		add("F", "H")
	default:
		add(class)
	}
	return 1
}
