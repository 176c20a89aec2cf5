package desk

import (
	"net/url"
	"time"

	"hebi/internal/newsroom"
)

// keepingPages are the audit log and the backup.
func keepingPages(f frame) map[string]any {
	day := time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)
	wrong := form{Values: url.Values{"user": {operator}, "action": {"updated"}}, Problems: map[string]string{"from": "wrong", "to": "wrong"}}
	line := func(e newsroom.AuditEntry) auditLine {
		l := auditLine{AuditEntry: e, Who: f.nobody(e), Did: f.ActionName(e.Action), Changes: f.changesOf(e)}
		l.What, l.Which = f.subjectName(e.Subject)
		return l
	}
	of := line(newsroom.AuditEntry{
		At: day, Address: "192.0.2.1", Action: "updated", Subject: "article x",
		Before: newsroom.Facts{"zh.title": "旧"}, After: newsroom.Facts{"zh.title": "新", "en.status": "draft"},
	})
	of.Who, of.Path = "Wen", "/desk/articles/7"
	many := newsroom.Facts{}
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		many[name] = name
	}
	return map[string]any{
		"audit": &auditPage{
			frame: f, form: wrong, Users: []newsroom.User{*f.User}, Actions: []string{"updated", "x"}, CSV: "/desk/x", JSONLines: "/desk/y", Newest: "/desk/z", Older: "/desk/w",
			Entries: []auditLine{of, line(newsroom.AuditEntry{At: day, Action: "x", Subject: "y", After: many})},
		},
		"audit none":    &auditPage{frame: f, form: wrong},
		"backup":        &backupPage{frame: f, Last: &newsroom.AuditEntry{At: day}, By: "Wen"},
		"backup system": &backupPage{frame: f, Last: &newsroom.AuditEntry{At: day}},
		"backup none":   &backupPage{frame: f},
	}
}
