package locale

// bilingualWords are those of reading both editions side by side.
var bilingualWords = map[string]word{
	"bilingual":             {zh: "中英对照", en: "Side by side"},
	"bilingual.title":       {zh: "%s（中英对照）", en: "%s (in Chinese and English)"},
	"bilingual.description": {zh: "%s：中英文逐句对照。", en: "%s: the Chinese and the English text, sentence by sentence."},
	"bilingual.only.zh":     {zh: "只读中文", en: "Chinese only"},
	"bilingual.only.en":     {zh: "只读英文", en: "English only"},

	"bilingual.original.zh": {zh: "中文是原文，英文是译文。", en: "The Chinese is the original, the English a translation."},
	"bilingual.original.en": {zh: "英文是原文，中文是译文。", en: "The English is the original, the Chinese a translation."},
	"bilingual.originals":   {zh: "两种语言都是原文。", en: "Both languages are originals."},
	"bilingual.unmarked":    {zh: "没有注明哪一种语言是原文。", en: "It is not on record which of the two is the original."},
	"bilingual.translators": {zh: "译者：", en: " Translated by "},
	"bilingual.and":         {zh: "、", en: ", "},
	"bilingual.stop":        {zh: "。", en: "."},
	"bilingual.unsigned":    {zh: "译者没有署名。", en: " The translator is not named."},
	"bilingual.stale":       {zh: "译文比原文旧：原文后来有过改动，译文还没有跟上，不一致的地方以原文为准。", en: "The translation is older than the original, which has changed since; where they differ, the original holds."},
	"bilingual.unknown":     {zh: "译文依据原文的哪一次修订，没有记录。", en: "It is not on record which revision of the original the translation follows."},
	"bilingual.alone":       {zh: "有%s句在另一种语言里没有对应的句子，下面加了虚线。", en: "%s sentences have no counterpart in the other language; they are underlined with dashes.", one: "%s sentence has no counterpart in the other language; it is underlined with dashes."},
	"bilingual.passage":     {zh: "第 %d 段：在英文在左的页面上读", en: "Passage %d: read on with Chinese on the left"},
	"bilingual.keys":        {zh: "按方向键逐句移动，按回车键在英文页面上打开同一句。", en: "Move from sentence to sentence with the arrow keys; Enter opens the same sentence on the Chinese page."},

	"bilingual.missing":         {zh: "没有对照阅读", en: "Not available side by side"},
	"bilingual.missing.message": {zh: "这篇文章目前只有一种语言：", en: "This article exists in one language only:"},
}
