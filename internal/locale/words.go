package locale

import "hebi/internal/newsroom"

// word is one text of the interface in both languages. A "%s" takes an
// argument; in texts asked for by [Locale.N] the first is the number.
type word struct {
	zh, en string
	// one is the English singular; only texts with a number have it.
	one string
}

func (w word) in(l newsroom.Language) string {
	if l == newsroom.Chinese {
		return w.zh
	}
	return w.en
}

// words is never changed. Keys are grouped by what they name; nouns of the
// newsroom are those of the design's table of words.
var words = map[string]word{
	"language.zh": {zh: "中文", en: "Chinese"},
	"language.en": {zh: "英文", en: "English"},
	// What a list says of a piece in the other language than the page's.
	"in.zh": {zh: "中文", en: "in Chinese"},
	"in.en": {zh: "英文", en: "in English"},
	// Each language's name in itself, for the switch.
	"language.own.zh": {zh: "中文", en: "中文"},
	"language.own.en": {zh: "English", en: "English"},

	"title.separator": {zh: " · ", en: " · "},
	"skip":            {zh: "跳到正文", en: "Skip to content"},
	"home":            {zh: "首页", en: "Front page"},

	"nav":                 {zh: "栏目", en: "Sections"},
	"nav.lists":           {zh: "查阅", en: "Browse"},
	"nav.languages":       {zh: "语言", en: "Language"},
	"nav.feeds":           {zh: "订阅", en: "Subscribe"},
	"nav.about":           {zh: "关于", en: "About"},
	"switch.missing":      {zh: "尚无英文版", en: "Not in Chinese yet"},
	"counterpart":         {zh: "英文版", en: "In Chinese"},
	"article.stale":       {zh: "这篇译文依据的是原文较早的修订，原文此后有过改动。", en: "This translation reflects an earlier revision; the original has changed since."},
	"counterpart.missing": {zh: "本文尚无英文版。", en: "There is no Chinese edition of this article yet."},

	"kind.news":             {zh: "新闻", en: "News"},
	"kind.commentary":       {zh: "评论", en: "Commentary"},
	"kind.feature":          {zh: "特写", en: "Features"},
	"kind.editorial":        {zh: "社论", en: "Editorials"},
	"kind.news.about":       {zh: "发生了什么，有何依据。", en: "What happened, and how we know."},
	"kind.commentary.about": {zh: "署名评论与学者观点，文责由作者自负。", en: "Signed opinion and scholarly argument; the views are the authors’ own."},
	"kind.feature.about":    {zh: "走近人与地方，把一件事讲完整。", en: "People and places, told at length."},
	"kind.editorial.about":  {zh: "编辑部的立场与说明。", en: "What the newsroom thinks, and why."},

	// What one piece of the kind is called.
	"kind.news.one":       {zh: "新闻", en: "News"},
	"kind.commentary.one": {zh: "评论", en: "Commentary"},
	"kind.feature.one":    {zh: "特写", en: "Feature"},
	"kind.editorial.one":  {zh: "社论", en: "Editorial"},

	"themes":             {zh: "主题", en: "Themes"},
	"themes.about":       {zh: "按政策主题浏览全部文章。", en: "Every article, by policy theme."},
	"contributors":       {zh: "作者", en: "Contributors"},
	"contributors.about": {zh: "撰稿、翻译和接受采访的人与部门。", en: "The people and desks who write, translate and are interviewed."},
	"specials":           {zh: "专题", en: "Specials"},
	"special":            {zh: "专题", en: "Special"},
	"specials.about":     {zh: "一则编者按，几篇文章，把一个问题看全。", en: "An editor’s note and several pieces that look at one question from all sides."},
	"papers":             {zh: "版面", en: "Print pages"},
	"papers.about":       {zh: "曾在报纸上刊出的文章，按日期和版次排列。", en: "Articles that appeared in print, by day and page."},
	"paper.page":         {zh: "第%d版", en: "Page %d"},
	"paper.from":         {zh: "上接第%s版", en: "Continued from page %s"},
	"paper.on":           {zh: "下转第%s版", en: "Continued on page %s"},
	"archive":            {zh: "往期", en: "Archive"},
	"archive.about":      {zh: "按月份浏览全部文章。", en: "Every article, by month."},
	"archive.year":       {zh: "%d年", en: "%d"},
	"corrections":        {zh: "更正", en: "Corrections"},
	"corrections.about":  {zh: "我们错在哪里、何时改正，都列在这里。", en: "Where we were wrong, and when we put it right."},

	"front.latest":       {zh: "最新", en: "Latest"},
	"front.read":         {zh: "读全文", en: "Read on"},
	"front.voices":       {zh: "评论", en: "Commentary"},
	"front.themes":       {zh: "主题索引", en: "Index of themes"},
	"front.special.more": {zh: "读完整专题", en: "Read the whole special"},

	"articles":      {zh: "%s篇文章", en: "%s articles", one: "%s article"},
	"articles.bare": {zh: "%s篇", en: "%s articles", one: "%s article"},

	"role.author":       {zh: "作者", en: "By"},
	"role.compiler":     {zh: "整理", en: "Compiled by"},
	"role.editor":       {zh: "编辑", en: "Edited by"},
	"role.translator":   {zh: "翻译", en: "Translated by"},
	"role.photographer": {zh: "摄影", en: "Photographs by"},
	"role.interviewee":  {zh: "受访", en: "Interviewed"},
	"role.subject":      {zh: "文中人物", en: "About"},
	"by":                {zh: "文 / %s", en: "By %s"},
	"credits":           {zh: "署名", en: "Credits"},

	"article.themes":      {zh: "主题", en: "Themes"},
	"article.sections":    {zh: "本文小节", en: "In this article"},
	"article.special":     {zh: "所属专题", en: "Part of the special"},
	"article.revised":     {zh: "修订于%s", en: "Revised %s"},
	"article.corrected":   {zh: "本文有更正", en: "Corrected"},
	"article.corrections": {zh: "更正", en: "Corrections"},
	"article.related":     {zh: "相关文章", en: "Related"},
	"article.related.by":  {zh: "同属", en: "Also on"},
	"article.permanent":   {zh: "永久链接", en: "Permanent link"},
	"picture.credit":      {zh: "图 / %s", en: "Picture: %s"},
	"editors-note":        {zh: "编者按", en: "Editor’s note"},
	"special.pieces":      {zh: "专题文章", en: "Also in this special"},
	"special.voices":      {zh: "各家观点", en: "The voices"},
	"footnotes":           {zh: "注释", en: "Footnotes"},
	"footnotes.back":      {zh: "回到正文", en: "Back to text"},

	"contributor.affiliations": {zh: "任职", en: "Affiliation"},
	"contributor.articles":     {zh: "相关文章", en: "Articles"},
	"affiliation.span":         {zh: "%s至%s", en: "%s to %s"},
	"affiliation.since":        {zh: "%s起", en: "since %s"},
	"affiliation.until":        {zh: "至%s", en: "until %s"},

	"empty.front":        {zh: "这里将刊出第一篇文章。编辑发布之后，刷新此页即可看到。", en: "The first article will appear here. Once an editor publishes it, reload this page."},
	"empty.list":         {zh: "这里还没有文章。发布之后，最新的会排在最前面。", en: "No articles here yet. When some are published, the newest will come first."},
	"empty.theme":        {zh: "这个主题下还没有中文文章。英文版也许已有，可用页首的语言切换查看。", en: "No English articles on this theme yet. There may be Chinese ones: use the language switch at the top."},
	"empty.contributor":  {zh: "还没有这位作者的中文文章。英文版也许已有，可用页首的语言切换查看。", en: "No English articles by this contributor yet. There may be Chinese ones: use the language switch at the top."},
	"empty.themes":       {zh: "还没有设立主题。", en: "No themes have been set up yet."},
	"empty.contributors": {zh: "还没有署名的作者。第一篇文章发布后，作者会列在这里。", en: "Nobody has been credited yet. Contributors are listed here once their first article is published."},
	"empty.specials":     {zh: "还没有专题。专题由一则编者按和几篇文章组成。", en: "No specials yet. A special is an editor’s note with several articles."},
	"empty.papers":       {zh: "还没有见报的文章。文章注明报纸、日期和版次之后，会排在这里。", en: "Nothing from print yet. Articles that name their paper, day and page are listed here."},
	"empty.archive":      {zh: "往期还是空的。每个有文章的月份都会列在这里。", en: "The archive is empty. Every month with an article will be listed here."},
	"empty.corrections":  {zh: "目前没有更正。我们改正错误时，会在这里写明。", en: "No corrections so far. When we correct an error, we say so here."},

	"pager":         {zh: "翻页", en: "Pages"},
	"pager.back":    {zh: "上一页", en: "Previous"},
	"pager.forward": {zh: "下一页", en: "Next"},
	"pager.at":      {zh: "第%d页，共%d页", en: "Page %d of %d"},

	"search":             {zh: "搜索", en: "Search"},
	"search.label":       {zh: "搜索全站", en: "Search the site"},
	"search.hint":        {zh: "标题、姓名、简称或一句话", en: "A headline, a name or a phrase"},
	"search.for":         {zh: "搜索：%s", en: "Search: %s"},
	"search.do":          {zh: "搜索", en: "Search"},
	"search.page":        {zh: "检索条件", en: "This search"},
	"search.narrow":      {zh: "缩小范围", en: "Narrow the search"},
	"search.chosen":      {zh: "已选条件", en: "Narrowed to"},
	"search.off":         {zh: "去掉", en: "remove"},
	"search.more":        {zh: "另外%d项", en: "%d more"},
	"search.theme":       {zh: "主题", en: "Theme"},
	"search.contributor": {zh: "作者", en: "Contributor"},
	"search.kind":        {zh: "体裁", en: "Kind"},
	"search.year":        {zh: "年份", en: "Year"},
	"search.only":        {zh: "语言", en: "Language"},
	"search.dates":       {zh: "日期", en: "Dates"},
	"search.from":        {zh: "起始日期", en: "From"},
	"search.to":          {zh: "截止日期", en: "To"},
	"search.span":        {zh: "%s至%s", en: "%s to %s"},
	"search.since":       {zh: "%s起", en: "since %s"},
	"search.until":       {zh: "至%s", en: "until %s"},
	"search.exact":       {zh: "精确", en: "Exact"},
	"search.exact.about": {zh: "一字不差", en: "just as typed"},
	"search.via":         {zh: "经由", en: "via"},
	"search.sort":        {zh: "排序", en: "Sort"},
	"search.relevance":   {zh: "相关度", en: "Best match"},
	"search.newest":      {zh: "最新", en: "Newest"},
	"search.truncated":   {zh: "检索词太长，只读了前%s个字符。", en: "Your question was long: only its first %s characters were read."},
	"search.loose":       {zh: "没有文章包含全部词语，以下文章包含其中一部分。", en: "No article contains all of these words; these contain some of them."},
	"search.problem":     {zh: "“%s”一栏的“%s”无法识别，已忽略。", en: "%s: “%s” could not be understood and was left out."},
	"search.found":       {zh: "找到%s篇文章", en: "%s articles found", one: "%s article found"},
	"search.none":        {zh: "没有找到。", en: "Nothing found."},
	"search.none.off":    {zh: "去掉条件再找：", en: "Search again without:"},
	"search.none.exact":  {zh: "关闭“精确”再找", en: "Search again without “Exact”"},
	"search.none.advice": {zh: "换一个说法，或少用几个词。中文、英文、拼音都可以。", en: "Try other words, or fewer. English, Chinese and pinyin all work."},
	"search.none.browse": {zh: "按主题浏览全部文章", en: "Browse every article by theme"},
	"search.meant":       {zh: "您是不是要找：%s", en: "Did you mean: %s"},
	"search.near":        {zh: "相近的主题：%s", en: "Nearest themes: %s"},
	"search.start":       {zh: "输入标题、姓名、机构或一句话，也可以从主题、体裁、作者或年份开始。结果先列您正在阅读的语言，也包括另一种语言的文章。", en: "Type a headline, a name, an institution or a phrase, or begin with a theme, a kind, a contributor or a year. Articles in the other language are found too, and say so."},

	// How a question was read: one short sentence each.
	"search.read":                     {zh: "这样理解您的检索词", en: "How your question was read"},
	"search.read.words":               {zh: "词语：%s", en: "Words: %s"},
	"search.read.without":             {zh: "不含：%s", en: "Without: %s"},
	"search.read.theme":               {zh: "主题：%s", en: "Theme: %s"},
	"search.read.theme.not":           {zh: "不属于主题：%s", en: "Not on the theme: %s"},
	"search.read.theme.unknown":       {zh: "没有叫“%s”的主题，已按普通词语查找。", en: "No theme is called “%s”; it was read as ordinary words."},
	"search.read.contributor":         {zh: "作者：%s", en: "Contributor: %s"},
	"search.read.contributor.not":     {zh: "不要作者：%s", en: "Not by: %s"},
	"search.read.contributor.unknown": {zh: "没有叫“%s”的作者，已按普通词语查找。", en: "No contributor is called “%s”; it was read as ordinary words."},
	"search.read.term":                {zh: "%s 也查：%s", en: "“%s” is also sought as: %s"},
	"search.read.pinyin":              {zh: "%s 按拼音读作：%s", en: "“%s” read as pinyin: %s"},

	// What a suggestion in the search box is.
	"suggest":             {zh: "建议", en: "Suggestions"},
	"suggest.theme":       {zh: "主题", en: "Theme"},
	"suggest.contributor": {zh: "作者", en: "Contributor"},
	"suggest.term":        {zh: "术语", en: "Term"},
	"suggest.article":     {zh: "文章", en: "Article"},

	"feeds":           {zh: "订阅", en: "Feeds"},
	"feeds.all":       {zh: "全部订阅地址", en: "All feeds"},
	"feeds.about":     {zh: "每个列表都可以用阅读器订阅：全文，没有广告，不记录读者，不需要注册。", en: "Every list can be followed in a feed reader: in full text, without advertising, tracking or an account."},
	"feeds.how":       {zh: "复制链接，粘贴到阅读器即可。三种格式内容相同，阅读器认得哪种就用哪种。", en: "Copy a link into a feed reader. The three formats carry the same pieces; take whichever yours knows."},
	"feeds.whole":     {zh: "全站", en: "The whole site"},
	"feeds.all.zh":    {zh: "全部中文文章", en: "Everything in Chinese"},
	"feeds.all.en":    {zh: "全部英文文章", en: "Everything in English"},
	"feeds.both":      {zh: "中英文合订", en: "Both languages together"},
	"feeds.originals": {zh: "中英文合订，只含原文", en: "Both languages, originals only"},
	"feeds.more":      {zh: "更多", en: "And more"},
	"feeds.more.about": {
		zh: "每位作者、每个版面、每个月份和每次搜索也各有订阅地址，就在相应的页面上。",
		en: "Every contributor, print page, month and search has its feed too; its own page names it.",
	},
	"feeds.opml": {zh: "下载全部订阅地址（OPML）", en: "All feeds as one file (OPML)"},
	// What a browser shows at the address of a feed.
	"feed.heading": {zh: "订阅：%s", en: "Feed: %s"},
	"feed.about":   {zh: "这是给阅读器用的 %s 地址。把它粘贴到您的阅读器，有新文章就会送到。", en: "This is a feed for feed readers, in %s. Paste its address into yours, and new pieces come to you."},
	"feed.formats": {zh: "格式", en: "Formats"},
	"feed.home":    {zh: "在网页上看同样的列表", en: "The same list as a page"},
	"feed.items":   {zh: "最近文章", en: "Latest pieces"},
	// What stands before or instead of a text in a feed.
	"feed.correction":       {zh: "更正（%s）：", en: "Correction (%s):"},
	"feed.retracted":        {zh: "撤稿：%s", en: "Retracted: %s"},
	"feed.retracted.notice": {zh: "本文已于%s撤回：", en: "This piece was retracted on %s:"},

	"footer.contact":   {zh: "联系", en: "Contact"},
	"footer.report":    {zh: "举报", en: "Report"},
	"footer.telephone": {zh: "电话 %s", en: "Telephone %s"},

	"error.400":               {zh: "请求有误", en: "That request makes no sense"},
	"error.400.message":       {zh: "地址里有一处无法识别。请检查地址，或从首页重新开始。", en: "Something in the address could not be understood. Check it, or start from the front page."},
	"error.404":               {zh: "没有这个页面", en: "There is no such page"},
	"error.404.message":       {zh: "地址可能有误，或者内容尚未发布。可以搜索标题，或从首页开始。", en: "The address may be wrong, or the piece is not published. Search for its headline, or start from the front page."},
	"error.405":               {zh: "此处只能阅读", en: "This address can only be read"},
	"error.405.message":       {zh: "这个地址不接受提交。请返回首页。", en: "Nothing can be sent to this address. Go back to the front page."},
	"error.410":               {zh: "内容已撤下", en: "This piece was taken down"},
	"error.410.message":       {zh: "这篇内容曾经发布，后由编辑部撤下，不再提供。", en: "It was published once, and the newsroom has since taken it down."},
	"error.500":               {zh: "本站出了差错", en: "Something went wrong on our side"},
	"error.500.message":       {zh: "不是您的问题。请稍后再试；如一再发生，请把下面的编号告诉我们。", en: "It is not your fault. Please try again shortly; if it keeps happening, tell us the number below."},
	"error.missing":           {zh: "尚无中文版", en: "Not available in English"},
	"error.missing.message":   {zh: "这篇内容目前只有英文版：", en: "This piece exists in Chinese only:"},
	"error.gone-here.message": {zh: "中文版已由编辑部撤下，英文版仍可阅读：", en: "The English edition was taken down by the newsroom. The Chinese edition can still be read:"},
	"error.id":                {zh: "请求编号", en: "Request number"},
}
