package desk

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// silence is how long a browser may take nothing of a file before the
// connection ends: whole files take longer than the server grants a page.
const silence = 2 * time.Minute

// download sends a file of unknown length as it is written. Until the first
// byte nothing is said of it, so that what fails before is answered with a page.
type download struct {
	c          *gin.Context
	connection *http.ResponseController
	name, kind string
}

// newDownload is for a file of that name and media type.
func newDownload(c *gin.Context, name, kind string) *download {
	d := &download{c: c, connection: http.NewResponseController(c.Writer), name: name, kind: kind}
	// The server would take a request that lasts longer than reading one may for abandoned.
	_ = d.connection.SetReadDeadline(time.Time{}) // tests answer into memory, which has no deadlines
	return d
}

// Write sends some of the file.
func (d *download) Write(p []byte) (int, error) {
	_ = d.connection.SetWriteDeadline(time.Now().Add(silence)) // as above
	if !d.c.Writer.Written() {
		d.c.Header("Content-Type", d.kind)
		d.c.Header("Content-Disposition", `attachment; filename="`+d.name+`"`)
		d.c.Status(http.StatusOK)
	}
	return d.c.Writer.Write(p)
}

// fileTime is a moment in the name of a file, in the site's zone.
func (f frame) fileTime(t time.Time) string {
	if f.Zone != nil {
		t = t.In(f.Zone)
	}
	return t.Format("20060102-1504")
}
