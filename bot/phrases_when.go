package bot

import (
	"strings"

	"shangda/policy"
)

// Sentences about time and validity.

const sayTimeOnly = "那一天的规定现在还无法知道。请说说您想问的事，我按现行规定答复，例如：政府信息公开申请多久答复"

func sayAsOf(day policy.Date) string { return "按" + sayDate(day) + "当时的规定：" }

// sayAsOfYear names the day that stands for a year, and when in that year the text changed.
func sayAsOfYear(day, turned policy.Date) string {
	s := "按" + string(day[:4]) + "年年中（7月1日）时的规定："
	if turned != "" {
		s += "\n（这一规定在当年" + strings.TrimPrefix(sayDate(turned), string(turned[:4])+"年") + "有变，其前其后不同）"
	}
	return s
}

func sayFuture(said string, on policy.Date) string {
	return "“" + said + "”：以后的规定现在谁也不知道，可能会变。按今天（" + sayDate(on) + "）已施行的规定："
}

func sayUnclearTime(said string, on policy.Date) string {
	return "您说的时间（" + said + "）不一致或不存在，先按今天（" + sayDate(on) + "）的规定："
}

// sayNotKept says that the text of a past day lacks what was asked, and that today's law follows.
func sayNotKept(day policy.Date, title string) string {
	return sayDate(day) + "适用的是" + sayTitle(title) + "，我们收录的部分里没有找到对应内容，不能答复当时的规定。\n下面是现行规定："
}

// sayNothingThen says that what is on file of a past day has no answer.
func sayNothingThen(day policy.Date, year bool) string {
	then := sayDate(day)
	if year {
		then = string(day[:4]) + "年"
	}
	return "没有收录" + then + "时关于这件事的规定，不敢随便回答您。"
}

const sayThenTry = "要问现在的规定，请去掉年份再发一次；要查当时的规定，请找工作人员。"

func sayNoYear(said string) string {
	return "您问的是“" + said + "”，没说是哪一年，我们也没有收录更早的规定。按现行规定："
}

// sayStanding is the validity in a source line. Of a past day it says that the text applied then, and what became of it since.
func sayStanding(c citation) string {
	if !c.past {
		return statusWords[c.status]
	}
	s := pastWords[c.status]
	if c.status != policy.InForce || c.now == policy.InForce {
		return s
	}
	if c.ended != "" {
		return s + "，" + sayDate(c.ended) + "起" + endedWords[c.now]
	}
	return s + "，" + "现在" + endedWords[c.now]
}

// pastWords are the validity on a day gone by.
var pastWords = map[policy.Status]string{
	policy.InForce: "当时有效", policy.Amended: "当时已被新版本替代", policy.Repealed: "当时已废止", policy.NotYet: "当时尚未施行",
}

var endedWords = map[policy.Status]string{policy.Amended: "被新版本替代", policy.Repealed: "废止", policy.NotYet: "尚未施行"}
