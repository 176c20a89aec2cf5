package desk

import "github.com/gin-gonic/gin"

// homePage is where an editor's day begins.
type homePage struct {
	frame
}

// ShowHome shows what waits for the user.
func (d *Desk) ShowHome(c *gin.Context) error {
	f, err := d.frame(c, "desk.home", "desk.home")
	if err != nil {
		return err
	}
	f.Heading = f.T("desk.greeting", f.User.Name)
	return d.show(c, "home", &homePage{frame: f})
}
