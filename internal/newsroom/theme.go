package newsroom

// Theme is a policy theme with an identity and a name in both languages.
type Theme struct {
	ID           int64
	Slug         string
	Name         Bilingual
	Introduction Bilingual
	// Vocabulary holds words and phrases that speak for the theme, per language.
	Vocabulary map[Language][]string
	// Count is the number of visible articles in the language asked for; filled by lists only.
	Count int
}

// ThemeWeight is what was learned of a word: how much it speaks for a theme, or
// against it. Theme, Language and Word together are its identity.
type ThemeWeight struct {
	// Theme is a theme's slug.
	Theme    string
	Language Language
	// Word is a word or phrase in any form; empty where Weight is the theme's threshold.
	Word string
	// Weight is what one mention in the body adds to the theme's sum, where a
	// word of the vocabulary of which nothing was learned adds 1; below 0 it
	// takes away. Of a threshold, the least score that gives the theme, 0…1.
	Weight float64
}

// ThemeTag is a theme on an article, with the reason.
type ThemeTag struct {
	Slug string
	Name Bilingual
	// Manual says that an editor set the theme; such tags win over found ones.
	Manual bool
	// Score is between 0 and 1, higher is surer; 1 for manual tags.
	Score float64
	// Evidence lists the spans that spoke for the theme; empty for manual tags.
	Evidence []Evidence
}

// Evidence is one span of an edition's plain text that spoke for a theme.
type Evidence struct {
	Language Language `json:"lang"`
	// Field is "title", "summary" or "body".
	Field string `json:"field"`
	// Start and End are half-open byte offsets in the field's plain text.
	Start int `json:"start"`
	End   int `json:"end"`
	// Text is the span itself.
	Text string `json:"text"`
	// Weight is what the span added to the theme's raw score.
	Weight float64 `json:"weight"`
}

// Term is an entry of the term base (术语).
type Term struct {
	ID int64
	// ZH and EN are the preferred renderings; ZH is the entry's identity.
	ZH, EN string
	// Kind is one of TermKinds.
	Kind                              string
	ZHVariants, ENVariants, Forbidden []string
	// Themes are slugs of the themes that the term speaks for.
	Themes []string
	// Pinyin is toneless, syllables apart.
	Pinyin string
	Note   string
}

// PersonTerm is the kind of a person's name.
const PersonTerm = "person"

// TermKinds returns the kinds of term that terms.csv may name.
func TermKinds() []string {
	return []string{PersonTerm, "place", "organisation", "policy", "concept", "event", "product"}
}
