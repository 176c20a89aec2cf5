package newsroom

import "time"

// Site holds the settings that content/site.yaml states.
type Site struct {
	Name, Tagline, Publisher, Rights Bilingual
	// Contact is an e-mail address.
	Contact string
	// ICP and Police are the filing numbers ICP备案 and 公安备案.
	ICP, Police Filing
	Report      ReportLine
	// TimeZone is an IANA name; times are shown in it.
	TimeZone string
	// Front is what editors pinned to the front page.
	Front Front
	// Indent says that Chinese paragraphs begin two characters in, as in print;
	// else space parts them.
	Indent bool
	// HongKong says that pages in traditional characters use those usual in Hong Kong.
	HongKong bool
}

// Front names what stands in the places of the front page. A place without a
// name is filled with the newest that fits, and so is one whose article or
// special readers cannot see in the page's language.
type Front struct {
	// Lead is an article's slug.
	Lead string
	// Seconds are at most MaxSeconds articles' slugs, none of them the lead's.
	Seconds []string
	// Special is a special's slug.
	Special string
}

// MaxSeconds is how many articles stand beside the lead.
const MaxSeconds = 2

// Filing is a filing number with the link that regulators ask for.
type Filing struct {
	Number Bilingual
	Link   string
}

// ReportLine is where unlawful or harmful content is reported (违法和不良信息举报).
type ReportLine struct {
	Text             Bilingual
	Telephone, Email string
}

// Zone returns the site's time zone; UTC when the name is unknown or empty.
func (s *Site) Zone() *time.Location {
	if zone, err := time.LoadLocation(s.TimeZone); err == nil {
		return zone
	}
	return time.UTC
}
