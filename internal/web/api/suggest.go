package api

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/search"
	"hebi/internal/web/asked"
	"hebi/internal/web/hant"
)

// How many suggestions there are when the address does not say, and at most.
const (
	suggestions     = 8
	mostSuggestions = 20
)

// suggested is the answer of /api/v1/suggest. Lists are never null.
type suggested struct {
	Query       string       `json:"query"`
	Suggestions []suggestion `json:"suggestions"`
}

type suggestion struct {
	Kind  string   `json:"kind"`
	Text  string   `json:"text"`
	Lang  string   `json:"lang"`
	URL   string   `json:"url"`
	Marks [][2]int `json:"marks"`
}

// Suggest answers /api/v1/suggest.
func (a *API) Suggest(c *gin.Context) error {
	v := c.Request.URL.Query()
	q := search.SuggestQuery{Text: asked.Text(v)}
	var err error
	traditional := v.Get("lang") == hant.Segment
	if traditional {
		v.Set("lang", string(newsroom.Chinese))
	}
	if q.Language, err = language(v); err != nil {
		return err
	}
	if q.Limit, err = number(v, "limit", suggestions, mostSuggestions); err != nil {
		return err
	}
	found, err := a.search.Suggest(c.Request.Context(), q)
	if err != nil {
		return err
	}
	list := make([]suggestion, len(found))
	for i, s := range found {
		list[i] = suggestion{s.Kind, s.Text, string(s.Language), a.destination(q, s), orEmpty(s.Marks)}
	}
	if traditional {
		if err := a.showIn(c, list); err != nil {
			return err
		}
	}
	return answer(c, suggested{q.Text, list})
}

// showIn puts Chinese suggestions into the view of traditional characters; marks
// count characters, whose number it keeps.
func (a *API) showIn(c *gin.Context, list []suggestion) error {
	view, err := a.view(c.Request.Context())
	if err != nil {
		return err
	}
	for i, s := range list {
		list[i].URL = view.Address(s.URL)
		if s.Lang == string(newsroom.Chinese) {
			list[i].Text = view.Text(s.Text)
		}
	}
	return nil
}

// destination is the suggestion's page; a theme and a contributor have one on
// either side, so theirs is the reader's. A term leads to the search for it.
func (a *API) destination(q search.SuggestQuery, s search.Suggestion) string {
	switch s.Kind {
	case search.SuggestTheme:
		return a.address(q.Language, "/themes/"+s.Slug)
	case search.SuggestContributor:
		return a.address(q.Language, "/contributors/"+s.Slug)
	case search.SuggestArticle:
		return a.articleAddress(s.Language, s.Slug)
	}
	return a.address(q.Language, "/search?"+url.Values{"q": {s.Text}}.Encode())
}
