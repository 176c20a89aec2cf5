package newsroom

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWhenAnEditionIsDatedAndModified(t *testing.T) {
	at := func(n int) time.Time { return time.Date(2024, 5, n, 0, 0, 0, 0, time.UTC) }
	for _, tc := range []struct {
		name            string
		edition         Edition
		dated, modified time.Time
	}{
		{"the byline's date wins over the moment of import", Edition{Date: at(1), Published: at(9), Updated: at(1)}, at(1), at(1)},
		{"without one it is the first publication", Edition{Published: at(2)}, at(2), at(2)},
		{"a significant revision moves the other alone", Edition{Date: at(1), Published: at(1), Updated: at(5)}, at(1), at(5)},
		{"the latest note of a correction moves it without another text", Edition{Date: at(1), Updated: at(1), Corrections: []Correction{{Date: at(7)}, {Date: at(3)}}}, at(1), at(7)},
		{"it is never before the date", Edition{Date: at(4), Published: at(4), Updated: at(3)}, at(4), at(4)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff([]time.Time{tc.dated, tc.modified}, []time.Time{tc.edition.Dated(), tc.edition.Modified()}); diff != "" {
				t.Error(diff)
			}
		})
	}
}
