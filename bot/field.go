package bot

import (
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// fieldWords tell which part of a guide a question asks for, the first that matches, and how law puts the same. Query words.
var fieldWords = []struct {
	field string
	asked *pattern
	law   string
}{
	{"late", compile(`逾期|超期|过期|超时|超过|晚了|迟了|忘了|漏了|没按时|不按时|没办会|不办会|不备案会|没备案会|罚|处罚|后果`), "逾期 罚款 万元 责令 改正 处罚"},
	{"days", compile(`多久|多长时间|几天|几个?工作日|多少天|多少个?工作日|什么时候(?:能|可以|出|下|拿|办)|啥时候(?:能|可以|出|下|拿|办)|时限|期限|时间`), "工作 日内 之日 期限"},
	{"fee", compile(`多少钱|收费|费用|要钱|花钱|免费|交钱|工本费|手续费`), "收费 费用 收取"},
	{"materials", compile(`材料|资料|证件|准备(?:什么|哪些|啥)|带(?:什么|哪些|啥)|交(?:什么|哪些|啥)|提交(?:什么|哪些)`), "提交 材料 文件"},
	{"where", compile(`去哪|在哪|哪里办|哪儿办|哪个部门|什么部门|找谁|找哪|窗口|网上能|线上能|能网上|能线上`), "主管 部门 机关 登记"},
	{"steps", compile(`流程|步骤|怎么办理|怎么弄|怎么申请|怎么申报`), "申请 提交 受理 决定"},
	{"who", compile(`条件|资格|门槛|谁(?:能|可以|要|来)|哪些(?:人|企业|公司)|什么(?:人|企业|公司)(?:能|可以|要)|要求`), "条件 具备 符合"},
}

// lawWords are how official texts put what citizens ask in other words, for questions read within one text. Query words.
var lawWords = []struct {
	asked *pattern
	law   string
}{
	{compile(`不服|不满意|不认|有意见`), "异议 复议 诉讼 上级 提起 申诉"},
	{compile(`不全|不齐|缺|补`), "补正 补充 齐全 不全"},
	{compile(`地址|改名|换名|换股东|变更`), "变更 变化 住所"},
	{compile(`代办|代理|委托`), "委托 代理"},
	{compile(`例外|除外|不包括`), "除外 不适用 不得 下列"},
	{compile(`丢了|丢失|遗失|坏了|补办`), "遗失 补发 补领 挂失"},
	{compile(`不干了|倒闭|关门|关店|停业|注销|转让`), "注销 终止 歇业 转让"},
	{compile(`退钱|退款|退卡|能退|退吗|退回`), "退还 退卡 退款 退货 退回"},
}

var incomplete = compile(`不全|不齐|不完整|缺[^什哪啥]|少了|没带`)

// askedField is the part of a guide that a question asks for, "" for none.
func askedField(question string) string {
	if incomplete.MatchString(question) {
		return "" // “材料不全呢” doesn't ask which they are
	}
	for _, f := range fieldWords {
		if f.asked.MatchString(question) {
			return f.field
		}
	}
	return ""
}

// inLaw adds the law's words for what a question asks.
func inLaw(question string) string {
	var b strings.Builder
	for _, f := range fieldWords {
		if f.asked.MatchString(question) {
			b.WriteString(" " + f.law)
		}
	}
	for _, l := range lawWords {
		if l.asked.MatchString(question) {
			b.WriteString(" " + l.law)
		}
	}
	return b.String()
}

// guideField words the part of a guide that a question asks for; empty when it asks for none, or the guide says nothing.
func guideField(g *policy.Guide, question string) (field, text string) {
	return fieldOf(g, askedField(question))
}

// fieldOf is the choice that shows a part of a guide, and its words.
func fieldOf(g *policy.Guide, field string) (choice, text string) {
	switch field {
	case "fee":
		return "days", g.Fee
	case "days":
		return field, g.Days
	case "where":
		return "steps", g.Where
	}
	for _, part := range guideParts {
		if part.field == field {
			return field, part.text(g)
		}
	}
	return "", ""
}

// inOneBreath parts the things that somebody asks for in one breath: 去哪办，要什么材料，多久.
var inOneBreath = compile(`[，,、；;。？?！!\s]+|和|跟|还有|以及`)

// eachField words the parts of a guide that a question asks for in one breath, each under its name, in the order asked; empty
// when it asks for one.
func eachField(g *policy.Guide, question string) string {
	var out []string
	seen := map[string]bool{"": true}
	for _, said := range inOneBreath.Split(question, -1) {
		field := askedField(said)
		if seen[field] {
			continue
		}
		seen[field] = true
		if _, text := fieldOf(g, field); text != "" {
			out = append(out, sayPartOf(field, text))
		}
	}
	if len(out) < 2 {
		return ""
	}
	return strings.Join(out, "\n")
}

// askedFirst puts first, among sure answers from one text, the one whose question asks for the same part: “要审多久” before
// “什么是…，要许可吗” for who asks how long it takes.
func askedFirst(asked string, r search.Result) search.Result {
	field := askedField(asked)
	if field == "" || r.Outcome != desk.OutcomeAnswer || r.Hits[0].Passage.Item.Kind != policy.KindQA || asksFor(r.Hits[0].Passage, field) {
		return r
	}
	for i, h := range r.Hits[:min(askedMost, len(r.Hits))] {
		if p := h.Passage; i > 0 && p.Item.Kind == policy.KindQA && p.Title == r.Hits[0].Passage.Title && h.Confidence >= tellsOwn && asksFor(p, field) {
			r.Hits = slices.Concat([]search.Hit{h}, r.Hits[:i], r.Hits[i+1:])
			return r
		}
	}
	return r
}

var (
	// refused is a request that an authority turned down, from which somebody wants to know the way on; ifRefused asks whether it may.
	refused   = compile(`被[^，。]{0,4}(?:拒|驳回)|遭[^，。]{0,3}(?:拒|驳回)|拒绝了|驳回了|(?:你们|他们|政府|机关|对方|就是|还是)(?:拒绝|不予|不给|不肯|驳回)`)
	ifRefused = compile(`(?:会|能|可以|什么情况|哪些情况|哪些情形)[^，。]{0,4}(?:拒绝?|驳回|不予)`)
	// remedy is what an entry must tell to be the way on.
	remedy = compile(`行政复议|行政诉讼`)
)

// remedyFirst puts first, for who was refused, the entry that tells the remedy and rests on the text that answers, too.
func remedyFirst(asked string, r search.Result) search.Result {
	if len(r.Hits) == 0 || !refused.MatchString(asked) || ifRefused.MatchString(asked) {
		return r
	}
	for i, h := range r.Hits {
		qa := h.Passage.Item.QA
		if h.Passage.Item.Kind != policy.KindQA || !remedy.MatchString(qa.Answer) ||
			!slices.ContainsFunc(qa.Basis, func(b policy.Basis) bool { return b.Title == r.Hits[0].Passage.Title }) {
			continue
		}
		r.Hits, r.Outcome = slices.Concat([]search.Hit{h}, r.Hits[:i], r.Hits[i+1:]), desk.OutcomeAnswer
		return r
	}
	return r
}

// asksFor reports whether a Q&A entry answers a question for a part of something.
func asksFor(p *policy.Passage, field string) bool {
	for wording := range strings.Lines(p.Asked) {
		if askedField(wording) == field {
			return true
		}
	}
	return false
}

// guideOf is the guide about what an answer is about, when a question asks for several parts of it in one breath.
func (t *turn) guideOf(asked string, p *policy.Passage) (search.Hit, bool) {
	if p.Item.Kind != policy.KindQA {
		return search.Hit{}, false
	}
	g, ok := t.guideOn(p)
	return g, ok && eachField(g.Passage.Item.Guide, asked) != ""
}

// guideOn is the guide that rests first on the article on which a Q&A entry rests first.
func (t *turn) guideOn(p *policy.Passage) (search.Hit, bool) {
	first := firstOf(p.Item.QA.Basis)
	if first == (policy.Basis{}) {
		return search.Hit{}, false
	}
	lib := t.Search.Library()
	for i := range lib.Items {
		it := &lib.Items[i]
		if it.Kind != policy.KindGuide || firstOf(it.Guide.Basis) != first {
			continue
		}
		if g, ok := lib.Passage(it.ID + "#"); ok {
			return t.hit(g), true
		}
	}
	return search.Hit{}, false
}

// firstOf is what an entry rests on first; the zero value when it rests on no law.
func firstOf(basis []policy.Basis) policy.Basis {
	if len(basis) == 0 {
		return policy.Basis{}
	}
	return basis[0]
}

// figures are what makes a statement checkable: 20个工作日, 5000元, 2%.
var figures = compile(`[0-9０-９]+(?:\.[0-9]+)?(?:万|亿)?(?:个?工作日|日|天|个?月|年|元|%|倍|人|家|项)?`)

// basisOf is the cited article that states what an answer says to a question: by the figures of the sentence that is closest
// to the question, and by the words of both. Nil when none of the articles is on file.
func (t *turn) basisOf(basis []policy.Basis, text, question string) *policy.Passage {
	lib := t.Search.Library()
	var all []*policy.Passage
	for _, b := range basis {
		if p, ok := lib.Find(b); ok {
			all = append(all, p)
		}
	}
	asked := termsOf(question)
	said := closestSentence(text, asked)
	words, about := newNearness(termsOf(said), all), newNearness(asked, all)
	var best *policy.Passage
	most := 0.0
	for i, p := range all {
		score := words.of(p) + about.of(p)
		switch {
		case i == 0:
			score *= ownBasis
		case p.Title == basis[0].Title && refers(p.Text, basis[0].Article):
			score += toOwnBasis // it says what becomes of who breaks that article
		}
		if name := strings.TrimPrefix(p.Title, nation); len(name) > len("法") && strings.Contains(said, name) {
			score++ // it says itself on which law it rests
		}
		for _, f := range figures.FindAllString(said, -1) {
			if len(f) > 2 && strings.Contains(p.Text, f) {
				score++
			}
		}
		if score > most {
			best, most = p, score
		}
	}
	return best
}

// nation begins the full names of laws, which people leave out.
const nation = "中华人民共和国"

// ownBasis prefers the article that an answer cites first.
const ownBasis = 1.3

// toOwnBasis prefers, after it, an article that names it.
const toOwnBasis = 0.5

// closestSentence is the sentence with most of the terms, the first of several.
func closestSentence(text string, terms []string) string {
	best, most := "", -1
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == '。' || r == '\n' }) {
		n := 0
		for _, term := range terms {
			if strings.Contains(s, term) {
				n++
			}
		}
		if n > most {
			best, most = s, n
		}
	}
	return best
}

// answerField answers with the part of a guide that was asked for, resting on the article that states it. It reports false
// when the question asks for none. context is what was said before.
func (t *turn) answerField(h search.Hit, question, context string) bool {
	g := h.Passage.Item.Guide
	field, text := guideField(g, question)
	if text == "" {
		return false
	}
	if all := eachField(g, question); all != "" {
		text = all
	}
	b := bubble{lead: t.above(text), next: sayGuide(g.Title), asked: question + " " + text}
	return t.part(h, field, text, context+" "+question, b)
}

// part answers with a part of a guide and the article that states it, and offers the other parts.
func (t *turn) part(h search.Hit, field, text, question string, b bubble) bool {
	t.cited(h.Passage)
	b.source, b.link = sayCitation(t.cite(h)), t.fullText(h.Passage)
	if p := t.basisOf(h.Passage.Item.Guide.Basis, text, question); p != nil {
		c := t.cite(t.hit(p))
		c.overdue = c.overdue || t.overdue(h.Passage.Item, c.now)
		b.source = sayCitation(c)
		if len(text) < screen-len(p.Text)/2 {
			b.quote = p.Text // beside a long list only pieces of the article would fit
		}
		t.x.Title, t.x.Article = p.Title, p.Article
		first := t.hit(p)
		first.Score, first.Confidence = h.Score, h.Confidence
		t.picked(append([]search.Hit{first}, without(t.found.Hits, p)...))
	}
	t.x.Reply = t.render(b, append(otherFields(h.Passage.Item, field), toHuman()))
	return true
}

// without leaves out hits that cite the same article.
func without(hits []search.Hit, p *policy.Passage) []search.Hit {
	out := hits[:0:0]
	for _, h := range hits {
		if h.Passage.Title != p.Title || h.Passage.Article != p.Article {
			out = append(out, h)
		}
	}
	return out
}
