package locale

// translationWords are those of the pages about translations.
var translationWords = map[string]word{
	"desk.translations":         {zh: "译文", en: "Translations"},
	"desk.translations.state":   {zh: "译文状态", en: "State of the translation"},
	"desk.translations.into":    {zh: "译成", en: "Translated into"},
	"desk.translations.missing": {zh: "缺", en: "missing"},
	"desk.translations.stale":   {zh: "待更新", en: "out of date"},
	"desk.translations.count":   {zh: "%s处待更新", en: "%s places out of date", one: "%s place out of date"},
	"desk.translations.behind":  {zh: "原文改了什么", en: "What changed in the original"},
	"desk.behind.reflects":      {zh: "%s反映的是原文第%d稿；原文（%s）现在是第%d稿。", en: "The %s edition reflects revision %d of the %s one, which has revision %d now."},
	"desk.behind.nothing":       {zh: "%s没有注明依据原文哪一稿。", en: "The %s edition does not say which revision of the original it reflects."},
	"desk.behind.unknown":       {zh: "第%d稿没有保存在这里，无法列出改了哪些句子。请通读两边，再确认译文反映现在的原文。", en: "Revision %d is not kept here, so nobody can say which sentences changed. Read both, then confirm that the translation reflects the original as it stands."},
	"desk.behind.none":          {zh: "没有待更新的句子。", en: "No sentence is out of date."},
	"desk.behind.typos":         {zh: "只改了错字", en: "Typos only"},
	"desk.behind.typos.hint":    {zh: "这些改动不影响译文，供参考。", en: "These make nothing out of date; they are shown in case they matter."},
	"desk.behind.changed":       {zh: "改动", en: "Changed"},
	"desk.behind.added":         {zh: "新增", en: "Added"},
	"desk.behind.removed":       {zh: "删去", en: "Removed"},
	"desk.behind.untranslated":  {zh: "译文中没有对应的句子。", en: "Nothing in the translation corresponds to it."},
	"desk.behind.edit":          {zh: "在译文中修改", en: "Edit the translation here"},
	"desk.reflect.this":         {zh: "译文已反映这处改动", en: "The translation reflects this"},
	"desk.reflect.ticked":       {zh: "确认所选各处", en: "Confirm what is ticked"},
	"desk.reflect.whole":        {zh: "译文已反映第%d稿全文", en: "The translation reflects revision %d as a whole"},
	"desk.did.reflected":        {zh: "已记下。", en: "Noted."},
	"desk.did.reflected-none":   {zh: "没有勾选任何一处，什么也没改。", en: "Nothing was ticked, so nothing was changed."},
	"desk.audit.did.reflected":  {zh: "确认译文反映原文", en: "confirmed what the translation reflects"},
}
