package bot

import (
	"slices"
	"strings"
	"unicode"

	"shangda/policy"
)

// shortNames are everyday words for what titles and issuers say in full. Query words, reviewed by hand: only words that
// mean nothing else in a title's place.
var shortNames = map[string]string{
	"外资": "外商投资", "自贸区": "自由贸易试验区", "自贸试验区": "自由贸易试验区", "自贸片区": "自由贸易试验区", "加盟": "特许经营",
	"个体户": "个体工商户", "台商": "台湾同胞", "台胞": "台湾同胞", "发改委": "国家发展和改革委员会", "发展改革委": "国家发展和改革委员会",
	"市监总局": "国家市场监督管理总局", "市场监管总局": "国家市场监督管理总局", "国办": "国务院办公厅", "最高法": "最高人民法院",
}

// named are the names of one library.
type named struct {
	of    *policy.Library
	names *policy.Names
}

// names are read once for each revision of the library.
func (b *Bot) names() *policy.Names {
	lib := b.Search.Library()
	if n := b.named.Load(); n != nil && n.of == lib {
		return n.names
	}
	n := &named{of: lib, names: policy.NewNames(lib, shortNames)}
	b.named.Store(n)
	return n.names
}

// reference is a text that a message refers to.
type reference struct {
	edition  policy.Edition   // the one meant, zero when several fit
	several  []policy.Edition // that fit equally well
	missing  int              // year of an edition that was named and is not on file
	from, to int              // where it is named; from = to when it is not named but meant
}

// olderWords before a name ask for the edition before the one in force.
var olderWords = compile(`(?:旧版?|老版?|原来?|以前|之前|过去|上一版|废止)的?$`)

// thisText stands for the text that the last answer cited.
var thisText = compile(`(?:这个|那个|该|这部|那部|这份|那份|这|上述|上面)(?:文件|规定|办法|条例|法律|法规|通知|细则|清单|政策)|^(?:它|这个|那个|这)`)

// refer finds the text a message names, by name or number, or means by pointing at the last answer.
func (t *turn) reference(text string) (reference, bool) {
	names := t.names()
	for _, no := range policy.Numbers(text) {
		if items, _ := names.Numbered(no); len(items) > 0 {
			return t.pick(reference{from: no.From, to: no.To}, items), true
		}
	}
	for _, m := range names.Mentions(text) {
		return t.mentioned(m, text), true
	}
	if at := thisText.FindStringIndex(text); at != nil {
		if e, ok := t.lastText(); ok {
			return reference{edition: e, from: at[0], to: at[1]}, true
		}
	}
	return reference{}, false
}

// lastText is the text that the last answer cited.
func (t *turn) lastText() (policy.Edition, bool) {
	p, ok := t.Search.Library().Passage(t.conv.Answer)
	if !ok || p.Title == "" {
		return policy.Edition{}, false
	}
	return t.names().Edition(p.Title), true
}

// pick takes the one item in force on the asked day, or leaves several to choose from.
func (t *turn) pick(r reference, items []*policy.Item) reference {
	var here, force []*policy.Item
	for _, it := range items {
		if t.local(it) {
			here = append(here, it)
			if it.On(t.on) == policy.InForce {
				force = append(force, it)
			}
		}
	}
	switch {
	case len(items) == 1 || len(here) == 0:
		here = items[:1]
	case len(force) == 1 && len(here) == 1:
		here = force
	case len(force) > 0:
		here = append(force, slices.DeleteFunc(here, func(it *policy.Item) bool { return slices.Contains(force, it) })...)
	}
	for _, it := range here {
		r.several = append(r.several, t.names().Edition(it.Title()))
	}
	if len(r.several) == 1 {
		r.edition, r.several = r.several[0], nil
	}
	return r
}

// mentioned takes the edition that a mention means: the year named, the older one, else the one in force on the day.
func (t *turn) mentioned(m policy.Mention, text string) reference {
	r := reference{from: m.From, to: m.To}
	older := olderWords.FindStringIndex(text[:m.From])
	for _, w := range m.Works {
		e, ok := t.editionOf(w, m)
		if !ok {
			r.missing = m.Year
		}
		if older != nil && m.Year == 0 {
			if was, ok := t.names().Before(e); ok {
				e = was
			}
		}
		r.several = append(r.several, e)
	}
	if older != nil {
		r.from = older[0]
	}
	r.several = t.likely(r.several)
	if len(r.several) == 1 {
		r.edition, r.several = r.several[0], nil
	}
	return r
}

// editionOf is the edition of a text that a mention means: of the year said, else the one in force on the asked day; false
// when the year said is not on file.
func (t *turn) editionOf(w *policy.Work, m policy.Mention) (policy.Edition, bool) {
	year := m.Year
	if year != 0 {
		if e := w.Of(year); e != nil {
			return *e, true
		}
		if it := w.On(midyear(year)); m.Dated && it != nil {
			return t.names().Edition(it.Title()), true
		}
	}
	if it := w.On(t.on); it != nil {
		return t.names().Edition(it.Title()), year == 0
	}
	for i := len(w.Editions) - 1; i >= 0; i-- {
		if it := w.Editions[i].Item; it != nil && it.Effective() <= t.on {
			return w.Editions[i], year == 0
		}
	}
	return *w.Last(), year == 0
}

// likely drops what replaced another of the same names, what is known by title alone and what doesn't apply here, as long as
// something is left.
func (t *turn) likely(all []policy.Edition) []policy.Edition {
	for _, keep := range []func(e policy.Edition) bool{
		func(e policy.Edition) bool { return e.Item == nil || t.local(e.Item) },
		func(e policy.Edition) bool { return e.Item != nil },
		func(e policy.Edition) bool {
			return !slices.ContainsFunc(t.names().Chain(e), func(next policy.Edition) bool {
				return slices.ContainsFunc(all, func(o policy.Edition) bool { return o.Title == next.Title && o.Title != e.Title })
			})
		},
	} {
		var kept []policy.Edition
		for _, e := range all {
			if keep(e) {
				kept = append(kept, e)
			}
		}
		if len(kept) > 0 {
			all = kept
		}
	}
	return all
}

// local says whether an item's law applies to this office.
func (t *turn) local(it *policy.Item) bool {
	if it.Kind != policy.KindDocument {
		return true
	}
	of := it.Document.Jurisdiction
	return of == "" || strings.HasPrefix(of, "全国") || strings.HasPrefix(of, "自由贸易试验区") ||
		slices.ContainsFunc(t.Office.Jurisdiction, func(name string) bool { return name != "" && strings.HasPrefix(of, name) })
}

// since fills in what became of a text after the asked day, and who replaced it in the end.
func (t *turn) since(c *citation, p *policy.Passage) {
	today := t.today()
	if t.on != "" && t.on < today {
		c.past = true
		c.now = t.Search.Library().Validity(p, today)
	}
	if c.now == policy.InForce {
		return
	}
	if e := t.names().Edition(p.Title); e.Item != nil {
		c.ended = e.Item.Ended()
	}
	c.successor = t.successor(p.Title)
}

// successor is the title of the newest text that replaced another, "" when none is known. Unlike policy.Library.Successor it
// goes on over texts that are not on file.
func (t *turn) successor(title string) string {
	names := t.names()
	return lastOnFile(names.Chain(names.Edition(title))).Title
}

// lastOnFile is the newest edition of a chain whose text is on file, else the newest.
func lastOnFile(chain []policy.Edition) policy.Edition {
	for i := len(chain) - 1; i >= 0; i-- {
		if chain[i].Item != nil {
			return chain[i]
		}
	}
	if len(chain) > 0 {
		return chain[len(chain)-1]
	}
	return policy.Edition{}
}

// unknownName is the name of a text that is not on file, of which only the end is that of others: 酒类流通管理办法 where there is
// 二手车流通管理办法. Empty where what stands before the known part is no part of a name, or is in the title after all.
func (t *turn) unknownName(r reference) string {
	before := t.text[:r.from]
	head := before[len(strings.TrimRightFunc(before, func(c rune) bool { return unicode.Is(unicode.Han, c) })):]
	rest := validityFiller.ReplaceAllString(lookWords.ReplaceAllString(head, " "), " ")
	if rest == "" || strings.HasSuffix(rest, " ") {
		return ""
	}
	rest = rest[strings.LastIndex(rest, " ")+1:]
	if runes(rest) < 2 {
		return ""
	}
	for _, e := range append(asEditions(r.edition), r.several...) {
		for _, pair := range termsOf(rest) {
			if strings.Contains(e.Title, pair) {
				return ""
			}
		}
	}
	for short := range shortNames {
		if strings.Contains(rest, short) {
			return ""
		}
	}
	return rest + t.text[r.from:r.to]
}

func asEditions(e policy.Edition) []policy.Edition {
	if e.Title == "" {
		return nil
	}
	return []policy.Edition{e}
}

// aName is what reads like the title of a text, and aKind a title that says only what kind of text it is.
var (
	aName = compile(`《?([\p{Han}（）()]{2,24}?(?:办法|条例|细则|暂行规定|管理规定))》?`)
	aKind = compile(`^(?:这个|那个|该|这部|那部|请问|新|旧|老|你们的?|有关|相关|关于|管理|暂行|实施|国家|国务院|商务部|地方|部门|法律|的|\s)*(?:办法|条例|细则|规定)$`)
)

// onlyName is the title that a question about validity names and says nothing beside, “” for none.
func (t *turn) onlyName(at []int) string {
	m := aName.FindStringSubmatchIndex(t.text)
	if m == nil || !onlyValidity(t.text, reference{from: m[0], to: m[1]}, at) {
		return ""
	}
	name := strings.TrimPrefix(group(t.text, m, 1), "请问")
	if aKind.MatchString(name) || strings.ContainsAny(name, "的那这") {
		return ""
	}
	return name
}
