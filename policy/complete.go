package policy

// Field is a fact about a document, by the key of its front matter.
type Field string

const (
	FieldTitle        Field = "title"
	FieldDocNo        Field = "doc_no"
	FieldIssuer       Field = "issuer"
	FieldPublished    Field = "published"
	FieldEffective    Field = "effective"
	FieldJurisdiction Field = "jurisdiction"
	FieldCompleteness Field = "completeness"
	FieldArticles     Field = "articles"
)

// Missing lists what an answer that cites d could not say. A document without number or dates can be published all the same:
// there are such.
func (d *Document) Missing() []Field {
	var out []Field
	for _, f := range []struct {
		field Field
		empty bool
	}{
		{FieldTitle, d.Title == ""},
		{FieldDocNo, d.DocNo == ""},
		{FieldIssuer, d.Issuer == ""},
		{FieldPublished, d.Published == ""},
		{FieldEffective, d.Effective == ""},
		{FieldJurisdiction, d.Jurisdiction == ""},
		{FieldCompleteness, d.Completeness == ""},
		{FieldArticles, len(d.Articles) == 0},
	} {
		if f.empty {
			out = append(out, f.field)
		}
	}
	return out
}

// Part is a text of an item that citizens may read, and where it stands: an article, or the field's key.
type Part struct {
	Name string
	Text string
}

// Parts are all texts of an item, to be scanned before publication.
func (it *Item) Parts() []Part {
	var out []Part
	add := func(name string, texts ...string) {
		for _, t := range texts {
			if t != "" {
				out = append(out, Part{name, t})
			}
		}
	}
	add("title", it.Title())
	switch it.Kind {
	case KindDocument:
		d := it.Document
		add("doc_no", d.DocNo)
		add("issuer", d.Issuer)
		for _, a := range d.Articles {
			add(a.Name, a.Heading, a.Text)
		}
	case KindQA:
		q := it.QA
		add("wordings", q.Wordings...)
		add("answer", q.Answer)
		add("caution", q.Caution)
		add("next", q.Next)
	case KindGuide:
		g := it.Guide
		add("wordings", g.Wordings...)
		add("summary", g.Summary)
		add("who", g.Who)
		add("conditions", g.Conditions...)
		add("materials", g.Materials...)
		add("steps", g.Steps...)
		add("where", g.Where)
		add("days", g.Days)
		add("fee", g.Fee)
		add("late", g.Late)
		for _, b := range g.Branches {
			add("branches", b.When, b.Text)
		}
	case KindList:
		for _, n := range it.List.Notes {
			add(n.Name, n.Text)
		}
		for _, e := range it.List.Entries {
			add(e.Name(), e.Sector, e.Measure, e.Exceptions)
		}
	}
	return out
}
