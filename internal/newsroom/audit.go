package newsroom

import "time"

// AuditEntry says who did what to which subject, when and from where. Entries
// are only ever added.
type AuditEntry struct {
	// ID is the entry's number; 0 before it is stored.
	ID int64
	// At is when it was done; the store sets it.
	At time.Time
	// User is the number of who did it; 0 is the operator at the command line, or the clock.
	User int64
	// Email is that user's, filled by the store; empty for the operator.
	Email string
	// Address is the network address it was asked from; empty at the command line.
	Address string
	// Action is what was done, such as "updated", "publish" or "withdraw".
	Action string
	// Subject is what it was done to: a kind and a name, such as "article two-sessions".
	Subject string
	// Before and After hold what the change made different, and nothing else.
	Before, After Facts
}

// Facts are values by the name of what they are of, such as "zh.status" or
// "name.en". A long text stands as its length and a digest.
type Facts map[string]string
