package reader

// comfort is something that readers set for their device; a script keeps it
// there, and without one it is not offered.
type comfort struct {
	Name, Label string
	Choices     []setting
}

// setting has an empty value when it is how the site is by itself.
type setting struct{ Value, Label string }

// Comforts are those of every page.
func (f frame) Comforts() []comfort {
	return []comfort{
		{Name: "scheme", Label: f.T("comforts.scheme"), Choices: []setting{
			{"", f.T("comforts.auto")}, {"light", f.T("comforts.light")}, {"dark", f.T("comforts.dark")},
		}},
		{Name: "size", Label: f.T("comforts.size"), Choices: []setting{
			{"small", f.T("comforts.small")}, {"", f.T("comforts.medium")}, {"large", f.T("comforts.large")}, {"largest", f.T("comforts.largest")},
		}},
	}
}
