package desk

import (
	"fmt"
	"time"
)

// Quota is what a section has to put before the public each month (每月上报): at least Minimum pieces by the day DueDay.
type Quota struct {
	Section string
	DueDay  int // 1 to 31; in a shorter month its last day
	Minimum int // 0: nothing is asked
}

// MostQuota bounds what may be asked of a section in a month.
const MostQuota = 999

// Valid says whether the numbers can be meant.
func (q Quota) Valid() bool {
	return q.Section != "" && q.DueDay >= 1 && q.DueDay <= 31 && q.Minimum >= 0 && q.Minimum <= MostQuota
}

// Due is the last day of a month (YYYY-MM) on which the quota is met in time, YYYY-MM-DD.
func (q Quota) Due(month string) string {
	first, err := time.Parse("2006-01", month)
	if err != nil {
		return ""
	}
	last := first.AddDate(0, 1, -1).Day()
	return fmt.Sprintf("%s-%02d", month, min(q.DueDay, last))
}

// QuotaLight is how a section stands in a month.
type QuotaLight string

const (
	QuotaMet    QuotaLight = "met"    // enough in time
	QuotaTardy  QuotaLight = "tardy"  // enough, but after the due day
	QuotaOpen   QuotaLight = "open"   // there is time
	QuotaNear   QuotaLight = "near"   // the due day is at most three days away
	QuotaMissed QuotaLight = "missed" // the due day is over
)

// quotaNear is how many days before the due day a section is reminded.
const quotaNear = 3

// Light judges the days of publication, oldest first, as of today; all are YYYY-MM-DD.
func (q Quota) Light(month string, published []string, today string) QuotaLight {
	due := q.Due(month)
	switch {
	case q.Minimum == 0 || len(published) >= q.Minimum && published[q.Minimum-1] <= due:
		return QuotaMet
	case len(published) >= q.Minimum:
		return QuotaTardy
	case today > due:
		return QuotaMissed
	case plusDays(today, quotaNear) >= due:
		return QuotaNear
	}
	return QuotaOpen
}

func plusDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}
