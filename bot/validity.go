package bot

import (
	"slices"
	"strings"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// actChanges tells what changed with the edition whose title is Arg. Stored: never rename.
const actChanges = "changes"

// validityTopic is what somebody wants to know about a text as such.
type validityTopic int

const (
	aboutNothing  validityTopic = iota
	aboutChanges                // 新旧有什么区别
	aboutReplaced               // 被什么代替
	aboutEnded                  // 什么时候废止的
	aboutBegan                  // 什么时候施行的
	aboutNewest                 // 最新的是哪个
	aboutAlive                  // 还有效吗
)

// Query words of each topic; the first that matches counts.
const whenWords = `(?:什么时候|什么时间|何时|哪一?年|哪一?天|啥时候?|几月几?[日号]?|多会儿?|几号)`

var validityWords = []struct {
	topic validityTopic
	words *pattern
}{
	{aboutChanges, compile(`区别|变化|有[什么啥]*变|变了|变动|改了[什么啥哪]|改动|修改了哪|有[什么啥]*不同|不一样|新旧|做了[什么哪]`)},
	{aboutReplaced, compile(`被[^，。]{0,8}(?:代替|取代|替代|接替|替换|换掉)|(?:什么|哪个|哪部|啥)[^，。]{0,6}(?:代替|取代|替代|接替)|(?:换|改)成了?(?:什么|哪|啥)|现在(?:要|该|应该)?(?:看|用|按|执行|依据)(?:哪|什么|啥)`)},
	{aboutEnded, compile(whenWords + `[^，。]{0,6}(?:废止|失效|作废|取消|废除|停用|废的|废了)|(?:废止|失效|作废|取消|废除)的?(?:时间|日期|是?` + whenWords + `)`)},
	{aboutBegan, compile(`(?:从|自|是)?` + whenWords + `[^，。]{0,4}(?:施行|实施|生效|开始|执行|出台|公布|发布|颁布|出来|起效|起|用)的?|(?:施行|实施|生效|执行|发布|公布)的?(?:时间|日期|是?` + whenWords + `)`)},
	{aboutNewest, compile(`最新[^，。]{0,6}(?:哪|几|是|吗)|(?:哪|是不是|是否)[^，。]{0,4}(?:最新|新版|现行)|哪一?(?:年|个|一)?(?:版|年)(?:本|的|出的)*(?:$|[吗呢啊是最？?])|有没有[^，。]{0,4}(?:新的?|更新|修订|修改)|出(?:了|没出)?新|有新的|新版[^，。]{0,6}(?:出|有|是|没)|(?:更新|改版|修订|修改|修正)(?:了没|了吗|过吗|过没|没有?$|吗)|现行[^，。]{0,4}(?:哪|是)`)},
	{aboutAlive, compile(`(?:有效|管用|能用|可用|好使|算数|作数|生效|执行)(?:着|的)?(?:不|没|吗|么|嘛|否)|有没有效|(?:作废|废止|失效|废除|过期|废)了?(?:没|吗|么|嘛|不)|(?:还|仍|依然|继续)[^，。]{0,3}(?:有效|管用|能用|好使|算数|作数|执行|适用|有用)|(?:能不能用|用不用|有没有用|有用)(?:了|吗|$)|是(?:不是|否)(?:已经|都)?(?:废|作废|失效|过期|有效|现行)|(?:已经|早就)(?:废止|作废|失效)`)},
}

// asksValidity finds what a message wants to know about a text as such, and where it says so.
func asksValidity(text string) (validityTopic, []int) {
	for _, v := range validityWords {
		if at := v.words.FindStringIndex(text); at != nil {
			return v.topic, at
		}
	}
	return aboutNothing, nil
}

// compares says whether a message sets two times against each other, so that neither is the one asked about.
func compares(text string) bool {
	topic, _ := asksValidity(text)
	return topic == aboutChanges
}

// validityFiller is what surrounds such a question.
var validityFiller = compile(`现在|目前|今年|如今|已经|到底|究竟|规定|文件|政策|办法|条例|法规|法律|版本?|出的?|去年|以前|之前|原来|原先|(?:19|20)?\d\d年?|和|跟|与|比|相比|对比|新|旧|老|那|这|年|咱们?|我们|我|还|都|按|看|用|哪个?|全国|一?[部份个本]|最|现行|版|施行|之后|以后|上一?|前一?|主要|具体|要|该|应该|对`)

// about the text only: a question that says more is about its content, and search answers it.
func onlyValidity(text string, r reference, at []int) bool {
	b := []byte(text)
	for _, span := range [][]int{{r.from, r.to}, at} {
		for i := span[0]; i < span[1]; i++ {
			b[i] = ' '
		}
	}
	rest := lookWords.ReplaceAllString(string(b), "")
	return len([]rune(plain(validityFiller.ReplaceAllString(rest, "")))) <= 2
}

// hearValidity hears whether a text applies, since when, until when, and what came after it.
func hearValidity(t *turn) bool {
	topic, at := asksValidity(t.text)
	if topic == aboutNothing {
		return false
	}
	r, ok := t.reference(t.text)
	if last, known := t.lastText(); !ok && known && onlyValidity(t.text, reference{}, at) {
		r, ok = reference{edition: last}, true
	}
	if name := t.onlyName(at); !ok && name != "" && topic != aboutNewest && topic != aboutChanges {
		t.x.Talk, t.conv.Asked, t.conv.Answer = desk.TalkAsk, desk.Mask(question(t.text)), ""
		return t.say(desk.TalkAsk, desk.OutcomeNone, t.above(sayNotOnFile(name)), toHuman())
	}
	if !ok {
		return topic == aboutNewest && t.newestOf(at)
	}
	if !onlyValidity(t.text, r, at) {
		if r.edition.Item != nil && !t.local(r.edition.Item) {
			t.foreword(r)
		}
		return false
	}
	t.conv.Asked = desk.Mask(question(t.text))
	if name := t.unknownName(r); name != "" {
		return t.whichText(append(r.several, asEditions(r.edition)...), nil, sayNoSuchText(name))
	}
	if len(r.several) > 0 {
		return t.whichText(r.several, nil, sayWhichText(len(r.several)))
	}
	t.foreword(r)
	if r.missing != 0 && topic != aboutChanges {
		topic = aboutNewest
	}
	return t.validity(r.edition, topic)
}

// newestOf hears “最新的是哪年的” about a text that is described, not named: search must agree on one.
func (t *turn) newestOf(at []int) bool {
	r, err := t.Search.Find(t.ctx, t.query(t.text[:at[0]]+" "+t.text[at[1]:]))
	if err != nil || r.Outcome == desk.OutcomeNone || len(r.Hits) < agreeing {
		return false
	}
	for _, h := range r.Hits[1:agreeing] {
		if h.Passage.Title != r.Hits[0].Passage.Title {
			return false
		}
	}
	t.conv.Asked = desk.Mask(question(t.text))
	return t.validity(t.names().Edition(r.Hits[0].Passage.Title), aboutNewest)
}

// agreeing is how many of the best hits must be of one text for it to be the one described.
const agreeing = 3

// changes tells what an edition changed.
func (t *turn) changes(title string) bool { return t.validity(t.names().Edition(title), aboutChanges) }

// fate is what is known of an edition on the asked day.
type fate struct {
	policy.Edition
	status policy.Status
	chain  []policy.Edition // what came after, to the newest
	heir   policy.Edition   // the last of them on file; the edition itself when nothing came after
	before policy.Edition   // what it replaced, zero when unknown
}

func (t *turn) fate(e policy.Edition) fate {
	names := t.names()
	f := fate{Edition: e, status: policy.Repealed, chain: names.Chain(e), heir: e}
	if e.Item != nil {
		f.status = e.Item.On(t.on)
	}
	for _, next := range f.chain {
		if next.Item != nil && next.Item.On(t.on) != policy.NotYet {
			f.heir = next
		}
	}
	f.before, _ = names.Before(f.heir)
	if f.status != policy.InForce {
		f.before = e
	}
	return f
}

// validity answers about a text as such, with the article that put an end to it or brought it into force.
func (t *turn) validity(e policy.Edition, topic validityTopic) bool {
	f := t.fate(e)
	if e.Item == nil && len(f.chain) == 0 {
		return t.ask(t.text) // a title that others mention, and nothing more is known of it
	}
	lead := sayValidity(topic, f)
	var hits []search.Hit
	add := func(p *policy.Passage) {
		if p != nil && !slices.ContainsFunc(hits, func(h search.Hit) bool { return h.Passage.ID == p.ID }) {
			hits = append(hits, t.hit(p))
		}
	}
	proof := t.proof(f)
	add(proof)
	add(t.first(f.heir))
	add(t.first(f.before))
	add(t.first(e))
	t.picked(hits)
	b := bubble{lead: t.above(lead), asked: proofWords}
	var shown *policy.Passage
	var table []anchor
	switch {
	case proof != nil:
		shown, b.quote = proof, proof.Text
	case len(hits) > 0:
		shown = hits[0].Passage
	}
	if topic == aboutChanges {
		b.caution = join(sayChanges(t.listOf(f.heir)), sayExtent(f))
		if now, was := t.listItem(f.heir), t.listItem(f.before); now != nil && was != nil && now != was {
			table = append(table, anchor{labelTable, t.PublicURL + "/p/" + now.ID + "/diff?with=" + was.ID})
			b.caution = join(sayChanges(now.List), sayTable(now.List, was.List))
		}
	}
	if shown != nil {
		t.cited(shown)
		c := t.cite(t.hit(shown))
		if proof == nil {
			c.article = "" // no article says it: what is on file of the text does
		}
		b.source, b.link = sayCitation(c), t.fullText(shown)
	}
	b.caution, b.links = join(sayHistory(f, t.names()), b.caution), table
	t.x.Talk, t.x.Outcome = desk.TalkAsk, desk.OutcomeAnswer
	t.x.Reply = t.render(b, t.editionChoices(f, topic))
	return true
}

// proofWords let the sentence that ends or begins a text's validity stay when an article is shortened.
const proofWords = "施行 废止 失效"

var (
	endsIt   = compile(`废止|失效|停止执行|不再执行`)
	beginsIt = compile(`起(?:正式)?(?:施行|实施|执行|生效)|之日起(?:施行|实施)`)
)

// proof is the article that ended an edition, which stands in what replaced it; else the one that says since when the text in
// force applies. Nil when neither is on file.
func (t *turn) proof(f fate) *policy.Passage {
	old := f.before
	for _, next := range append(slices.Clone(f.chain), f.heir) {
		if p := t.ending(next, old); p != nil {
			return p
		}
	}
	return t.lastArticle(f.heir, func(p *policy.Passage) bool { return beginsIt.MatchString(p.Text) })
}

// ending is the article of next that ends old, by its title, its short name or its edition.
func (t *turn) ending(next, old policy.Edition) *policy.Passage {
	if next.Item == nil || old.Title == "" || next.Title == old.Title {
		return nil
	}
	core, year := policy.CoreName(old.Title)
	marks := []string{core, sayYearEdition(year)}
	return t.lastArticle(next, func(p *policy.Passage) bool {
		return endsIt.MatchString(p.Text) && slices.ContainsFunc(marks, func(m string) bool { return m != "" && strings.Contains(p.Text, m) })
	})
}

// lastArticle is the last article of an edition that a test accepts, since such rules stand at the end; of an edition filed as
// document and as list, of either.
func (t *turn) lastArticle(e policy.Edition, accept func(*policy.Passage) bool) *policy.Passage {
	if e.Item == nil {
		return nil
	}
	of := t.Search.Library().PassagesOf(e.Item.ID)
	for i := len(of) - 1; i >= 0; i-- {
		if accept(&of[i]) {
			return &of[i]
		}
	}
	return nil
}

// listOf is the structured list of an edition, nil when there is none.
func (t *turn) listOf(e policy.Edition) *policy.List {
	if it := t.listItem(e); it != nil {
		return it.List
	}
	return nil
}

func (t *turn) listItem(e policy.Edition) *policy.Item {
	items := t.Search.Library().Items
	for i := range items {
		if items[i].Kind == policy.KindList && items[i].List.Title == e.Title {
			return &items[i]
		}
	}
	return nil
}

func (t *turn) editionChoices(f fate, topic validityTopic) []desk.Choice {
	var out []desk.Choice
	read := func(label string, e policy.Edition) {
		if p := t.first(e); p != nil {
			out = append(out, desk.Choice{Label: label + sayTitle(e.Title), Act: actLook, Arg: e.Title})
		}
	}
	if f.before.Title != "" && f.before.Title != f.heir.Title {
		read(labelNew, f.heir)
		read(labelOld, f.before)
		if topic != aboutChanges && f.before.Item != nil {
			out = append(out, desk.Choice{Label: labelChanges, Act: actChanges, Arg: f.heir.Title})
		}
	} else {
		read(labelText, f.heir)
	}
	return append(out, toHuman())
}
