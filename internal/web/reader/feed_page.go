package reader

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/feed"
	"hebi/internal/newsroom"
)

// feedPage is what a browser shows at the address of a feed: what it is, and
// what to do with it. XML would be shown as source, and no stylesheet for it is
// left in browsers (XSLT goes).
type feedPage struct {
	frame
	// Address is the feed's own; Format is called so among people.
	Address, Format string
	// Formats are the same list in other formats, Home is the page that lists the same.
	Formats []feedLink
	Home    string
	Items   []feedHeadline
}

type feedHeadline struct {
	link
	When time.Time
}

// feedHeadlines is how many places of the list the page shows: enough to know it by.
const feedHeadlines = 10

// showFeedPage answers a browser in the language of the feed, for a combined
// feed in the reader's; f has the items that are to be shown.
func (h *Reader) showFeedPage(c *gin.Context, f *feed.Feed, format feed.Format, l newsroom.Language, list *feedList) error {
	if l == "" {
		c.Writer.Header().Add("Vary", "Accept-Language")
	}
	frame, err := h.frame(c, "/feeds")
	if err != nil {
		return err
	}
	frame.Heading, frame.Description, frame.Private = frame.T("feed.heading", f.Title), frame.T("feeds.about"), true
	p := feedPage{frame: frame, Address: f.Self, Format: feedName(format), Home: f.Home}
	switch {
	case l == "":
		p.Feeds = slices.Insert(p.Feeds, 0, feedGroup{Title: f.Title, Links: feedLinks("", encoded(list.query))})
	case list.rest != "": // else the frame has it
		p.addFeedsWithQuery(f.Title, list.rest, encoded(list.query))
	}
	p.Formats = p.Feeds[0].Links
	for _, item := range f.Items {
		e := item.Edition
		p.Items = append(p.Items, feedHeadline{link{otherRun(p.Language, e.Language, e.Title), item.URL}, e.Date})
	}
	return h.render(c, "feed", p)
}

// otherRun is a text in language l as a page in another shows it.
func otherRun(page, l newsroom.Language, text string) run {
	if l == page {
		return run{Text: text}
	}
	return run{Text: text, Lang: l.Tag()}
}

// wantsPage reports whether somebody accepts HTML and no feed: browsers do, and
// feed readers that name HTML at all name a feed's type too.
func wantsPage(accept []string) bool {
	page := false
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		mediaType, parameters, _ := strings.Cut(part, ";")
		mediaType = strings.ToLower(strings.TrimSpace(mediaType))
		isFeed := slices.ContainsFunc(feed.Formats(), func(f feed.Format) bool { return f.MediaType() == mediaType })
		if mediaType != "text/html" && !isFeed || refused(parameters) {
			continue
		}
		if isFeed {
			return false
		}
		page = true
	}
	return page
}

// refused reports whether parameters of a media range say q=0.
func refused(parameters string) bool {
	for parameter := range strings.SplitSeq(parameters, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		if weight, err := strconv.ParseFloat(strings.TrimSpace(value), 64); strings.EqualFold(strings.TrimSpace(key), "q") && err == nil {
			return weight <= 0
		}
	}
	return false
}
