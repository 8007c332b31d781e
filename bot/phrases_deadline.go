package bot

import (
	"fmt"
	"strings"
	"time"

	"shangda/disclosure"
	"shangda/policy"
)

const (
	saySheet = "答复单"

	labelMoreCases  = "更多情形"
	labelOtherCases = "其他情形"

	labelCount    = "算最晚哪天"
	labelDayByDay = "看逐日计算"
	labelCalendar = "加入日历"
	labelTooLate  = "过期了怎么办"
	sayWhichTerm  = "您问的是哪一个期限？"
	sayWhichDay   = "您提到了不止一个日期，从哪一天算起？"
	sayDayHelp    = "请再发一次日期，例如：11月3日、昨天、上周五。"
)

// sayLatest is the answer: the last day.
func sayLatest(due disclosure.Day, provisional bool) string {
	if provisional {
		return "最晚 " + sayDayLong(due) + "，暂定。"
	}
	return "最晚 " + sayDayLong(due) + "。"
}

// sayInTime says whether an act on a day is in time.
func sayInTime(acted, due disclosure.Day) string {
	if acted <= due {
		return sayDayShort(acted, true) + "来得及。"
	}
	return sayDayShort(acted, true) + "已经晚了。"
}

// sayCounted explains how the last day was found.
func sayCounted(t *policy.Term, c disclosure.Count) string {
	n, unit := c.N, sayUnit(c.Unit)
	var first, last disclosure.Step
	madeUp, holidays := []string{}, false
	for _, s := range c.Steps[1:] {
		switch {
		case s.N == 1:
			first = s
		case s.Kind == disclosure.Holiday:
			holidays = true
		}
		if s.N == n {
			last = s
		}
		if s.Kind == disclosure.MakeUp && c.Unit == disclosure.Workdays {
			madeUp = append(madeUp, sayDayShort(s.Day, true))
		}
	}
	start := c.Start()
	s := sayDayIn(start, c.Due().Year()) + "为" + t.Zero + "，不计入；" + sayDayIn(first.Day, c.Due().Year()) + "算第1" + unit
	if n > 1 {
		s += fmt.Sprintf("，第%d%s是%s", n, unit, sayDayShort(last.Day, false))
	}
	s += "。"
	if last.Day != c.Due() {
		s += sayDayShort(last.Day, false) + "不是工作日，顺延到下一个工作日" + sayDayShort(c.Due(), false) + "（民法典第二百零三条）。"
	}
	switch {
	case len(madeUp) > 0:
		s += "周末和法定节假日不计；调休上班的" + strings.Join(madeUp, "、") + "计入。"
	case holidays && c.Unit == disclosure.Workdays:
		s += "周末和法定节假日不计。"
	}
	return s
}

// sayUnit is what follows a number: 20个工作日 or 30天, counted 第20个, 第30天.
func sayUnit(u disclosure.Unit) string {
	if u == disclosure.Days {
		return "天"
	}
	return "个工作日"
}

// sayRemaining compares the last day with today.
func sayRemaining(today, due disclosure.Day) string {
	days := int(due.Start().Sub(today.Start()).Hours() / 24)
	switch {
	case days > 0:
		return fmt.Sprintf("从今天（%s）起还有%d天。", sayDayShort(today, false), days)
	case days == 0:
		return "就是今天。"
	}
	return fmt.Sprintf("已经过了%d天。", -days)
}

// sayProvisional warns that a year's holidays are not known, and of the earliest day that may come out.
func sayProvisional(c disclosure.Count, today disclosure.Day) string {
	year := 0
	for _, s := range c.Steps {
		if !s.Known {
			year = s.Day.Year()
			break
		}
	}
	if year < today.Year() {
		return fmt.Sprintf("请注意：%d年的放假调休安排没有收录，按周末和固定节假日估算，仅供参考。", year)
	}
	s := fmt.Sprintf("请注意：%d年放假调休安排尚未公布，暂按周末和固定节假日推算。", year)
	if c.Earliest < c.Due() {
		s += "如有调休上班，最早可能提前到" + sayDayIn(c.Earliest, c.Start().Year()) + "，建议按更早的日子办。"
	}
	return s
}

func sayExtended(due disclosure.Day) string {
	return "依法延长的，最晚 " + sayDayLong(due) + "。"
}

// sayTerm names a term in a choice.
func sayTerm(t *policy.Term) string { return t.Act + "：" + sayPeriod(t) }

func sayPeriod(t *policy.Term) string {
	if t.Unit == string(disclosure.Workdays) {
		return fmt.Sprintf("%d个工作日", t.N)
	}
	return fmt.Sprintf("%d日", t.N)
}

// sayWhichStart gives the rule and asks for the day it is counted from.
func sayWhichStart(t *policy.Term) string {
	return t.Act + "：" + t.Event + "起" + sayPeriod(t) + "内。\n" + t.Zero + "是哪天？告诉我，就能算到具体日期，例如：11月3日、昨天、上周五。"
}

func sayStartChoice(word string, day disclosure.Day) string {
	return word + "（" + sayDayShort(day, false) + "，" + weekdays[day.Weekday()] + "）"
}

func sayStartLabel(day disclosure.Day) string { return "从" + sayDayLong(day) + "算" }

// sayBefore is for a day on which the rule was not in force yet.
func sayBefore(title string, effective policy.Date, day disclosure.Day) string {
	return sayTitle(title) + sayDate(effective) + "起才施行，" + sayDayLong(day) + "的事不能按它算。当时的规定请人工核对。"
}

func sayNoSuchDay(year, month, day int) string {
	return fmt.Sprintf("没有%d年%d月%d日这一天。", year, month, day)
}

func sayWrongWeekday(day disclosure.Day, said time.Weekday) string {
	return sayDayLong(day) + "，不是" + weekdays[said] + "，请核对日期。"
}

// sayDayLong writes 2026年12月1日（周二）.
func sayDayLong(d disclosure.Day) string {
	return sayDate(policy.Date(d)) + "（" + weekdays[d.Weekday()] + "）"
}

// sayDayShort writes 12月1日, with its weekday 12月1日（周二）.
func sayDayShort(d disclosure.Day, week bool) string {
	t := d.Start()
	s := fmt.Sprintf("%d月%d日", t.Month(), t.Day())
	if week {
		s += "（" + weekdays[d.Weekday()] + "）"
	}
	return s
}

// sayDayIn leaves the year out where it goes without saying.
func sayDayIn(d disclosure.Day, year int) string {
	if d.Year() == year {
		return sayDayShort(d, true)
	}
	return sayDayLong(d)
}

func sayWhichCase(guide string) string { return guide + "，您是哪一种情形？" }

func sayCase(b *policy.Branch) string { return b.When + "：\n" + b.Text }
