package desk

import (
	"errors"

	"hebi/internal/locale"
	"hebi/internal/newsroom"
)

// problem puts the sentence for what publish refused beside the field that it
// is about; usual is the field where it does not say. Sentences that the desk
// has in both languages go before publish's own, which are English. What is no
// rule of the newsroom is returned, and so is what the user may not do.
func (f frame) problem(to form, err error, usual string) error {
	kind := ""
	switch {
	case errors.Is(err, newsroom.ErrConflict):
		kind = "conflict"
	case errors.Is(err, newsroom.ErrInvalid):
		kind = "invalid"
	default:
		return err
	}
	place := newsroom.PlaceOf(err)
	key := place.Key
	if key == "" {
		key = usual
	}
	said := f.Sentence(err)
	if word := "desk.problem." + key + "." + kind; locale.Has(word) {
		said = f.T(word)
	}
	to.Problems[key] = said
	return nil
}
