package desk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hebi/internal/newsroom"
	"hebi/internal/publish"
)

// sitePath is where the site's settings are.
const sitePath = Root + "site"

// offeredArticles is how many articles the places of the front page can be chosen from.
const offeredArticles = 200

// ShowSite shows the site's settings.
func (d *Desk) ShowSite(c *gin.Context) error {
	stored, err := d.store.Site(c.Request.Context())
	if err != nil {
		return err
	}
	s, err := d.siteSheet(c, form{Values: siteValues(stored)}, publish.Fingerprint(stored))
	if err != nil {
		return err
	}
	return d.show(c, "sheet", s)
}

// SaveSite takes them.
func (d *Desk) SaveSite(c *gin.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, base := c.Request.Context(), f.Value("base")
	err = d.publisher.EditSite(ctx, base, siteIn(f), options(c))
	if err == nil {
		return d.redirect(c, sitePath, "desk.did.saved")
	}
	key := newsroom.PlaceOf(err).Key
	if !isRefusal(err) {
		return err
	}
	status := http.StatusUnprocessableEntity
	var stored *newsroom.Site
	if key == publish.BaseKey {
		key, status = "", http.StatusConflict
		var failed error
		if stored, failed = d.store.Site(ctx); failed != nil {
			return failed
		}
		base = publish.Fingerprint(stored)
	}
	f.Problems[key] = d.localeOf(c).Sentence(err)
	s, err := d.siteSheet(c, f, base)
	if err != nil {
		return err
	}
	if stored != nil {
		s.Differences = s.differences(siteValues(stored))
	}
	s.missed()
	return d.render(c, status, "sheet", s)
}

func siteValues(s *newsroom.Site) url.Values {
	v := url.Values{
		"contact": {s.Contact}, "icp-link": {s.ICP.Link}, "police-link": {s.Police.Link}, "report-telephone": {s.Report.Telephone}, "report-email": {s.Report.Email},
		"zone": {s.TimeZone}, "lead": {s.Front.Lead}, "special": {s.Front.Special},
	}
	for name, b := range map[string]newsroom.Bilingual{
		"name": s.Name, "tagline": s.Tagline, "publisher": s.Publisher, "rights": s.Rights, "icp": s.ICP.Number, "police": s.Police.Number, "report": s.Report.Text,
	} {
		setBilingual(v, name, b)
	}
	for i := range newsroom.MaxSeconds {
		v.Set("second-"+strconv.Itoa(i+1), "")
		if i < len(s.Front.Seconds) {
			v.Set("second-"+strconv.Itoa(i+1), s.Front.Seconds[i])
		}
	}
	for name, on := range map[string]bool{"indent": s.Indent, "hong-kong": s.HongKong} {
		if on {
			v.Set(name, "1")
		}
	}
	return v
}

func siteIn(f form) *newsroom.Site {
	s := &newsroom.Site{
		Name: f.bilingual("name"), Tagline: f.bilingual("tagline"), Publisher: f.bilingual("publisher"), Rights: f.bilingual("rights"),
		Contact: f.Value("contact"), TimeZone: f.Value("zone"), Indent: f.Value("indent") != "", HongKong: f.Value("hong-kong") != "",
		ICP:    newsroom.Filing{Number: f.bilingual("icp"), Link: f.Value("icp-link")},
		Police: newsroom.Filing{Number: f.bilingual("police"), Link: f.Value("police-link")},
		Report: newsroom.ReportLine{Text: f.bilingual("report"), Telephone: f.Value("report-telephone"), Email: f.Value("report-email")},
		Front:  newsroom.Front{Lead: f.Value("lead"), Special: f.Value("special")},
	}
	for i := range newsroom.MaxSeconds {
		s.Front.Seconds = append(s.Front.Seconds, f.Value("second-"+strconv.Itoa(i+1)))
	}
	return s
}

func (d *Desk) siteSheet(c *gin.Context, from form, base string) (*sheet, error) {
	f, err := d.frame(c, "desk.settings", "desk.settings")
	if err != nil {
		return nil, err
	}
	s := &sheet{frame: f, form: from, Action: sitePath, List: Root, Trail: f.T("desk"), Base: base, Public: "/" + string(f.Language) + "/"}
	typed := func(name, kind string) input {
		in := s.input(name)
		in.Type = kind
		return in
	}
	var zones []option
	for _, zone := range timeZones() {
		zones = append(zones, option{Value: zone, Text: zone})
	}
	if zone := s.Value("zone"); !slices.Contains(timeZones(), zone) {
		zones = append(zones, option{Value: zone, Text: zone})
	}
	box := func(name string) input {
		in := typed(name, "checkbox")
		in.Checked, in.Value = in.Value != "", "1"
		return in
	}
	front, err := d.frontInputs(c.Request.Context(), s)
	if err != nil {
		return nil, err
	}
	s.Groups = []panel{
		{s.T("desk.settings.name"), slices.Concat(s.pair("name", 0), s.pair("tagline", 0))},
		{s.T("desk.settings.front"), front},
		{s.T("desk.settings.publisher"), slices.Concat(s.pair("publisher", 0), s.pair("rights", 2), []input{typed("contact", "email")})},
		{s.T("desk.settings.filings"), slices.Concat(s.pair("icp", 0), []input{typed("icp-link", "url")}, s.pair("police", 0), []input{typed("police-link", "url")})},
		{s.T("desk.settings.report"), slices.Concat(s.pair("report", 0), []input{typed("report-telephone", "tel"), typed("report-email", "email")})},
		{s.T("desk.settings.show"), []input{s.choice("zone", zones), box("indent"), box("hong-kong")}},
	}
	return s, nil
}

// frontInputs are the places of the front page, each with what it can be chosen from.
func (d *Desk) frontInputs(ctx context.Context, s *sheet) ([]input, error) {
	articles, err := d.store.FindArticles(ctx, "", s.Language, offeredArticles)
	if err != nil {
		return nil, err
	}
	specials, err := d.store.AllSpecials(ctx)
	if err != nil {
		return nil, err
	}
	lists := []datalist{{ID: "articles"}, {ID: "specials"}}
	for _, a := range articles {
		lists[0].Options = append(lists[0].Options, namedOption(a))
	}
	for _, x := range specials {
		lists[1].Options = append(lists[1].Options, option{Value: x.Slug, Text: specialTitle(&x).In(s.Language)})
	}
	s.Lists = lists
	names := []string{"lead"}
	for i := range newsroom.MaxSeconds {
		names = append(names, "second-"+strconv.Itoa(i+1))
	}
	var list []input
	for _, name := range append(names, "special") {
		in := s.input(name)
		in.List, in.Hint = "articles", s.T("desk.hint.place")
		if name == "special" {
			in.List = "specials"
		}
		list = append(list, in)
	}
	return list, nil
}
