package admin

import (
	"strings"

	"shangda/policy"
)

// row is a part of an item that differs; Before or After is empty where the part is new or gone.
type row struct {
	Name                string
	Before, After       string
	Head, Out, In, Tail string // common beginning, what was, what is, common end
}

// rowsOf compares two editions of an item part by part; identical ones are left out.
func rowsOf(was, is *policy.Item) []row {
	if was != nil && is != nil && was.Kind == policy.KindList && is.Kind == policy.KindList {
		return listRows(was.List, is.List)
	}
	before, order := partsOf(was)
	after, later := partsOf(is)
	for _, name := range later {
		if _, ok := before[name]; !ok {
			order = append(order, name)
		}
	}
	var out []row
	for _, name := range order {
		a, b := before[name], after[name]
		if a == b {
			continue
		}
		out = append(out, newRow(partName(name), a, b))
	}
	return out
}

func newRow(name, before, after string) row {
	r := row{Name: name, Before: before, After: after}
	r.Head, r.Out, r.In, r.Tail = middle(before, after)
	return r
}

// listRows compares two editions of a negative list entry by entry, whatever their numbers.
func listRows(was, is *policy.List) []row {
	var out []row
	for _, d := range policy.Diff(was, is) {
		var before, after, name string
		if d.Old != nil {
			before, name = d.Old.Measure, d.Old.Name()
		}
		if d.New != nil {
			after, name = d.New.Measure, d.New.Name()
		}
		if d.Kind != policy.EntrySame && d.Kind != policy.EntryRenumbered {
			out = append(out, newRow(name, before, after))
		}
	}
	return out
}

// partsOf are an item's texts by the name of their part, and those names in order.
func partsOf(it *policy.Item) (map[string]string, []string) {
	texts := map[string]string{}
	var order []string
	if it == nil {
		return texts, nil
	}
	add := func(name, text string) {
		if text == "" {
			return
		}
		if was, ok := texts[name]; ok {
			texts[name] = was + "\n" + text
			return
		}
		texts[name] = text
		order = append(order, name)
	}
	for _, f := range facts(it) {
		add(f.Name, f.Text)
	}
	for _, p := range it.Parts() {
		add(p.Name, p.Text)
	}
	return texts, order
}

// facts are what an item says beside its texts.
func facts(it *policy.Item) []policy.Part {
	switch it.Kind {
	case policy.KindDocument:
		d := it.Document
		return []policy.Part{
			{Name: "published", Text: string(d.Published)},
			{Name: "effective", Text: string(d.Effective)},
			{Name: "repealed", Text: string(d.Repealed)},
			{Name: "status", Text: statuses4[d.Status]},
			{Name: "jurisdiction", Text: d.Jurisdiction},
			{Name: "supersedes", Text: strings.Join(d.Supersedes, "\n")},
			{Name: "superseded_by", Text: strings.Join(d.SupersededBy, "\n")},
		}
	case policy.KindList:
		return []policy.Part{{Name: "effective", Text: string(it.List.Effective)}, {Name: "repealed", Text: string(it.List.Repealed)}}
	}
	var b strings.Builder
	for _, basis := range it.Basis() {
		b.WriteString("《" + basis.Title + "》" + basis.Article + "\n")
	}
	return []policy.Part{{Name: "basis", Text: strings.TrimSpace(b.String())}}
}

// middle cuts what two texts have in common off their ends.
func middle(a, b string) (head, out, in, tail string) {
	x, y := []rune(a), []rune(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	m := 0
	for m < len(x)-n && m < len(y)-n && x[len(x)-1-m] == y[len(y)-1-m] {
		m++
	}
	return string(x[:n]), string(x[n : len(x)-m]), string(y[n : len(y)-m]), string(x[len(x)-m:])
}
