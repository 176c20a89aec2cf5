package importer

import (
	"strings"
	"unicode/utf8"
)

// surnames are the single-character family names that the 2020 name report of
// the Ministry of Public Security and the Hundred Family Surnames list, the
// rarest left out.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"

// compoundSurnames are the two-character family names still in use.
const compoundSurnames = "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 长孙 宇文 夏侯 端木 呼延 独孤 南宫 闻人 澹台 公冶 太史 申屠 轩辕 钟离 鲜于 闾丘 亓官 司寇 拓跋 百里 东郭 西门 第五 完颜 纳兰 叶赫 爱新觉罗"

// looksLikeName reports whether s is written like a person's name: a Chinese
// name of two to four characters that starts with a family name, or one whose
// parts a middle dot joins (阿依古丽·买买提).
func looksLikeName(s string) bool {
	s = strings.TrimPrefix(s, "□")
	n := utf8.RuneCountInString(s)
	if strings.ContainsAny(s, "·•") {
		return n <= 24 && !strings.ContainsFunc(s, func(r rune) bool { return !isHan(r) && !strings.ContainsRune("·•", r) }) &&
			isHan(firstRune(s)) && isHan(lastRune(s))
	}
	if n < 2 || n > 4 || strings.ContainsFunc(s, func(r rune) bool { return !isHan(r) }) {
		return false
	}
	for family := range strings.FieldsSeq(compoundSurnames) {
		if strings.HasPrefix(s, family) && n > 2 {
			return true
		}
	}
	return n <= 3 && strings.ContainsRune(surnames, firstRune(s))
}

// mayBeName is looksLikeName without the family name, for a place where
// nothing but a name can stand: 乌云其其格 has none.
func mayBeName(s string) bool {
	n := utf8.RuneCountInString(s)
	return looksLikeName(s) || n >= 2 && n <= 6 && !strings.ContainsFunc(s, func(r rune) bool { return !isHan(r) })
}

// nameTokens splits s at white space and the commas of lists, and puts names
// that were spaced out together again: "周 涛 陈静" gives 周涛 and 陈静.
func nameTokens(s string) []string {
	fields := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \u3000、，,；;", r) })
	var tokens []string
	for i := 0; i < len(fields); i++ {
		token := fields[i]
		if isOneHan(token) && i+1 < len(fields) && isOneHan(fields[i+1]) {
			i++
			token += fields[i]
		}
		tokens = append(tokens, token)
	}
	return tokens
}

func isOneHan(s string) bool {
	return utf8.RuneCountInString(s) == 1 && isHan(firstRune(s))
}
