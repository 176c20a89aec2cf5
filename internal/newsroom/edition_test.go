package newsroom

import (
	"testing"
	"time"
)

func TestCorrectedSince(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 5, 1, hour, 0, 0, 0, time.UTC) }
	corrected := &Edition{Corrections: []Correction{{Date: at(10)}, {Date: at(8)}}}
	for _, tt := range []struct {
		name  string
		of    *Edition
		other *Edition
		want  time.Time
	}{
		{"changed before", corrected, &Edition{Changed: at(9)}, at(10)},
		{"changed since", corrected, &Edition{Changed: at(11)}, time.Time{}},
		{"never corrected", &Edition{}, &Edition{Changed: at(9)}, time.Time{}},
		{"alone", corrected, nil, time.Time{}},
		{"of none", nil, corrected, time.Time{}},
	} {
		if got := tt.of.CorrectedSince(tt.other); !got.Equal(tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
