package bot

import (
	"fmt"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
)

// What is said to staff about what they have to put before the public.

func sayLagging(month string, lagging []lag, staffURL string) string {
	lines := []string{"公开信息上报提醒："}
	for _, q := range lagging {
		state := "前至少"
		if q.light == desk.QuotaMissed {
			state = "前应有"
		}
		lines = append(lines, fmt.Sprintf("%s：%s%s%d条，已公开%d条", q.Section, chineseDay(disclosure.Day(q.Due(month))), state, q.Minimum, q.count))
	}
	return linked(strings.Join(lines, "\n"), staffURL+"/admin/monthly?month="+month)
}

func sayPublish(p desk.Publication, due disclosure.Day, provisional, late bool, staffURL string) string {
	s := "《" + clip(p.Title, questionShown) + "》最晚" + chineseDay(due) + "公开"
	if provisional {
		s += "（暂定）"
	}
	if late {
		s += "，已超期"
	}
	return linked(s, fmt.Sprintf("%s/admin/publications/%d", staffURL, p.ID))
}
