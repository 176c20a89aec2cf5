package importer

import (
	"time"

	"go.yaml.in/yaml/v3"
)

// The forms of a time that are taken, with and without a zone.
var (
	zonedForms = []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 -0700"}
	localForms = []string{time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04"}
)

// parseTime reads a time to the second; one without a zone is taken in zone.
func parseTime(s string, zone *time.Location) (time.Time, bool) {
	for _, form := range zonedForms {
		if t, err := time.Parse(form, s); err == nil {
			return t.Truncate(time.Second), plausible(t)
		}
	}
	for _, form := range localForms {
		if t, err := time.ParseInLocation(form, s, zone); err == nil {
			return t.Truncate(time.Second), plausible(t)
		}
	}
	return time.Time{}, false
}

// plausible leaves room at both ends of the four-digit years, so that no
// change of zone runs out of them.
func plausible(t time.Time) bool { return t.Year() >= 1000 && t.Year() <= 9000 }

// time reads a time with or without a zone, or a day.
func (r *reader) time(what string, zone *time.Location, dst *time.Time) setter {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n, what)
		if !ok {
			return
		}
		t, ok := parseTime(s, zone)
		if !ok {
			r.errorf(n.Line, "%s is %q: write a day such as 2023-10-25 or a time such as 2023-10-25T08:00:00+08:00", what, s)
			return
		}
		*dst = t
	}
}

// day reads a calendar day as midnight UTC.
func (r *reader) day(what string, dst *time.Time) setter {
	return r.calendar(what, "a day such as 2023-10-25", dst, func(s string) (time.Time, error) {
		return time.Parse(time.DateOnly, s)
	})
}

// since reads the first day of a span: a year or a month stands for its first day.
func (r *reader) since(what string, dst *time.Time) setter {
	return r.calendar(what, spanForms, dst, func(s string) (time.Time, error) {
		t, _, err := parseSpan(s)
		return t, err
	})
}

// until reads the last day of a span: a year or a month stands for its last day.
func (r *reader) until(what string, dst *time.Time) setter {
	return r.calendar(what, spanForms, dst, func(s string) (time.Time, error) {
		_, t, err := parseSpan(s)
		return t, err
	})
}

const spanForms = "a day such as 2023-10-25, a month such as 2023-10 or a year such as 2023"

func (r *reader) calendar(what, forms string, dst *time.Time, parse func(string) (time.Time, error)) setter {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n, what)
		if !ok {
			return
		}
		t, err := parse(s)
		if err != nil || !plausible(t) {
			r.errorf(n.Line, "%s is %q: write %s", what, s, forms)
			return
		}
		*dst = t
	}
}

// parseSpan returns the first and the last day of a day, a month or a year.
func parseSpan(s string) (first, last time.Time, err error) {
	if first, err = time.Parse(time.DateOnly, s); err == nil {
		return first, first, nil
	}
	if first, err = time.Parse("2006-01", s); err == nil {
		return first, first.AddDate(0, 1, -1), nil
	}
	first, err = time.Parse("2006", s)
	return first, first.AddDate(1, 0, -1), err
}
