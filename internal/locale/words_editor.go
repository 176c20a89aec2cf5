package locale

// Editor returns the words that the desk's editor shows, by the keys that its
// script asks for (editor/src). A "%s" takes an argument.
func (l Locale) Editor() map[string]string {
	all := make(map[string]string, len(editorWords))
	for key, w := range editorWords {
		all[key] = w.in(l.Language)
	}
	return all
}

// editorWords is never changed.
var editorWords = map[string]word{
	"body":    {zh: "正文", en: "Text"},
	"toolbar": {zh: "格式", en: "Formatting"},
	"count":   {zh: "%s 字 · 英文 %s 词 · 约读 %s 分钟", en: "%s Chinese characters · %s words · %s min to read"},

	"tool.bold":      {zh: "加粗", en: "Bold"},
	"tool.em":        {zh: "强调", en: "Emphasis"},
	"tool.heading":   {zh: "小标题", en: "Heading"},
	"tool.link":      {zh: "链接", en: "Link"},
	"tool.bullets":   {zh: "列表", en: "List"},
	"tool.numbers":   {zh: "编号列表", en: "Numbered list"},
	"tool.quote":     {zh: "引文", en: "Quotation"},
	"tool.footnote":  {zh: "脚注", en: "Footnote"},
	"tool.table":     {zh: "表格", en: "Table"},
	"tool.row":       {zh: "加一行", en: "Add a row"},
	"tool.column":    {zh: "加一列", en: "Add a column"},
	"tool.no-row":    {zh: "删去此行", en: "Remove this row"},
	"tool.no-column": {zh: "删去此列", en: "Remove this column"},
	"tool.picture":   {zh: "图片", en: "Picture"},
	"tool.find":      {zh: "查找和替换", en: "Find and replace"},
	"tool.preview":   {zh: "预览", en: "Preview"},
	"preview.failed": {zh: "预览暂时取不到，文字不受影响。", en: "The preview cannot be fetched just now; the text is not affected."},
	"outline":        {zh: "大纲", en: "Outline"},
	"outline.none":   {zh: "还没有小标题。用“## ”开头的一行就是小标题。", en: "No headings yet. A line that begins with “## ” is one."},

	"saved.saved":     {zh: "没有未存的改动", en: "No unsaved changes"},
	"saved.at":        {zh: "已存入工作稿 %s", en: "Kept as your working copy at %s"},
	"saved.unsaved":   {zh: "有未存的改动", en: "Unsaved changes"},
	"saved.saving":    {zh: "正在存入工作稿…", en: "Saving…"},
	"saved.kept":      {zh: "未存到服务器；此浏览器里留有一份", en: "Not on the server; this browser keeps a copy"},
	"saved.failed":    {zh: "未保存", en: "Not saved"},
	"save.failed":     {zh: "服务器没有应答。文字留在此浏览器里，会自动再试；请不要清除浏览数据。", en: "The server does not answer. Your text is kept in this browser and will be sent again; do not clear browsing data."},
	"save.lost":       {zh: "服务器没有应答，此浏览器也存不下。请把正文复制到别处。", en: "The server does not answer, and this browser has no room. Copy your text to another place."},
	"save.conflict":   {zh: "这期间有人保存了更新的版本。您的文字已另存为您的工作稿，保存时会请您合并两份。", en: "Somebody has saved a newer version meanwhile. Your text is safe as your working copy; when you save you will be asked to merge both."},
	"save.signed-out": {zh: "登录已失效。请在另一个窗口重新登录，再回到这里；您的文字都在，会自动存入。", en: "You are signed out. Sign in again in another window and come back: your text is all here and will be saved by itself."},
	"save.forbidden":  {zh: "您已无权修改这个语言版本。文字留在此浏览器里，请找主编。", en: "You may no longer change this edition. Your text is kept in this browser; ask the chief editor."},

	"recover":       {zh: "找回文字", en: "Recover your text"},
	"recover.offer": {zh: "此浏览器里留有 %s 的文字，当时没有存到服务器。", en: "This browser keeps a text of %s that did not reach the server."},
	"recover.older": {zh: "此浏览器里留有 %s 的文字，当时没有存到服务器；此后文章另有改动，找回后保存时会请您合并两份。", en: "This browser keeps a text of %s that did not reach the server. The article has changed since: when you save it you will be asked to merge both."},
	"recover.yes":   {zh: "找回", en: "Recover it"},
	"recover.no":    {zh: "丢弃", en: "Discard it"},

	"picture.title":      {zh: "上传图片", en: "Upload a picture"},
	"picture.alt":        {zh: "替代文字", en: "Alternative text"},
	"picture.alt.help":   {zh: "给看不见图的读者：图上有什么，为何放在这里。可以以后再补，但没有替代文字不能发布。", en: "For readers who cannot see it: what it shows and why it is here. It can be added later, but the piece cannot be published without."},
	"picture.add":        {zh: "上传并插入", en: "Upload and insert"},
	"picture.sending":    {zh: "正在上传…", en: "Uploading…"},
	"picture.cancel":     {zh: "取消", en: "Cancel"},
	"picture.upload":     {zh: "上传", en: "Upload"},
	"picture.kind":       {zh: "“%s”不是 JPEG、PNG、GIF 或 WebP 图片，请先转换。", en: "“%s” is no JPEG, PNG, GIF or WebP picture; convert it first."},
	"picture.failed":     {zh: "图片没有传上去。请再试一次。", en: "The picture was not uploaded. Please try again."},
	"picture.missing.zh": {zh: "待上传", en: "待上传"},
	"picture.missing.en": {zh: "To upload", en: "To upload"},

	"find.find":         {zh: "查找", en: "Find"},
	"find.with":         {zh: "替换为", en: "Replace with"},
	"find.next":         {zh: "下一个", en: "next"},
	"find.previous":     {zh: "上一个", en: "previous"},
	"find.all":          {zh: "全部选中", en: "all"},
	"find.case":         {zh: "区分大小写", en: "match case"},
	"find.pattern":      {zh: "正则表达式", en: "pattern"},
	"find.word":         {zh: "整词", en: "whole words"},
	"find.replace":      {zh: "替换", en: "replace"},
	"find.replace-all":  {zh: "全部替换", en: "replace all"},
	"find.close":        {zh: "关闭", en: "close"},
	"find.current":      {zh: "当前结果", en: "current match"},
	"find.line":         {zh: "在第几行：", en: "on line"},
	"find.replaced":     {zh: "已替换第 %s 行的一处", en: "replaced the match on line %s"},
	"find.replaced-all": {zh: "已替换 %s 处", en: "replaced %s matches"},
	"find.go-to":        {zh: "转到第几行", en: "Go to line"},
	"find.go":           {zh: "转到", en: "go"},
}
