package locale

import (
	"fmt"
	"time"

	"hebi/internal/newsroom"
)

func (l Locale) at(t time.Time) time.Time {
	if l.Zone == nil {
		return t.UTC()
	}
	return t.In(l.Zone)
}

// Date is the day of a moment in the site's zone: 2023年10月25日, 25 October 2023. Empty for the zero time.
func (l Locale) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Day(l.at(t))
}

// Moment is day and clock of a moment in the site's zone: 2023年10月25日 08:00,
// 25 October 2023, 08:00. Midnight sharp is how a date without a time is kept:
// it shows the day alone.
func (l Locale) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if hour, minute, second := l.at(t).Clock(); hour+minute+second == 0 {
		return l.Date(t)
	}
	separator := " "
	if l.Language == newsroom.English {
		separator = ", "
	}
	return l.Date(t) + separator + l.at(t).Format("15:04")
}

// Day is a calendar day as it is, in no zone; for print pages and affiliations.
func (l Locale) Day(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	if l.Language == newsroom.Chinese {
		return day.Format("2006年1月2日")
	}
	return day.Format("2 January 2006")
}

// WeekdayFirst says that the weekday stands before the date, with a comma.
func (l Locale) WeekdayFirst() bool { return l.Language == newsroom.English }

// Weekday is 星期三, Wednesday; in the site's zone.
func (l Locale) Weekday(t time.Time) string {
	day := l.at(t).Weekday()
	if l.Language == newsroom.Chinese {
		return "星期" + string([]rune("日一二三四五六")[day])
	}
	return day.String()
}

// Month is 2023年10月, October 2023.
func (l Locale) Month(year int, month time.Month) string {
	if l.Language == newsroom.Chinese {
		return fmt.Sprintf("%d年%d月", year, int(month))
	}
	return fmt.Sprintf("%s %d", month, year)
}

// Stamp is a moment for machines: RFC 3339 with the site's offset, as the datetime attribute wants it.
func (l Locale) Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.at(t).Format(time.RFC3339)
}
