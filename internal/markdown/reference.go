package markdown

import (
	"bytes"
	"io/fs"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Reference is a link or a picture as written in a text.
type Reference struct {
	// Destination has entities, backslashes and, within a site, percent signs
	// resolved: for a file beside the text it is the file's name.
	Destination string
	// Remote says that the destination is not within the site: it names a
	// scheme or a host.
	Remote bool
	// Line is the 1-based line of the source, Offset the byte it starts at.
	Line, Offset int
	// Alt is the text of the link, or the text that stands for the picture.
	Alt string
}

// File is the name of the file beside the text that a link leads to, "" when it
// leads elsewhere: a relative link without a file's extension is to a page of the site.
func (r Reference) File() string {
	name, _, _ := strings.Cut(r.Destination, "#")
	name, _, _ = strings.Cut(name, "?")
	if r.Remote || path.Ext(name) == "" || !fs.ValidPath(name) {
		return ""
	}
	return name
}

// Links lists the links in reading order, those written as HTML included.
func (d *Document) Links() []Reference {
	var list []Reference
	d.walk(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Link:
			list = append(list, d.reference(n, decoded(n.Destination), d.inlineText(n)))
		case *ast.AutoLink:
			label := string(n.Label(d.source))
			list = append(list, d.reference(n, autoAddress(n, d.source), label))
		default:
			list = append(list, d.rawReferences(n, "a", "href", "title")...)
		}
	})
	return list
}

// Images lists the pictures in reading order, those written as HTML included.
// One with Remote set is never shown; a text that has one should be refused.
func (d *Document) Images() []Reference {
	var list []Reference
	d.walk(func(n ast.Node) {
		if image, ok := n.(*ast.Image); ok {
			list = append(list, d.reference(n, decoded(image.Destination), d.alternative(image)))
			return
		}
		list = append(list, d.rawReferences(n, "img", "src", "alt")...)
	})
	return list
}

func (d *Document) reference(n ast.Node, address, alt string) Reference {
	offset := position(n)
	return Reference{
		Destination: fileName(address), Remote: isRemote(address),
		Line: d.line(offset), Offset: offset, Alt: alt,
	}
}

func autoAddress(n *ast.AutoLink, source []byte) string {
	address := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail && scheme(address) == "" {
		return "mailto:" + address
	}
	return address
}

// position returns where a node starts in the source. goldmark leaves it out
// of some nodes; then the nearest one that has it is taken.
func position(n ast.Node) int {
	for c := n; c != nil; c = c.FirstChild() {
		if c.Pos() >= 0 {
			return c.Pos()
		}
	}
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Pos() >= 0 {
			return p.Pos()
		}
	}
	return 0
}

func (d *Document) lineStart(offset int) int {
	return 1 + bytes.LastIndexByte(d.source[:clamp(offset, 0, len(d.source))], '\n')
}

// figure returns the picture that is all a paragraph holds, or nil.
func figure(n ast.Node) *ast.Image {
	if n == nil || n.Kind() != ast.KindParagraph || n.ChildCount() != 1 {
		return nil
	}
	image, _ := n.FirstChild().(*ast.Image)
	return image
}
