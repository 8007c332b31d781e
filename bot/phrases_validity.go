package bot

import (
	"fmt"
	"strconv"
	"strings"

	"shangda/policy"
)

// Sentences about texts as such: which is meant, whether it applies, what replaced it.

const (
	sayLookFurther = "要看其中一条，写上条号，如：第三条。"
	labelChanges   = "新旧有什么区别"
	labelNew       = "看现行的"
	labelOld       = "看旧的"
	labelText      = "看"
)

const sayReplacedCaution = "请注意：旧文件里的做法可能已经取消，以现行规定为准；拿不准请找工作人员。"

// sayReplaced says that only an old text has what was asked, and leads over to what replaced it.
func sayReplaced(old string, status policy.Status, heir string) string {
	return "您问的内容只在" + sayTitle(old) + "里有，它" + statusWords[status] + "，不能再用。\n接替它的是" + sayTitle(heir) + "，其中最接近的一条："
}

func sayGuide(title string) string { return "办事指南：" + title }

// sayFollowing shows how a message that leans on an earlier one was read.
func sayFollowing(root string) string {
	r := []rune(strings.NewReplacer("<", "", ">", "", "&", "").Replace(root))
	if len(r) > followedRunes {
		r = append(r[:followedRunes:followedRunes], '…')
	}
	return "接着您上面说的“" + string(r) + "”："
}

const followedRunes = 20

func sayWhichText(n int) string {
	if n > 3 {
		return fmt.Sprintf("符合的文件有%d个，先列3个。您说的是哪一个？（写上年份或全称会更准）", n)
	}
	return "您说的是哪一个文件？"
}

func sayNoSuchText(name string) string {
	return "没有收录叫“" + name + "”的文件，是否有效请向发文单位核实。\n名称相近的有："
}

const labelTable = "逐条对照"

// sayTable points to the table of two editions, and says when one of them is not the official text.
func sayTable(now, was *policy.List) string {
	s := "逐条变化见“逐条对照”。"
	for _, l := range []*policy.List{was, now} {
		if !l.Complete {
			s += l.Edition + "年版的文本不完整或者是重建的，请核对原件。"
		}
	}
	return s
}

func sayNotOnFile(name string) string {
	return "没有收录叫“" + name + "”的文件，不能告诉您是否有效。请核对名称，或向发文单位核实。"
}

func sayNoSuchNumber(said string, near bool) string {
	s := "没有收录文号为“" + said + "”的文件，也可能没有这个文号，请核对。"
	if near {
		s += "\n文号相近的有："
	}
	return s
}

func sayNumbered(it *policy.Item) string { return it.DocNo() + " " + sayTitle(it.Title()) }

func sayNotHere(place string) string {
	return "您说的是" + place + "的规定，不适用于本地。"
}

// sayMissingEdition tells an old edition that isn't on file from one that may not exist.
func sayMissingEdition(year int, instead policy.Edition) string {
	if instead.Year > year {
		return sayYearEdition(year) + "早于现行版本，不能作为现在的依据；它的正文我们没有收录。"
	}
	return "我们没有收录" + sayYearEdition(year) + "，可能没有这一版，请核对。下面是" + sayTitle(instead.Title) + "。"
}

// sayYearEdition is how an edition is called; empty for an unknown year.
func sayYearEdition(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year) + "年版"
}

// sayCard is a text in two or three lines.
func sayCard(e policy.Edition, f fate) string {
	lines := []string{sayTitle(e.Title)}
	it := e.Item
	if it.Kind == policy.KindDocument {
		d := it.Document
		if d.Issuer != "" {
			lines = append(lines, "发文机关："+d.Issuer)
		}
		if d.Completeness != "" && d.Completeness != "full" {
			lines = append(lines, "我们收录的是摘录，不是全文")
		}
	}
	if f.status != policy.InForce && f.heir.Title != e.Title {
		lines = append(lines, "请注意：这是旧文本，现行的是"+sayTitle(f.heir.Title))
	}
	return strings.Join(append(lines, "开头是："), "\n")
}

// sayNoSuchArticle tells an article that doesn't exist from one we don't have.
func sayNoSuchArticle(e policy.Edition, name string, of []policy.Passage) string {
	if e.Item.Kind == policy.KindDocument && e.Item.Document.Completeness != "full" {
		return "我们收录的" + sayTitle(e.Title) + "是摘录，其中没有" + name + "，不能据此说没有这一条。"
	}
	if len(of) == 0 {
		return sayTitle(e.Title) + "里没有" + name + "。"
	}
	return sayTitle(e.Title) + "里没有" + name + "，最后一条是" + of[len(of)-1].Article + "。"
}

// sayValidity is the short answer to a question about a text as such.
func sayValidity(topic validityTopic, f fate) string {
	title, heir := sayTitle(f.Title), sayHeir(f)
	switch f.status {
	case policy.InForce:
		return sayAlive(topic, f, title)
	case policy.NotYet:
		return "还没有施行：" + title + sayFrom(f.Item.Effective()) + "。"
	}
	gone := "已不再有效"
	switch {
	case f.Item != nil && f.Item.Ended() != "":
		gone = sayDate(f.Item.Ended()) + "起" + endedWords[f.status]
	case len(f.chain) > 0:
		gone = "已被" + sayTitle(f.chain[0].Title) + "代替"
	}
	switch topic {
	case aboutBegan:
		if f.Item != nil && f.Item.Effective() != "" {
			return title + sayFrom(f.Item.Effective()) + "，" + gone + "。\n" + heir
		}
	case aboutNewest, aboutReplaced:
		if f.heir.Title != f.Title {
			return join(heir, title+gone+"。")
		}
	case aboutChanges:
		if f.heir.Title != f.Title {
			return join(heir, "旧的是"+title+"，"+gone+"。")
		}
	case aboutEnded:
		return join(title+gone+"。", heir)
	}
	return join("不再有效："+title+gone+"。", heir)
}

// sayAlive answers about a text in force.
func sayAlive(topic validityTopic, f fate, title string) string {
	from := sayFrom(f.Item.Effective())
	was := ""
	if f.before.Title != "" {
		was = "它之前的是" + sayTitle(f.before.Title) + sayGoneSince(f.before) + "。"
	}
	switch topic {
	case aboutBegan:
		return join(title+from+"，现行。", was)
	case aboutEnded:
		return join("没有废止："+title+"现行"+prefixed("，", from)+"。", was)
	case aboutReplaced:
		return join("没有被代替："+title+"现行"+prefixed("，", from)+"。", was)
	case aboutNewest:
		return join("现行的是"+title+prefixed("，", from)+"。", was)
	case aboutChanges:
		if was == "" {
			return title + "现行" + prefixed("，", from) + "。更早的文本我们没有收录，无法对照。"
		}
		return "现在看" + title + prefixed("，", from) + "。\n旧的是" + sayTitle(f.before.Title) + sayGoneSince(f.before) + "。"
	}
	return join("有效："+title+"现行"+prefixed("，", from)+"。", was)
}

func sayFrom(d policy.Date) string {
	if s := sayDate(d); s != "" {
		return s + "起施行"
	}
	return ""
}

func sayGoneSince(e policy.Edition) string {
	if e.Item == nil || e.Item.Ended() == "" {
		return ""
	}
	return "（" + sayDate(e.Item.Ended()) + "起不再适用）"
}

// sayHeir names what applies instead, or says that it isn't known here.
func sayHeir(f fate) string {
	switch {
	case f.heir.Title == f.Title && len(f.chain) > 0:
		return "接替它的是" + sayTitle(f.chain[len(f.chain)-1].Title) + "，正文我们没有收录。"
	case f.heir.Title == f.Title:
		return "接替它的文件我们没有收录，请向工作人员核对。"
	}
	return "现行的是" + sayTitle(f.heir.Title) + prefixed("，", sayFrom(f.heir.Item.Effective())) + "。"
}

// sayHistory is the whole chain where it has more than two links.
func sayHistory(f fate, names *policy.Names) string {
	all := append([]policy.Edition{f.Edition}, f.chain...)
	for len(all) < 6 {
		was, ok := names.Before(all[0])
		if !ok || was.Item == nil {
			break
		}
		all = append([]policy.Edition{was}, all...)
	}
	if len(all) < 3 {
		return ""
	}
	parts := make([]string, 0, len(all))
	core, _ := policy.CoreName(all[len(all)-1].Title)
	for _, e := range all {
		if c, _ := policy.CoreName(e.Title); c == core && e.Year != 0 {
			parts = append(parts, strconv.Itoa(e.Year)+"年")
		} else {
			parts = append(parts, sayTitle(e.Title))
		}
	}
	return "沿革：" + strings.Join(parts, " → ")
}

// sayChanges lists what a list says it changed.
func sayChanges(l *policy.List) string {
	if l == nil || len(l.Changes) == 0 {
		return ""
	}
	var lines []string
	for _, c := range l.Changes {
		if c.After == "" {
			lines = append(lines, "删除：“"+c.Before+"”")
		} else {
			lines = append(lines, "“"+c.Before+"”改为“"+c.After+"”")
		}
	}
	return "与上一版相比：\n" + sayBullets(lines)
}

// sayExtent says how far two texts can be compared here.
func sayExtent(f fate) string {
	if f.before.Item == nil || f.heir.Title == f.before.Title {
		return ""
	}
	for _, e := range []policy.Edition{f.heir, f.before} {
		if it := e.Item; it != nil && it.Kind == policy.KindDocument && it.Document.Completeness != "full" && it.Document.Completeness != "" {
			return "逐条变化未作整理（" + sayTitle(e.Title) + "我们只有摘录），请对照两份文本。"
		}
	}
	return "逐条变化未作整理，请对照两份文本。"
}
