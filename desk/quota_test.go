package desk

import "testing"

func TestQuotaIsJudgedByTheDayOnWhichItWasReached(t *testing.T) {
	q := Quota{Section: "外资科", DueDay: 25, Minimum: 2}
	for name, c := range map[string]struct {
		published []string
		today     string
		want      QuotaLight
	}{
		"enough in time":       {[]string{"2026-03-02", "2026-03-25", "2026-03-30"}, "2026-03-31", QuotaMet},
		"enough, late":         {[]string{"2026-03-02", "2026-03-26"}, "2026-03-31", QuotaTardy},
		"not enough, time":     {[]string{"2026-03-02"}, "2026-03-21", QuotaOpen},
		"three days left":      {[]string{"2026-03-02"}, "2026-03-22", QuotaNear},
		"on the due day":       {nil, "2026-03-25", QuotaNear},
		"the day after":        {[]string{"2026-03-02"}, "2026-03-26", QuotaMissed},
		"a month that is over": {nil, "2026-05-01", QuotaMissed},
		"a month to come":      {nil, "2026-01-31", QuotaOpen},
	} {
		if got := q.Light("2026-03", c.published, c.today); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if got := (Quota{Section: "外资科", DueDay: 25}).Light("2026-03", nil, "2026-04-01"); got != QuotaMet {
		t.Errorf("nothing asked: %s", got)
	}
}

func TestDueDayOfAShortMonthIsItsLast(t *testing.T) {
	for month, want := range map[string]string{"2026-02": "2026-02-28", "2028-02": "2028-02-29", "2026-04": "2026-04-30", "2026-05": "2026-05-31"} {
		if got := (Quota{DueDay: 31}).Due(month); got != want {
			t.Errorf("%s: %s, want %s", month, got, want)
		}
	}
	for _, q := range []Quota{{"", 1, 1}, {"科", 0, 1}, {"科", 32, 1}, {"科", 1, -1}, {"科", 1, 1000}} {
		if q.Valid() {
			t.Errorf("%+v is taken", q)
		}
	}
}
