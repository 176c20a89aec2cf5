package desk

import (
	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// backupPath is where a copy of the site is taken.
const backupPath = Root + "backup"

// backupPage is /desk/backup.
type backupPage struct {
	frame
	// Last says when a backup was begun last, here or at the command line; nil for never.
	Last *newsroom.AuditEntry
	// By is who began it; empty for the operator.
	By string
}

// ShowBackup says what a backup holds and when the last was begun.
func (d *Desk) ShowBackup(c *gin.Context) error {
	f, err := d.frame(c, "desk.backup", "desk.backup")
	if err != nil {
		return err
	}
	p := backupPage{frame: f}
	made, err := d.publisher.AuditLog(c.Request.Context(), store.AuditFilter{Action: "backup"}, store.AuditPlace{}, 1, options(c))
	if err != nil {
		return err
	}
	if len(made) > 0 {
		names, err := d.names(c)
		if err != nil {
			return err
		}
		p.Last, p.By = &made[0], names[made[0].User]
	}
	return d.show(c, "backup", &p)
}

// Backup sends a copy of the whole site. One that fails half way comes back as
// an error, by which the connection breaks off: no browser takes it for whole.
func (d *Desk) Backup(c *gin.Context) error {
	f, err := d.frame(c, "desk.backup", "desk.backup")
	if err != nil {
		return err
	}
	file := newDownload(c, "hebi-"+f.fileTime(d.now())+".tar.gz", "application/gzip")
	_, err = d.publisher.Backup(c.Request.Context(), file, d.version, options(c), nil)
	return err
}
