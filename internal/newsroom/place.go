package newsroom

import "errors"

// Place says what of a thing a sentence is about, in the words of its files;
// whoever reads files finds the line by it. Empty fields narrow nothing.
type Place struct {
	// Language is that of the edition.
	Language Language
	// Key is a key of the front matter, Value one of the values below it.
	Key, Value string
	// File is the name of a file beside the texts, such as a picture.
	File string
}

// At says of an error which place it is about.
func At(place Place, err error) error { return &placed{place, err} }

// PlaceOf returns the place that an error is about, the zero Place when it names none.
func PlaceOf(err error) Place {
	if p, ok := errors.AsType[*placed](err); ok {
		return p.place
	}
	return Place{}
}

type placed struct {
	place Place
	err   error
}

func (p *placed) Error() string { return p.err.Error() }
func (p *placed) Unwrap() error { return p.err }
