package bot

import (
	"fmt"
	"slices"
	"strings"

	"shangda/policy"
)

// Sentences about the negative list.

const (
	askCompatriots = "港澳台投资者"
	askWhole       = "清单上有哪些"
	askConditions  = "有条件的，条件是什么"
	askNationwide  = "区外（全国清单）呢"
	askOriginal    = "看原文"
	askToday       = "现在呢"

	sayBannedNext    = "下一步：认为属于例外情形的，先请工作人员核对，再作安排。"
	sayCheckNext     = "下一步：请工作人员核对后再办。"
	sayNotFree       = "“未列”不等于免许可，内外资都要办的许可照样要办"
	sayNoPartnership = "有股权要求，不能设立外商投资合伙企业（说明四）"
	saySoleCaution   = "境外投资者不能办个体工商户、个人独资企业，也不能做农民专业合作社成员（说明二）"
	sayWholeRest     = "没列的，按内外资一致管理，许可照样要办。"
	sayWholeNext     = "下一步：回复行业（如“医院”“快递”），查具体条件。"
	sayZoneCaution   = "自贸清单只适用于自贸试验区内；青岛片区属于山东自贸试验区，是否在片区内请看注册地址"
	sayNoFigure      = "条目没有写具体比例。"
	listSource       = "国家发展改革委、商务部网站公布的原件"
)

var originNames = map[string]string{"hk": "香港", "mo": "澳门", "tw": "台湾", "hmt": "港澳台"}

// sayListQuestion puts what was asked into one sentence, which is read again when only the time changes.
func sayListQuestion(q listQuestion) string {
	var s strings.Builder
	if q.Zone {
		s.WriteString("自贸试验区里")
	}
	if q.Whole != "" {
		return s.String() + wholeQuestions[q.Whole]
	}
	switch q.From {
	case "":
		s.WriteString("外资")
	default:
		s.WriteString(originNames[q.From] + "投资者")
	}
	s.WriteString("能")
	if q.Alone {
		s.WriteString("独资")
	}
	switch q.Form {
	case formSole:
		s.WriteString("以个体工商户")
	case formPartner:
		s.WriteString("以合伙企业")
	}
	s.WriteString("做" + strings.Join(names(q.Activities), "、") + "吗")
	if q.Share {
		s.WriteString("，股比多少")
	}
	return s.String()
}

func names(activities []activity) []string {
	out := make([]string, len(activities))
	for i, a := range activities {
		out[i] = a.Name
	}
	return out
}

// sayScope is what a list is called in passing.
func sayScope(l *policy.List) string {
	if l.Scope == policy.Zones {
		return "自贸清单"
	}
	return "全国清单"
}

func sayApplied(l *policy.List) string {
	return fmt.Sprintf("适用%s（%s年版）：", sayScope(l), l.Edition)
}

func sayByEdition(l *policy.List) string {
	return fmt.Sprintf("按%s年版%s（已不适用）：", l.Edition, sayScope(l))
}

// sayListVerdict is the line on one activity.
func sayListVerdict(v verdict, l *policy.List, q listQuestion) string {
	name := v.Name + "："
	switch v.Verdict {
	case policy.VerdictBanned:
		return name + "不行，禁止外资。"
	case policy.VerdictRestricted:
		return name + sayRestricted(v.Entries, q)
	case policy.VerdictPartly:
		return name + "看具体做什么，其中一部分列在" + sayEntries(v.Entries) + "，见原文。"
	case policy.VerdictExempt:
		return name + "属于" + sayEntryName(v.Entries[0]) + "写明的除外情形，不受该条主要限制。"
	case policy.VerdictStruck:
		return name + sayGoneEntry(v.Former, l)
	case policy.VerdictUnlisted:
		return name + sayFree(v, l)
	}
	return name + sayUntold(l)
}

func sayRestricted(entries []policy.Entry, q listQuestion) string {
	var conditions []string
	also, equity := false, false
	for _, e := range entries {
		conditions = append(conditions, e.Conditions...)
		also, equity = also || e.AlsoBans, equity || e.Equity
	}
	s := "可以，但有限制："
	switch {
	case q.Alone && equity:
		s = "不能独资："
	case also:
		s = "可以，但有限制，其中部分事项禁止："
	}
	s += strings.Join(conditions, "；") + "。"
	if q.Share && !strings.ContainsAny(strings.Join(conditions, ""), "%/") {
		s += sayNoFigure
	}
	return s
}

// sayEntries names entries with what they do: 第15项（限制）、第16项（禁止）.
func sayEntries(entries []policy.Entry) string {
	var out []string
	for _, e := range entries[:min(len(entries), 3)] {
		what := "限制"
		if e.Banned {
			what = "禁止"
		}
		out = append(out, sayEntryName(e)+"（"+what+"）")
	}
	return strings.Join(out, "、")
}

// sayEntryName is 第7项; an entry whose number nobody knows has none.
func sayEntryName(e policy.Entry) string {
	if e.Unnumbered {
		return "清单里"
	}
	return fmt.Sprintf("第%d项", e.No)
}

func sayGoneEntry(f *policy.Former, l *policy.List) string {
	what := "禁止"
	if !f.Entry.Banned {
		what = "限制（" + strings.Join(f.Entry.Conditions, "；") + "）"
	}
	was := fmt.Sprintf("%s年版%s的%s", f.List.List.Edition, sayEntryName(f.Entry), what)
	if f.Change != nil {
		return fmt.Sprintf("可以，不再限制。%s已取消，%s起按内外资一致管理；%s年版没有列。", was, sayDate(f.Change.Since), l.Edition)
	}
	return fmt.Sprintf("可以，%s年版没有列，按内外资一致管理。%s已不适用。", l.Edition, was)
}

func sayFree(v verdict, l *policy.List) string {
	switch {
	case len(v.near) > 0:
		return "没有检索到直接对应的条目，与" + sayEntries(v.near) + "相近，请核对。"
	case len(v.Beside) > 0:
		return sayScope(l) + "未列，按内外资一致管理；" + sayEntryName(v.Beside[0]) + "管的是另一类（见原文）。"
	}
	return sayScope(l) + "未列，按内外资一致管理。"
}

// sayUntold refuses a conclusion from an incomplete list.
func sayUntold(l *policy.List) string {
	have := fmt.Sprintf("只收录了%d条摘录", len(l.Entries))
	if l.Text == policy.TextReconstructed {
		have = "收录的是重建文本"
	}
	if l.Total > 0 {
		have = fmt.Sprintf("该清单共%d条，我们%s", l.Total, have)
	} else {
		have = "清单不全，我们" + have
	}
	return "这里不下结论。" + have + "，不能据此说“未列”。"
}

// sayWide is the line on one activity from the nationwide list, below what the zone's excerpt doesn't tell.
func sayWide(line, name string) string {
	line = strings.TrimPrefix(strings.TrimPrefix(line, name+"："), "全国清单")
	return "（区外按全国清单：" + strings.TrimSuffix(line, "。") + "）"
}

// sayArticles joins what is cited of one list: 清单第13项、第23项、说明第一条.
func sayArticles(names []string) string {
	first, rest, _ := strings.Cut(strings.Join(names, "、"), "清单")
	if rest == "" {
		return first
	}
	return first + "清单" + strings.ReplaceAll(rest, "、清单", "、")
}

// sayText is a passage's whole text under its name.
func sayText(p *policy.Passage) string {
	return sayTitle(p.Title) + sayArticle(p.Article) + "：\n“" + p.Text + "”"
}

func saySameNow(l *policy.List) string {
	return fmt.Sprintf("（现行%s年版结论相同）", l.Edition)
}

func sayNow(l *policy.List, line string) string {
	return fmt.Sprintf("现在（%s年版）%s", l.Edition, line)
}

func sayQuotation(q quotation) string {
	if q.name == "" {
		return quoted(q.text)
	}
	return "原文（" + q.name + "）：" + quoted(q.text)
}

// sayAnnounced names what says that an entry is gone.
func sayAnnounced(p *policy.Passage) string {
	return "取消见" + sayTitle(p.Title) + sayArticle(p.Article)
}

// sayListText says how far the text on file is the official one, and where that stands.
func sayListText(l *policy.List) string {
	if l.Text == policy.TextReconstructed {
		return fmt.Sprintf("依据的是%s年版重建文本，请核对%s（%s）", l.Edition, listSource, shortNo(l.DocNo))
	}
	s := "未见废止，待核对；"
	if l.Repealed != "" {
		s = ""
	}
	return fmt.Sprintf("%s清单不全，只收录摘录，请核对%s（%s）", s, listSource, shortNo(l.DocNo))
}

// shortNo drops the issuers before an order's number: 令第48号.
func shortNo(docNo string) string {
	if at := strings.LastIndex(docNo, "令第"); at >= 0 {
		return docNo[at:]
	}
	return docNo
}

func sayFormSole(compatriot bool) string {
	if compatriot {
		return "个体工商户：港澳永久性居民中的中国公民、台湾地区居民可以按国家有关规定申请登记（《促进个体工商户发展条例》第三十七条）；个人独资企业、农民专业合作社成员不行（说明二）。"
	}
	return "个体工商户、个人独资企业、农民专业合作社：不行，境外投资者不能用这些形式经营（说明二）。"
}

func sayFormPartner(equity bool) string {
	if equity {
		return "合伙企业：不行，有股权要求的领域不能设外商投资合伙企业（说明四）。"
	}
	return "合伙企业：没有股权要求的领域可以设（说明四）。"
}

// sayCompatriots says what differs for investors of Hong Kong, Macao and Taiwan.
func sayCompatriots(from string, sole bool) string {
	lines := []string{originNames[from] + "投资者的不同："}
	if sole {
		lines = append(lines, "· 个体户：港澳永久性居民中的中国公民、台湾地区居民，可按国家有关规定申请登记为个体工商户（《促进个体工商户发展条例》第三十七条）")
	}
	agreements := "CEPA"
	switch from {
	case "tw":
		agreements = "海峡两岸经济合作框架协议"
	case "hmt":
		agreements = "CEPA、海峡两岸经济合作框架协议"
	}
	return strings.Join(append(lines, "· "+agreements+"等另有更优惠规定的，可按其执行（说明九）；协议文本我们没有收录，请核对"), "\n")
}

func sayBeware(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return "请注意\n· " + strings.Join(slices.Compact(lines), "\n· ")
}

func sayUnsure(name string, l *policy.List) string {
	return fmt.Sprintf("按您的描述（%s），没有检索到%s里直接对应的条目，不敢下结论。\n以下条目相近，请核对：", name, sayScope(l))
}

// sayNearEntry is one line of a choice.
func sayNearEntry(e policy.Entry) string {
	text := []rune(e.Measure)
	if len(text) > candidateRunes {
		text = append(text[:candidateRunes:candidateRunes], '…')
	}
	if e.Unnumbered {
		return string(text)
	}
	return fmt.Sprintf("第%d项：%s", e.No, string(text))
}

func sayNoEdition(on policy.Date, edition, scope string) string {
	which := "全国"
	if scope == policy.Zones {
		which = "自贸试验区"
	}
	if edition != "" {
		return fmt.Sprintf("%s年版%s负面清单，我们没有收录条目，不能下结论。", edition, which)
	}
	return fmt.Sprintf("%s适用的%s负面清单，我们没有收录，不能下结论。", sayDate(on), which)
}

func sayLater(l *policy.List, lines string) string {
	return fmt.Sprintf("仅供参考，后来的%s年版（%s起施行）：\n%s", l.Edition, sayDate(l.Effective), lines)
}

// wholeQuestions ask for the list itself.
var wholeQuestions = map[portion]string{
	partAll: "外资负面清单有哪些", partBanned: "外资禁止投资哪些领域", partLimited: "外资限制投资哪些领域",
}

// sayWhole is a list in brief: how many entries, and what each is about. Only a complete list tells about what is not on it.
func sayWhole(l *policy.List, what portion) string {
	var banned, limited []policy.Entry
	for _, e := range l.Entries {
		if e.Banned {
			banned = append(banned, e)
		} else {
			limited = append(limited, e)
		}
	}
	total := fmt.Sprintf("共%d项", len(l.Entries))
	if l.Total > len(l.Entries) {
		total = fmt.Sprintf("共%d项，我们只收录了%d项", l.Total, len(l.Entries))
	}
	lead := fmt.Sprintf("%s（%s年版）%s：禁止投资%d项，有条件的%d项。", sayScope(l), l.Edition, total, len(banned), len(limited))
	if what == partAll || what == partBanned {
		lead += "\n\n禁止投资：\n" + sayAbouts(banned)
	}
	if what == partAll {
		lead += "\n\n有条件（如中方控股、合资）：\n" + sayAbouts(limited)
	}
	if what == partLimited {
		lead += "\n\n有条件的："
		for _, e := range limited {
			lead += "\n" + sayAbout(e)
			if len(e.Conditions) > 0 {
				lead += "：" + strings.Join(e.Conditions, "；")
			}
		}
	}
	return lead
}

func sayAbouts(entries []policy.Entry) string {
	out := make([]string, len(entries))
	for i, e := range entries {
		out[i] = sayAbout(e)
	}
	return strings.Join(out, "；")
}

// sayAbout numbers an entry where its official number is known.
func sayAbout(e policy.Entry) string {
	if e.Unnumbered {
		return e.About()
	}
	return fmt.Sprintf("%d %s", e.No, e.About())
}
