package newsroom

// Language is the language of an edition: "zh" (simplified Chinese) or "en".
type Language string

// The two languages of a site.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// Languages returns the languages in the order in which lists show them.
func Languages() []Language { return []Language{Chinese, English} }

// ParseLanguage reads "zh" or "en"; anything else is ErrInvalid.
func ParseLanguage(s string) (Language, error) {
	switch l := Language(s); l {
	case Chinese, English:
		return l, nil
	}
	return "", Because(ErrInvalid, "language %q: use zh or en", s)
}

// Tag returns the BCP 47 tag for markup and feeds: "zh-Hans" or "en".
func (l Language) Tag() string {
	if l == Chinese {
		return "zh-Hans"
	}
	return string(l)
}

// Other returns the other of the two languages.
func (l Language) Other() Language {
	if l == Chinese {
		return English
	}
	return Chinese
}

// Bilingual is one text in both languages; either may be empty.
type Bilingual struct {
	ZH, EN string
}

// In returns the text in language l, or the other one when l has none.
func (b Bilingual) In(l Language) string {
	if s := b.Only(l); s != "" {
		return s
	}
	return b.Only(l.Other())
}

// Only returns the text in language l, empty when there is none.
func (b Bilingual) Only(l Language) string {
	if l == Chinese {
		return b.ZH
	}
	return b.EN
}

// With returns b with the text of language l replaced by s.
func (b Bilingual) With(l Language, s string) Bilingual {
	if l == Chinese {
		b.ZH = s
	} else {
		b.EN = s
	}
	return b
}

// Missing returns the languages in which b has no text.
func (b Bilingual) Missing() []Language {
	var missing []Language
	for _, l := range Languages() {
		if b.Only(l) == "" {
			missing = append(missing, l)
		}
	}
	return missing
}
