package importer

import (
	"strings"

	"hebi/internal/newsroom"
)

// PageProposal is what the text of one printed page seems to hold. Every
// letter, digit and Han character of the text stands in it exactly once:
// in Masthead, Special, one of Items, or Unplaced. Changes and the warnings
// quote the text again and do not count. Lists are never nil.
type PageProposal struct {
	// Masthead holds the paper's name, date, page number, staff and imprint, in the order of the page.
	Masthead []string `json:"masthead"`
	// Special is nil when the page has no headline over several articles.
	Special *PageSpecial `json:"special"`
	Items   []*PageItem  `json:"items"`
	// Unplaced holds what belongs to no article: captions, and labels such as 作者系 whose meaning went elsewhere.
	Unplaced []string     `json:"unplaced"`
	Changes  []PageChange `json:"changes"`
}

// PageSpecial is a page-level headline with its editor's note (编者按).
type PageSpecial struct {
	Title string `json:"title"`
	// EditorsNote is plain text; paragraphs are separated by an empty line.
	EditorsNote string `json:"editors_note"`
	// Items are positions in PageProposal.Items, in the order of the page.
	Items []int `json:"items"`
}

// PageItem is one article of a printed page. All texts are plain text.
type PageItem struct {
	Kind     newsroom.Kind `json:"kind"`
	Title    string        `json:"title"`
	Subtitle string        `json:"subtitle"`
	Kicker   string        `json:"kicker"`
	Credits  []PageCredit  `json:"credits"`
	Sections []PageSection `json:"sections"`
	// Paragraphs are whole paragraphs, one string each.
	Paragraphs    []string      `json:"paragraphs"`
	ContinuedFrom *PageJump     `json:"continued_from"`
	ContinuedOn   *PageJump     `json:"continued_on"`
	Warnings      []PageWarning `json:"warnings"`
	// Lines are the lines of the text that the item came from: first and last, from 1, ascending.
	Lines [][2]int `json:"lines"`
}

// PageCredit is one name of a byline. An affiliation printed once before
// several names stands with the first of them; PageItem.Bylines shares it out.
type PageCredit struct {
	Name        string              `json:"name"`
	Role        newsroom.CreditRole `json:"role"`
	Affiliation string              `json:"affiliation"`
}

// PageSection is a heading inside an article.
type PageSection struct {
	Title string `json:"title"`
	// Before is the position of the paragraph that the heading stands before;
	// it equals the number of paragraphs when the heading stands last.
	Before int `json:"before"`
}

// PageJump is a jump line (上接第1版, 下转A4版).
type PageJump struct {
	// Page is the page number in Latin digits, with its letter if it has one: "1", "A4".
	Page string `json:"page"`
	// Text is the jump line as printed, without brackets.
	Text string `json:"text"`
}

// The codes of PageWarning.
const (
	PageDoubled          = "doubled"           // a passage stands twice close together
	PageGarbled          = "garbled"           // characters that no newspaper prints
	PageTruncated        = "truncated"         // the article's last paragraph breaks off
	PageUnmatchedQuote   = "unmatched-quote"   // a quotation mark without its partner
	PageUnmatchedBracket = "unmatched-bracket" // a bracket without its partner
	PageBylineUnsplit    = "byline-unsplit"    // name and affiliation could not be told apart
	PageNoHeadline       = "no-headline"       // text without a headline above it
	PageNoText           = "no-text"           // a headline without text below it
	PageMoved            = "moved"             // put together from pieces that stood apart
)

// PageWarning is something an editor has to look at before publishing.
type PageWarning struct {
	// Code is one of the constants above.
	Code    string `json:"code"`
	Message string `json:"message"`
	// Excerpt is the passage in question, at most about 40 characters.
	Excerpt string `json:"excerpt"`
}

// The codes of PageChange.
const (
	PageJoined    = "joined"    // lines or pieces put together to one paragraph
	PageWidened   = "widened"   // half-width punctuation made full-width
	PageUnspaced  = "unspaced"  // spaces between Chinese characters removed
	PageQuoted    = "quoted"    // straight quotation marks made curly
	PageUncolumns = "uncolumns" // columns printed side by side put one below the other
)

// PageChange says what was repaired in one paragraph or headline.
type PageChange struct {
	// Code is one of the constants above.
	Code    string `json:"code"`
	Message string `json:"message"`
	// Excerpt is from the text as it was before.
	Excerpt string `json:"excerpt"`
	// Item and Paragraph are positions in the proposal; -1 where none applies.
	Item      int `json:"item"`
	Paragraph int `json:"paragraph"`
}

// ParsePage proposes the items of one printed page from its extracted text.
// Headings marked with # are believed; without marks they are recognised by
// their form. Any text gives a proposal: what cannot be understood is kept
// and flagged. The time taken grows with the length of the text.
func ParsePage(text string) *PageProposal {
	lines, uncolumned := uncolumnPage(readPageLines(text))
	page := &pageText{lines: splitPageJumps(lines), stacked: uncolumned}
	page.markMarks()
	page.markMasthead()
	page.markCaptions()
	page.measure()
	page.markNotes()
	page.markBylines()
	page.markHeadlines()
	page.markBriefs()
	page.markSections()
	built := buildPage(page)
	built.regroup()
	proposal := built.finish()
	if uncolumned {
		proposal.Changes = append([]PageChange{{Code: PageUncolumns, Message: "columns that stood side by side were put one below the other", Item: -1, Paragraph: -1}}, proposal.Changes...)
	}
	return proposal
}

// Bylines returns the credits with an affiliation that was printed once for
// several names given to each of them.
func (it *PageItem) Bylines() []PageCredit {
	credits := append([]PageCredit{}, it.Credits...)
	for i := 1; i < len(credits); i++ {
		if credits[i].Affiliation == "" && credits[i].Role == credits[i-1].Role {
			credits[i].Affiliation = credits[i-1].Affiliation
		}
	}
	return credits
}

// Markdown returns the body as Markdown: sections as second-level headings,
// and every character that Markdown would read as a mark escaped.
func (it *PageItem) Markdown() string {
	var b strings.Builder
	section := 0
	heading := func(before int) {
		for section < len(it.Sections) && it.Sections[section].Before <= before {
			b.WriteString("## " + escapeMarkdown(it.Sections[section].Title) + "\n\n")
			section++
		}
	}
	for i, paragraph := range it.Paragraphs {
		heading(i)
		b.WriteString(escapeMarkdown(paragraph) + "\n\n")
	}
	heading(len(it.Paragraphs))
	return strings.TrimSuffix(b.String(), "\n")
}

// escapeMarkdown puts a backslash before ASCII punctuation that may start a
// mark of the dialect of package markdown; CommonMark allows it before any.
// Plus, minus, full stop and bracket count only where they can open a list.
func escapeMarkdown(text string) string {
	var b strings.Builder
	opening := true
	for _, r := range text {
		if strings.ContainsRune("\\`*_[]<>#~|&", r) || opening && strings.ContainsRune("+-=.)", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		opening = r == '\n' || opening && isDigit(r)
	}
	return b.String()
}
