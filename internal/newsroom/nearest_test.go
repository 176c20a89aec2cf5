package newsroom

import (
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	for word, want := range map[string]int{"title": 0, "tilte": 1, "titel": 1, "titl": 1, "tittle": 1, "tjtle": 1, "": 5, strings.Repeat("x", 500): 500} {
		if got := Distance(word, "title"); got != want {
			t.Errorf("distance of %.20q to title = %d, want %d", word, got, want)
		}
	}
}
