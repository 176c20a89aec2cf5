package reader

import (
	"fmt"
	"maps"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
)

// perPage is how many articles a list shows at once.
const perPage = 20

// maxPage bounds the page number; no site has so many, and the product with perPage stays an int everywhere.
const maxPage = 1_000_000

// pageNumber reads ?page=. What is no page number is a page that does not exist.
func pageNumber(c *gin.Context) (int, error) {
	text, given := c.GetQuery("page")
	if !given || text == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxPage || strconv.Itoa(n) != text {
		return 0, fmt.Errorf("page %q: %w", text, newsroom.ErrNotFound)
	}
	return n, nil
}

// pager leads from one page of a list to the others.
type pager struct {
	Page, Pages int
	// path and query make the address of the list, without "page".
	path  string
	query url.Values
}

// beyondEnd is an error about a page after a list's last.
type beyondEnd struct {
	err  error
	last pager
}

func (e *beyondEnd) Error() string { return e.err.Error() }
func (e *beyondEnd) Unwrap() error { return e.err }

// newPager fails with ErrNotFound when the page lies beyond the end, and the
// error leads to the last; the first page of an empty list exists.
func newPager(path string, query url.Values, page, total int) (pager, error) {
	return newPagerOf(perPage, path, query, page, total)
}

// newPagerOf is newPager for pages of another size.
func newPagerOf(size int, path string, query url.Values, page, total int) (pager, error) {
	pages := max(1, (total+size-1)/size)
	p := pager{Page: page, Pages: pages, path: path, query: query}
	if page > pages {
		p.Page = pages
		return pager{}, &beyondEnd{err: fmt.Errorf("page %d of %d: %w", page, pages, newsroom.ErrNotFound), last: p}
	}
	return p, nil
}

// To is the address of page n; the first has no number.
func (p pager) To(n int) string {
	query := url.Values{}
	maps.Copy(query, p.query)
	query.Del("page")
	if n > 1 {
		query.Set("page", strconv.Itoa(n))
	}
	if len(query) == 0 {
		return p.path
	}
	return p.path + "?" + query.Encode()
}

// Previous is the address of the page before, empty on the first.
func (p pager) Previous() string {
	if p.Page <= 1 {
		return ""
	}
	return p.To(p.Page - 1)
}

// Next is the address of the page after, empty on the last.
func (p pager) Next() string {
	if p.Page >= p.Pages {
		return ""
	}
	return p.To(p.Page + 1)
}
