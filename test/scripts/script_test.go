// Package scripts asks the whole program over HTTP: scripts in testdata say what
// to ask and what must come back, and a crawl follows every link of the site.
package scripts

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// A script is a list of requests, each followed by what must hold of its answer:
//
//	# a line of comment
//	GET /zh/feed.xml
//	Accept: application/json
//	code == 200
//	header Content-Type contains rss
//	body !contains <script
//
// Header lines stand directly after the request. ${Name} stands for that header
// of the answer before. Redirects are not followed.
type request struct {
	line         int
	method, path string
	header       [][2]string
	checks       []check
}

// check is one line such as "body !contains x".
type check struct {
	line int
	// subject is "code", "body" or a header's name after "header ".
	subject, name, operator, want string
}

var (
	requestLine = regexp.MustCompile(`^(GET|HEAD|POST|PUT|DELETE|OPTIONS) (/\S*)$`)
	headerLine  = regexp.MustCompile(`^([A-Z][A-Za-z-]*): ?(.*)$`)
	checkLine   = regexp.MustCompile(`^(code|body|header ([A-Z][A-Za-z-]*)) (==|!=|!?contains|!?matches|absent)(?: (.*))?$`)
)

func parseScript(text string) ([]request, error) {
	var script []request
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " \r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if m := requestLine.FindStringSubmatch(line); m != nil {
			script = append(script, request{line: n + 1, method: m[1], path: m[2]})
			continue
		}
		if len(script) == 0 {
			return nil, fmt.Errorf("line %d: %q stands before the first request", n+1, line)
		}
		last := &script[len(script)-1]
		if m := checkLine.FindStringSubmatch(line); m != nil {
			subject, _, _ := strings.Cut(m[1], " ")
			if strings.HasSuffix(m[3], "matches") {
				if _, err := regexp.Compile(m[4]); err != nil {
					return nil, fmt.Errorf("line %d: %w", n+1, err)
				}
			}
			last.checks = append(last.checks, check{line: n + 1, subject: subject, name: m[2], operator: m[3], want: m[4]})
		} else if m := headerLine.FindStringSubmatch(line); m != nil && len(last.checks) == 0 {
			last.header = append(last.header, [2]string{m[1], m[2]})
		} else {
			return nil, fmt.Errorf("line %d: cannot read %q: a request, a header right after it, or a check such as `body contains x`", n+1, line)
		}
	}
	for _, r := range script {
		if len(r.checks) == 0 {
			return nil, fmt.Errorf("line %d: %s %s checks nothing", r.line, r.method, r.path)
		}
	}
	return script, nil
}

// answer is what the program said.
type answer struct {
	code   int
	header http.Header
	body   string
}

func ask(client *http.Client, base, method, path string, header [][2]string) (*answer, error) {
	r, err := http.NewRequest(method, base+path, nil)
	if err != nil {
		return nil, err
	}
	for _, h := range header {
		if h[0] == "Host" {
			r.Host = h[1]
		} else {
			r.Header.Add(h[0], h[1])
		}
	}
	response, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return &answer{response.StatusCode, response.Header, string(body)}, err
}

// runScript returns a sentence for every check that does not hold.
func runScript(client *http.Client, base string, script []request) []string {
	var wrong []string
	before := &answer{header: http.Header{}}
	earlier := regexp.MustCompile(`\$\{([A-Za-z-]+)\}`)
	for _, r := range script {
		header := make([][2]string, len(r.header))
		for i, h := range r.header {
			header[i] = [2]string{h[0], earlier.ReplaceAllStringFunc(h[1], func(name string) string {
				return before.header.Get(name[2 : len(name)-1])
			})}
		}
		got, err := ask(client, base, r.method, r.path, header)
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("line %d: %s %s: %v", r.line, r.method, r.path, err))
			continue
		}
		for _, c := range r.checks {
			if !c.holds(got) {
				wrong = append(wrong, fmt.Sprintf("line %d: %s %s: want %s; got code %d, %v, body:\n%s",
					c.line, r.method, r.path, c, got.code, got.header, excerpt(got.body)))
			}
		}
		before = got
	}
	return wrong
}

func (c check) holds(a *answer) bool {
	got, present := a.body, true
	switch c.subject {
	case "code":
		got = strconv.Itoa(a.code)
	case "header":
		got, present = strings.Join(a.header.Values(c.name), ", "), len(a.header.Values(c.name)) > 0
	}
	switch c.operator {
	case "==":
		return got == c.want
	case "!=":
		return got != c.want
	case "contains":
		return strings.Contains(got, c.want)
	case "!contains":
		return !strings.Contains(got, c.want)
	case "matches":
		return regexp.MustCompile(c.want).MatchString(got)
	case "!matches":
		return !regexp.MustCompile(c.want).MatchString(got)
	default:
		return !present
	}
}

func (c check) String() string {
	return strings.Join(strings.Fields(strings.Join([]string{c.subject, c.name, c.operator, c.want}, " ")), " ")
}

func excerpt(body string) string {
	if len(body) > 1500 {
		return strings.ToValidUTF8(body[:1500], "") + "…"
	}
	return body
}
