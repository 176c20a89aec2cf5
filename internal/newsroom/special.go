package newsroom

// Special is an editor's note with ordered articles under one banner (专题).
// It is visible in a language when it has a text there and one of its articles is visible.
type Special struct {
	ID   int64
	Slug string
	// Editions holds the texts; a special need not have both.
	Editions map[Language]*SpecialEdition
	// Articles are in order; for readers only visible ones.
	Articles []Article
	// ArticleSlugs names the articles in order, visible or not; for import and export.
	ArticleSlugs []string
	// Files are pictures that lie beside the notes; filled by import and export only.
	Files []File
	// Media gives the address of each file name used in the notes.
	Media map[string]string
}

// SpecialEdition is the text of a special in one language.
type SpecialEdition struct {
	Language Language
	Title    string
	Subtitle string
	// Note is the editor's note (编者按), Markdown.
	Note string
}

// Page is a standing text of the site, such as about (页面).
type Page struct {
	ID       int64
	Slug     string
	Editions map[Language]*Edition
	// Files are pictures that lie beside the page's text; filled by import and export only.
	Files []File
	// Media gives the address of each file name used in the page's text.
	Media map[string]string
}
