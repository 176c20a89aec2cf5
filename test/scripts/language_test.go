package scripts

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

var (
	han = regexp.MustCompile(`\p{Han}+`)
	// sentence is what no name or abbreviation is: five English words on end.
	sentence = regexp.MustCompile(`[A-Za-z]+(?:[ ,;’'-]+[A-Za-z]+){4,}`)
	// latin is a text without any Han character that has a word in small letters.
	latin = regexp.MustCompile(`^[^\p{Han}]*[a-z]{2}[^\p{Han}]*$`)
	// key is how the words of the interface are named in the program.
	key = regexp.MustCompile(`^[a-z]+(?:[.-][a-z]+)*\.[a-z]+(?:[.-][a-z]+)*$`)
)

// address is a URL or the address of mail: the same in every language.
var address = regexp.MustCompile(`^\S+(?:://|@)\S+$`)

// international are texts that are the same in Chinese.
var international = []string{"Atom", "Markdown", "OPML", "WebSub"}

// languages returns what stands in another language than the markup says, and
// what of the interface has no translation. Guesses, for pages of our own: they
// look at one text between two tags at a time. A page's title, and those of its
// feeds, can have but one language.
func languages(root *html.Node) []string {
	var wrong []string
	say := func(n *html.Node, lang, text string) {
		wrong = append(wrong, "in <"+n.Data+"> "+lang+" has "+strings.Join(strings.Fields(text), " "))
	}
	var walk func(n *html.Node, lang string)
	check := func(n *html.Node, lang, text string) {
		text = strings.TrimSpace(text)
		switch {
		case address.MatchString(text):
		case key.MatchString(text):
			say(n, "a raw key", text)
		case lang == "en":
			if han.MatchString(text) {
				say(n, lang, text)
			}
		case strings.HasPrefix(lang, "zh"):
			if s := sentence.FindString(text); s != "" {
				say(n, lang, s)
			} else if latin.MatchString(text) && !slices.Contains(international, text) {
				say(n, lang, text)
			}
		default:
			if han.MatchString(text) || latin.MatchString(text) {
				say(n, "no language", text)
			}
		}
	}
	walk = func(n *html.Node, lang string) {
		for _, a := range n.Attr {
			if a.Key == "lang" {
				lang = a.Val
			}
		}
		for _, a := range n.Attr {
			if slices.Contains([]string{"alt", "title", "placeholder", "aria-label"}, a.Key) && a.Val != "" {
				check(n, lang, a.Val)
			}
		}
		for child := range n.ChildNodes() {
			switch {
			case child.Type == html.TextNode && strings.TrimSpace(child.Data) != "":
				check(n, lang, child.Data)
			case child.Type == html.ElementNode && !slices.Contains([]string{"link", "script", "style", "title", "code", "kbd", "samp"}, child.Data):
				walk(child, lang)
			}
		}
	}
	walk(root, "")
	return wrong
}

func TestLanguagesAreGuessed(t *testing.T) {
	for page, want := range map[string][]string{
		`<html lang="en"><p>Steppe <span lang="zh-Hans">草原</span>`:           nil,
		`<html lang="en"><p>Steppe 草原`:                                       {"in <p> en has Steppe 草原"},
		`<html lang="zh-Hans"><p>采用 GDP 和 open source 的说法`:                   nil,
		`<html lang="zh-Hans"><p>他说 we shall meet again there 。`:             {"in <p> zh-Hans has we shall meet again there"},
		`<html lang="zh-Hans"><p lang="en">We shall meet again there.`:       nil,
		`<html lang="zh-Hans"><button>Search</button>`:                       {"in <button> zh-Hans has Search"},
		`<html lang="zh-Hans"><a>Atom</a> <a>RSS</a> <code>site.yaml</code>`: nil,
		`<html lang="zh-Hans"><nav aria-label="Sections">栏目`:                 {"in <nav> zh-Hans has Sections"},
		`<html lang="en"><h2>article.themes</h2>`:                            {"in <h2> a raw key has article.themes"},
		`<html><p>草原`: {"in <p> no language has 草原"},
	} {
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, languages(root)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", page, diff)
		}
	}
}
