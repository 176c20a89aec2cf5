package locale

// pictureWords are what the desk says of pictures.
var pictureWords = map[string]word{
	"desk.pictures":       {zh: "图片库", en: "Pictures"},
	"desk.pictures.text":  {zh: "文件名、说明、作者", en: "Name, words or credit"},
	"desk.pictures.none":  {zh: "没有符合条件的图片。", en: "No picture fits."},
	"desk.pictures.empty": {zh: "图片库还是空的，请添加第一张图片。", en: "The library is empty: add the first picture."},

	"desk.picture":            {zh: "图片", en: "A picture"},
	"desk.picture.add":        {zh: "添加图片", en: "Add a picture"},
	"desk.picture.file":       {zh: "图片文件", en: "The picture"},
	"desk.picture.limits":     {zh: "JPEG、PNG、GIF 或 WebP，最大 %d MiB、%d 百万像素。拍摄地点等信息会自动去掉。", en: "JPEG, PNG, GIF or WebP, at most %d MiB and %d megapixels. Where it was taken is removed."},
	"desk.picture.choose":     {zh: "请选择一张图片。", en: "Choose a picture."},
	"desk.picture.too-large":  {zh: "文件太大：最大 %d MiB。", en: "The file is too large: the limit is %d MiB."},
	"desk.picture.wrong-kind": {zh: "不是网页能显示的图片，请用 JPEG、PNG、GIF 或 WebP（SVG 请先存成 PNG）。", en: "Not a picture that browsers show: use JPEG, PNG, GIF or WebP (of an SVG, save a PNG)."},
	"desk.picture.damaged":    {zh: "图片文件不完整，请重新复制，或用看图软件打开后另存。", en: "The file is damaged: copy it again, or open it in a picture program and save it anew."},

	"desk.picture.too-many-pixels": {zh: "图片太大：最多 %d 百万像素。", en: "The picture is too large: the limit is %d megapixels."},

	"desk.picture.alt.hint":   {zh: "写给看不见图片的人：图上有什么。", en: "For who cannot see it: what it shows."},
	"desk.picture.lacks":      {zh: "缺%s", en: "Lacks: %s"},
	"desk.picture.write":      {zh: "用在文章里", en: "Show it in a text"},
	"desk.picture.write.hint": {zh: "把这一行复制到正文中，单独成段。", en: "Copy this line into the text, as a paragraph of its own."},
	"desk.picture.uses":       {zh: "用在哪里", en: "Where it is used"},
	"desk.picture.unused":     {zh: "还没有文章用到它。", en: "No text shows it yet."},
	"desk.picture.seen":       {zh: "读者可见", en: "Readers see it"},
	"desk.picture.of.page":    {zh: "页面", en: "Page"},
	"desk.picture.of.special": {zh: "专题", en: "Special"},

	"desk.picture.of.contributor": {zh: "作者", en: "Contributor"},

	"desk.field.alt":     {zh: "替代文字", en: "Alternative text"},
	"desk.field.caption": {zh: "图说", en: "Caption"},
	"desk.field.credit":  {zh: "图片作者", en: "Credit"},
	"desk.field.licence": {zh: "授权", en: "Licence"},

	"desk.did.uploaded":             {zh: "图片已在图片库中。", en: "The picture is in the library."},
	"desk.problem.picture.conflict": {zh: "别人刚刚改过这张图片的文字。您填的都还在；再保存一次，就以您的为准。", en: "Somebody changed these words meanwhile. What you typed is still here; saved again, it stands."},

	"desk.checks":        {zh: "发布前检查", en: "Checks before publishing"},
	"desk.checks.stop":   {zh: "%s项须先处理", en: "%s to settle first", one: "%s to settle first"},
	"desk.checks.none":   {zh: "没有发现问题。", en: "Nothing was found."},
	"desk.checks.saved":  {zh: "检查的是已保存的内容。", en: "What is saved was checked."},
	"desk.checks.stops":  {zh: "不能发布", en: "Stops publishing"},
	"desk.checks.waived": {zh: "已豁免", en: "Waived"},
	"desk.checks.advice": {zh: "建议", en: "Advice"},
	"desk.checks.line":   {zh: "第%d行", en: "line %d"},
	"desk.waive":         {zh: "豁免", en: "Waive"},
	"desk.waive.reason":  {zh: "理由（会留存）", en: "Why (this is kept)"},

	"desk.check.title-long":     {zh: "标题有%d个字，超过%d个字在手机上和转发时显示不全。", en: "The title has %d characters; more than %d are cut where pieces are shared."},
	"desk.check.no-summary":     {zh: "没有摘要：列表、转发卡片和订阅里会用正文开头代替。", en: "There is no summary: lists, cards and feeds take the beginning of the text."},
	"desk.check.summary-long":   {zh: "摘要有%d个字，超过%d个字在转发时显示不全。", en: "The summary has %d characters; more than %d are cut where pieces are shared."},
	"desk.check.alt":            {zh: "图片 %s 没有替代文字：看不见图片的读者不知道图上有什么。", en: "The picture %s has no alternative text: who cannot see it does not learn what it shows."},
	"desk.check.licence":        {zh: "图片 %s 没有写明授权。封面在文章信息里填写，正文图片在图片库里填写。", en: "The picture %s has no licence. Give a cover’s with the piece, any other’s in the library."},
	"desk.check.picture-credit": {zh: "图片 %s 没有署作者。", en: "The picture %s has no credit."},
	"desk.check.placeholder":    {zh: "还有图片待上传：%s", en: "A picture is still to be uploaded: %s"},
	"desk.check.link":           {zh: "链接 %s 读者打不开。", en: "Readers find nothing at the link %s."},
	"desk.check.anchor":         {zh: "链接 %s 指向的小标题不存在。", en: "The link %s leads to a heading that is not there."},
	"desk.check.heading":        {zh: "小标题“%s”跳了一级。", en: "The heading “%s” skips a level."},
	"desk.check.pair":           {zh: "标点 %s 没有配对。", en: "The mark %s has no counterpart."},
	"desk.check.half-width":     {zh: "汉字之间有半角标点：%s", en: "Half-width punctuation between Chinese characters: %s"},
	"desk.check.no-credits":     {zh: "没有署名。", en: "Nobody is credited."},
	"desk.check.no-translator":  {zh: "译文没有署译者。", en: "The translation credits no translator."},
	"desk.check.theme":          {zh: "建议的主题“%s”还没有采纳或拒绝。", en: "The suggested theme “%s” is neither accepted nor refused."},

	"desk.check.term-missing":   {zh: "术语“%s”没有用规定的译法（%s）：%s", en: "The term “%s” is in none of its renderings (%s): %s"},
	"desk.check.term-forbidden": {zh: "译法“%s”不可用于“%s”，应作 %s：%s", en: "“%s” must not render “%s”, which is %s: %s"},
	"desk.check.number-differs": {zh: "数字不一致，原文 %s，译文 %s：%s", en: "Numbers differ: %s in the source, %s in the translation: %s"},
	"desk.check.name-differs":   {zh: "人名“%s”在译文中是“%s”，应作 %s：%s", en: "The name “%s” is “%s” in the translation and should be %s: %s"},

	"desk.did.waived":             {zh: "已豁免。", en: "Waived."},
	"desk.problem.checks.invalid": {zh: "还有须先处理的问题，见“发布前检查”。", en: "Something must be settled first: see the checks before publishing."},
	"desk.problem.waiver.invalid": {zh: "请写明豁免的理由。", en: "Say why it is waived: the reason is kept."},
}
