package desk

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
	"hebi/internal/store"
)

const (
	// auditPath is the audit log.
	auditPath = Root + "audit"
	// operator stands in the filter for who is no user; no e-mail address looks like it.
	operator = "system"
)

// auditPage is /desk/audit.
type auditPage struct {
	frame
	form
	Entries []auditLine
	Users   []newsroom.User
	Actions []string
	// CSV and JSONLines are where what the filter lets through is written out;
	// empty while the filter is wrong.
	CSV, JSONLines string
	// Newest leads to the beginning from further on, Older further on.
	Newest, Older string
}

// Operator is the filter's value for who is no user.
func (p *auditPage) Operator() string { return operator }

// Day is the field of a day, with what is wrong about it.
func (p *auditPage) Day(name string) field {
	return field{Name: name, Label: p.T("desk.audit." + name), Value: p.Value(name), Problem: p.Problem(name)}
}

// ShowAudit lists what was done, the newest first.
func (d *Desk) ShowAudit(c *gin.Context) error {
	f, err := d.frame(c, "desk.audit", "desk.audit")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	p := auditPage{frame: f, form: form{Values: c.Request.URL.Query(), Problems: map[string]string{}}}
	if p.Users, err = d.store.Users(ctx); err != nil {
		return err
	}
	if p.Actions, err = d.store.AuditActions(ctx); err != nil {
		return err
	}
	filter, err := f.auditFilter(p.form)
	if place := newsroom.PlaceOf(err).Key; errors.Is(err, newsroom.ErrInvalid) {
		p.Problems[place] = f.T("desk.audit.day.wrong")
		return d.render(c, http.StatusUnprocessableEntity, "audit", &p)
	}
	p.CSV, p.JSONLines = p.exportPath(publish.AuditCSV), p.exportPath(publish.AuditJSONLines)
	after := placeIn(p.Value("after"))
	entries, err := d.publisher.AuditLog(ctx, filter, after, perPage+1, options(c))
	if err != nil {
		return err
	}
	if len(entries) > perPage {
		entries = entries[:perPage]
		p.Older = auditPath + "?" + p.narrowed("after", placeText(entries[perPage-1])).Encode()
	}
	if after != (store.AuditPlace{}) {
		p.Newest = auditPath + "?" + p.narrowed("", "").Encode()
	}
	if p.Entries, err = d.auditLines(c, f, entries); err != nil {
		return err
	}
	return d.show(c, "audit", &p)
}

// ExportAudit sends the entries that the filter lets through as a file.
func (d *Desk) ExportAudit(c *gin.Context) error {
	f, err := d.frame(c, "desk.audit", "desk.audit")
	if err != nil {
		return err
	}
	asked := form{Values: c.Request.URL.Query()}
	filter, err := f.auditFilter(asked)
	if err != nil {
		return err
	}
	format := publish.AuditFormat(asked.Value("format"))
	kind, ok := map[publish.AuditFormat]string{
		publish.AuditCSV: "text/csv; charset=utf-8", publish.AuditJSONLines: "application/jsonl; charset=utf-8",
	}[format]
	if !ok {
		return newsroom.Because(newsroom.ErrInvalid, "format %q: use csv or jsonl", format)
	}
	file := newDownload(c, "hebi-audit-"+f.fileTime(d.now())+"."+string(format), kind)
	if err := d.publisher.WriteAudit(c.Request.Context(), file, format, filter, options(c)); err != nil {
		return err
	}
	_, err = file.Write(nil) // of no entries there are no lines, but a file
	return err
}

// auditFilter reads the filter; a day that is none is ErrInvalid, at its field.
func (f frame) auditFilter(from form) (store.AuditFilter, error) {
	q := store.AuditFilter{Action: from.Value("action"), Address: strings.TrimSpace(from.Value("address")), Subject: strings.TrimSpace(from.Value("subject"))}
	if q.Operator = from.Value("user") == operator; !q.Operator {
		q.Email = from.Value("user")
	}
	first, err := f.dayIn(from, "from")
	if err != nil {
		return q, err
	}
	last, err := f.dayIn(from, "to")
	if err != nil {
		return q, err
	}
	q.From = first
	if !last.IsZero() {
		q.To = last.AddDate(0, 0, 1)
	}
	return q, nil
}

// dayIn is the beginning of the day in a field, in the site's zone; zero for none.
func (f frame) dayIn(from form, name string) (time.Time, error) {
	text := from.Value(name)
	if text == "" {
		return time.Time{}, nil
	}
	zone := f.Zone
	if zone == nil {
		zone = time.UTC
	}
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return day, newsroom.At(newsroom.Place{Key: name}, newsroom.Because(newsroom.ErrInvalid, "day %q: use one such as 2026-03-01", text))
	}
	return day, nil
}

// narrowed are the values of the filter, with one more where key is not empty.
func (p *auditPage) narrowed(key, value string) url.Values {
	v := url.Values{}
	for _, name := range []string{"user", "action", "subject", "address", "from", "to"} {
		if typed := p.Value(name); typed != "" {
			v.Set(name, typed)
		}
	}
	if key != "" {
		v.Set(key, value)
	}
	return v
}

func (p *auditPage) exportPath(format publish.AuditFormat) string {
	return auditPath + "/export?" + p.narrowed("format", string(format)).Encode()
}

// placeText is a place in the log as an address has it: the entry's time in
// nanoseconds and its number.
func placeText(e newsroom.AuditEntry) string { return fmt.Sprintf("%d.%d", e.At.UnixNano(), e.ID) }

// placeIn reads it; anything else is the beginning.
func placeIn(text string) store.AuditPlace {
	at, id, _ := strings.Cut(text, ".")
	nanoseconds, wrong := strconv.ParseInt(at, 10, 64)
	number, wrongID := strconv.ParseInt(id, 10, 64)
	if cmp.Or(wrong, wrongID) != nil {
		return store.AuditPlace{}
	}
	return store.AuditPlace{At: time.Unix(0, nanoseconds).UTC(), ID: number}
}
