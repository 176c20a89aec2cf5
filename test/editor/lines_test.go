package editor

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hebi/internal/newsroom"
)

// lines is a text of so many lines, each of which says its number.
func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "第%d行。\n", i+1)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// follow goes to a line as a link of the checks does.
func follow(line int) string {
	return fmt.Sprintf(`(() => { const a = document.createElement("a"); a.href = "#line-%d"; document.body.append(a); a.click(); a.remove(); return 1 })()`, line)
}

// A link to a line selects it and brings it into view: when it is followed, once
// more, and when the page is opened with it. Of a text that has become shorter it is the last.
func TestLinksToLines(t *testing.T) {
	d := newDesk(t, newsroom.Chinese, lines(300))
	const selected = `String(getSelection()) + (document.activeElement.matches(".cm-content") ? " in the editor" : "")`
	const inView = `(() => { const at = getSelection().getRangeAt(0).getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight })()`
	reached := func(what, line string) {
		t.Helper()
		d.want(what, selected, line+" in the editor")
		d.want(what+" is in view", inView, "true")
	}
	d.ask(follow(250))
	reached("a line far down", "第250行。")
	d.ask(follow(2))
	reached("a line at the beginning", "第2行。")
	d.cursor()
	d.ask(follow(2))
	reached("the same again", "第2行。")
	d.ask(follow(999))
	reached("one that is no more", "第300行。")
	d.do("leave", chromedp.Navigate(d.url+"/desk"))
	d.do("open with a line", chromedp.Navigate(d.url+"/desk/articles/7/zh#line-200"), chromedp.WaitReady(chromedp.CSS(".cm-content")))
	reached("the line of the address", "第200行。")
	if got := d.bodies(); len(got) > 0 {
		t.Errorf("looking at a line saves %q", got)
	}
}

// Without the editor the text is a plain box, in which a link selects the line, too.
func TestLinksToLinesOfAPlainBox(t *testing.T) {
	d := newDesk(t, newsroom.Chinese, lines(300))
	d.do("leave", chromedp.Navigate(d.url+"/desk"))
	d.do("open", chromedp.Navigate(d.url+"/desk/articles/7/zh?plain=1"), chromedp.WaitReady(chromedp.CSS("textarea")))
	const selected = `(({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd))(document.activeElement)`
	for _, line := range []int{250, 1, 1, 300} {
		d.ask(follow(line))
		d.want("a line", selected, fmt.Sprintf("第%d行。", line))
		scrolled := `document.activeElement.scrollTop / document.activeElement.scrollHeight > 0.5`
		d.want("whether it is in view", scrolled, fmt.Sprint(line > 200))
	}
	d.do("open with a line", chromedp.Navigate(d.url+"/desk"), chromedp.Navigate(d.url+"/desk/articles/7/zh?plain=1#line-200"))
	d.want("the line of the address", selected, "第200行。")
}
