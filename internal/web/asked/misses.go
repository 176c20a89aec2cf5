package asked

import (
	"strings"
	"sync"
	"time"

	"hebi/internal/hanzi"
	"hebi/internal/newsroom"
	"hebi/internal/search"
)

const (
	// enough is how often a question must be asked on one day for its count to be
	// kept: what one reader asked once may say who they are.
	enough = 3
	// mostMisses bounds the memory that one day's questions take, to a few MiB.
	mostMisses = 5000
)

// Misses counts searches without hits in memory. What is kept of them are daily
// sums: no address, no time of day, nothing asked fewer than three times. It is
// safe for concurrent use; a nil one counts nothing.
type Misses struct {
	mu sync.Mutex
	// days has the counts by day and folded question; latest is the last day that was counted on.
	days   map[string]map[string]*tally
	latest string
	// flushing lets one flush end before the next begins.
	flushing sync.Mutex
}

// tally is how often a question was asked on a day, and how much of that is kept.
type tally struct{ asked, kept int }

// Count counts a question that found nothing, on the day that at is in its zone.
// Of a day on which more than some thousands of questions are asked in vain,
// those that come first are counted.
func (m *Misses) Count(question string, at time.Time) {
	question = strings.Join(strings.Fields(hanzi.Fold(question)), " ")
	if m == nil || question == "" {
		return
	}
	if runes := []rune(question); len(runes) > search.MaxQuery {
		question = string(runes[:search.MaxQuery])
	}
	day := at.Format(time.DateOnly)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.days == nil {
		m.days = map[string]map[string]*tally{}
	}
	if m.days[day] == nil {
		m.days[day] = map[string]*tally{}
	}
	m.latest = max(m.latest, day)
	t := m.days[day][question]
	if t == nil {
		if len(m.days[day]) >= mostMisses {
			return
		}
		t = &tally{}
		m.days[day][question] = t
	}
	t.asked++
}

// Flush hands what was counted since the last time to keep, which adds it to
// the daily sums; what it returns an error for is handed over again. Days before
// the last one counted on are forgotten, with all that was not asked often enough on them.
func (m *Misses) Flush(keep func([]newsroom.SearchMiss) error) error {
	m.flushing.Lock()
	defer m.flushing.Unlock()
	misses, done := m.due()
	if len(misses) > 0 {
		if err := keep(misses); err != nil {
			return err
		}
	}
	done()
	return nil
}

// due is what is to be kept, and what to do when it is.
func (m *Misses) due() ([]newsroom.SearchMiss, func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var misses []newsroom.SearchMiss
	for day, questions := range m.days {
		for question, t := range questions {
			if t.asked >= enough && t.asked > t.kept {
				misses = append(misses, newsroom.SearchMiss{Day: day, Query: question, Count: t.asked - t.kept})
			}
		}
	}
	seen := m.latest
	return misses, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, miss := range misses {
			m.days[miss.Day][miss.Query].kept += miss.Count
		}
		for day := range m.days {
			if day < seen {
				delete(m.days, day)
			}
		}
	}
}
