package store

import "context"

// Progress returns where a command that walks the whole site stopped, as it
// said with SetProgress; empty when it came to its end or never ran.
func (s *Store) Progress(ctx context.Context, command string) (string, error) {
	return s.setting(ctx, "progress of "+command)
}

// SetProgress records where a command stopped; empty means at the end.
func (s *Store) SetProgress(ctx context.Context, command, where string) error {
	return s.setSetting(ctx, "progress of "+command, where)
}
