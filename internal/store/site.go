package store

import (
	"context"
	"fmt"

	"hebi/internal/newsroom"
)

type settingRow struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

func (settingRow) TableName() string { return "settings" }

// Names of the settings that the store keeps.
const (
	siteSetting    = "site"
	starterSetting = "starter"
	hubSetting     = "hub"
	baseSetting    = "base"
)

// Site returns the site's settings; before any were saved, a site in UTC
// without a name. One saved before there was Indent has it.
func (s *Store) Site(ctx context.Context) (*newsroom.Site, error) {
	site := &newsroom.Site{TimeZone: "UTC", Indent: true}
	value, err := s.setting(ctx, siteSetting)
	unmarshal(value, site)
	return site, err
}

// SaveSite replaces the site's settings.
func (s *Store) SaveSite(ctx context.Context, site *newsroom.Site) error {
	return s.setSetting(ctx, siteSetting, marshal(site))
}

// StarterState says how far the import of the starter content got.
type StarterState string

// The states of the starter content; done also means that the site goes without.
const (
	StarterNone  StarterState = ""
	StarterBegun StarterState = "begun"
	StarterDone  StarterState = "done"
)

// Starter returns how far the import of the starter content got.
func (s *Store) Starter(ctx context.Context) (StarterState, error) {
	value, err := s.setting(ctx, starterSetting)
	return StarterState(value), err
}

// SetStarter records how far the import of the starter content got.
func (s *Store) SetStarter(ctx context.Context, state StarterState) error {
	return s.setSetting(ctx, starterSetting, string(state))
}

// Hub returns the address of the WebSub hub that changed feeds are told to;
// empty when none is.
func (s *Store) Hub(ctx context.Context) (string, error) { return s.setting(ctx, hubSetting) }

// SetHub records the address of the WebSub hub for every process that
// publishes; empty for none.
func (s *Store) SetHub(ctx context.Context, address string) error {
	return s.setSetting(ctx, hubSetting, address)
}

// BaseURL returns the address under which the site was last served; empty before it was.
func (s *Store) BaseURL(ctx context.Context) (string, error) { return s.setting(ctx, baseSetting) }

// SetBaseURL records the address under which the site is served, for commands that print addresses.
func (s *Store) SetBaseURL(ctx context.Context, address string) error {
	return s.setSetting(ctx, baseSetting, address)
}

func (s *Store) setting(ctx context.Context, name string) (string, error) {
	rows, err := of[settingRow](s.read).Where("name = ?", name).Limit(1).Find(ctx)
	if err != nil {
		return "", fmt.Errorf("setting %s: %w", name, err)
	}
	if len(rows) == 0 {
		return "", nil
	}
	return rows[0].Value, nil
}

func (s *Store) setSetting(ctx context.Context, name, value string) error {
	err := s.write.WithContext(ctx).Exec(
		"INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value).Error
	if err != nil {
		return fmt.Errorf("setting %s: %w", name, err)
	}
	return nil
}
