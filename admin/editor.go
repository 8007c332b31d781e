package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"shangda/policy"
	"shangda/store"
)

// basisRows is how many articles an answer may cite in the form, and spareRows how many empty ones are offered.
const (
	basisRows = 12
	spareRows = 2
)

// longestCase is how many characters of a guide's case a tap sends.
const longestCase = 10

// item reads the text of a draft; nil for a withdrawal.
func item(body string) (*policy.Item, error) {
	if body == "" {
		return nil, nil
	}
	var it policy.Item
	if err := json.Unmarshal([]byte(body), &it); err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	return &it, nil
}

// blank is a new item of a kind, to be filled in.
func blank(kind policy.Kind) *policy.Item {
	switch kind {
	case policy.KindDocument:
		it := policy.NewItem(&policy.Document{Status: policy.InForce}, "", "")
		return &it
	case policy.KindGuide:
		it := policy.NewItem(&policy.Guide{}, "", "")
		return &it
	}
	it := policy.NewItem(&policy.QA{}, "", "")
	return &it
}

// readItem reads the editor's form for an item of was's kind, which fills in what the form doesn't show.
func (v *visit) readItem(was *policy.Item) (*policy.Item, refused) {
	faults := refused{}
	var it policy.Item
	switch was.Kind {
	case policy.KindDocument:
		it = policy.NewItem(v.readDocument(was.Document, faults), "", "")
	case policy.KindGuide:
		it = policy.NewItem(v.readGuide(faults), "", "")
	case policy.KindQA:
		it = policy.NewItem(v.readQA(faults), "", "")
	default:
		return was, nil // lists come as spreadsheets
	}
	if it.Title() == "" {
		faults["title"] = "required"
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return &it, nil
}

func (v *visit) readQA(faults refused) *policy.QA {
	q := &policy.QA{
		Question: oneLine(v.text("title")), Wordings: lines(v.text("wordings")), Answer: v.block("answer"), Caution: v.block("caution"),
		Next: v.block("next"), Topic: v.text("topic"), Basis: v.readBasis(faults), Checked: v.date("checked", faults),
	}
	v.required(faults, "answer", "checked")
	return q
}

func (v *visit) readGuide(faults refused) *policy.Guide {
	g := &policy.Guide{
		Title: oneLine(v.text("title")), Wordings: lines(v.text("wordings")), Summary: v.block("summary"), Who: v.block("who"),
		Conditions: lines(v.text("conditions")), Materials: lines(v.text("materials")), Steps: lines(v.text("steps")),
		Where: v.block("where"), Days: v.block("days"), Fee: v.block("fee"), Late: v.block("late"), Topic: v.text("topic"),
		Basis: v.readBasis(faults), Checked: v.date("checked", faults),
	}
	g.Branches = v.readBranches(g, faults)
	v.required(faults, "summary", "who", "steps", "days", "fee", "checked")
	return g
}

func (v *visit) readDocument(was *policy.Document, faults refused) *policy.Document {
	d := *was
	for name, field := range map[string]*string{
		"title": &d.Title, "doc_no": &d.DocNo, "issuer": &d.Issuer, "topic": &d.Topic, "jurisdiction": &d.Jurisdiction,
		"completeness": &d.Completeness, "source": &d.Source, "status_note": &d.StatusNote,
	} {
		*field = oneLine(v.text(name))
	}
	d.Published, d.Effective, d.Repealed = v.date("published", faults), v.date("effective", faults), v.date("repealed", faults)
	d.Supersedes, d.SupersededBy = lines(v.text("supersedes")), lines(v.text("superseded_by"))
	d.Status = policy.Status(v.text("status"))
	if _, ok := statuses4[d.Status]; !ok {
		faults["status"] = "option"
	}
	switch {
	case d.Repealed != "" && d.Effective != "" && d.Repealed < d.Effective:
		faults["repealed"] = "before_effective"
	case slices.Contains(d.Supersedes, d.Title):
		faults["supersedes"] = "itself"
	case slices.Contains(d.SupersededBy, d.Title):
		faults["superseded_by"] = "itself"
	}
	articles, err := policy.ReadOutline(strings.ReplaceAll(v.PostForm("outline"), "\r\n", "\n"))
	if d.Articles = articles; err != nil {
		faults["outline"] = "outline"
	} else if len(articles) == 0 {
		faults["outline"] = "required"
	}
	return &d
}

// outlineFaults are what is wrong with the outline that was typed, by line.
func outlineFaults(text string) (out []policy.OutlineError) {
	_, err := policy.ReadOutline(strings.ReplaceAll(text, "\r\n", "\n"))
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) {
		return nil
	}
	for _, e := range joined.Unwrap() {
		var o *policy.OutlineError
		if errors.As(e, &o) {
			out = append(out, *o)
		}
	}
	return out
}

// readBasis reads the rows of the form and makes sure that each article is on file and in force.
func (v *visit) readBasis(faults refused) []policy.Basis {
	var out []policy.Basis
	for i := range basisRows {
		b := policy.Basis{Title: unquoted(v.text(fmt.Sprintf("basis-title-%d", i))), Article: oneLine(v.text(fmt.Sprintf("basis-article-%d", i)))}
		if b.Title == "" && b.Article == "" {
			continue
		}
		if code := v.basisFault(b); code != "" {
			faults[fmt.Sprintf("basis-title-%d", i)] = code
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		faults["basis-title-0"] = "basis_none"
	}
	return out
}

// basisFault says why an answer can't rest on an article; empty when it can.
func (v *visit) basisFault(b policy.Basis) string {
	lib := v.library()
	if _, ok := lib.ByTitle(b.Title); !ok {
		return "basis_title"
	}
	if _, ok := lib.Find(b); !ok {
		return "basis_article"
	}
	if lib.On(b.Title, v.today()) != policy.InForce {
		return "basis_old"
	}
	return ""
}

func (v *visit) today() policy.Date { return policy.DateOf(v.now.In(beijing)) }

// branchText writes the cases of a guide as the form shows them: a line ### with the case, its text, lines 依据：《…》第…条.
func branchText(branches []policy.Branch) string {
	var b strings.Builder
	for _, br := range branches {
		b.WriteString("### " + br.When + "\n" + br.Text + "\n")
		for _, basis := range br.Basis {
			b.WriteString(branchBasis + "《" + basis.Title + "》" + basis.Article + "\n")
		}
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}

const branchBasis = "依据："

var cited = regexp.MustCompile(`^《(.+)》\s*(\S+)$`)

// readBranches reads what branchText writes; each case rests on articles that the guide cites.
func (v *visit) readBranches(g *policy.Guide, faults refused) []policy.Branch {
	var out []policy.Branch
	bad := func() { faults["branches"] = "branches" }
	for _, line := range lines(v.text("branches")) {
		when, isCase := strings.CutPrefix(line, "###")
		basis, isBasis := strings.CutPrefix(line, branchBasis)
		last := len(out) - 1
		switch {
		case isCase:
			when = strings.TrimSpace(when)
			if when == "" || utf8.RuneCountInString(when) > longestCase || slices.ContainsFunc(out, func(b policy.Branch) bool { return b.When == when }) {
				bad()
			}
			out = append(out, policy.Branch{When: when})
		case last < 0:
			bad()
		case isBasis:
			m := cited.FindStringSubmatch(strings.TrimSpace(basis))
			if m == nil || !slices.Contains(g.Basis, policy.Basis{Title: m[1], Article: m[2]}) {
				bad()
				continue
			}
			out[last].Basis = append(out[last].Basis, policy.Basis{Title: m[1], Article: m[2]})
		default:
			out[last].Text = strings.TrimPrefix(out[last].Text+"\n"+line, "\n")
		}
	}
	if slices.ContainsFunc(out, func(b policy.Branch) bool { return b.Text == "" || len(b.Basis) == 0 }) {
		bad()
	}
	return out
}

func (v *visit) required(faults refused, names ...string) {
	for _, name := range names {
		if v.text(name) == "" && faults[name] == "" {
			faults[name] = "required"
		}
	}
}

// date reads a day; empty is allowed.
func (v *visit) date(name string, faults refused) policy.Date {
	d, err := policy.ParseDate(v.text(name))
	if err != nil {
		faults[name] = "date"
	}
	return d
}

// block is a text of several lines, with the line ends of the store.
func (v *visit) block(name string) string { return strings.ReplaceAll(v.text(name), "\r\n", "\n") }

// lines are the lines of a field that say something.
func lines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// unquoted drops the marks that people put around a title.
func unquoted(s string) string {
	return strings.TrimSuffix(strings.TrimPrefix(oneLine(s), "《"), "》")
}

// body encodes an item as a draft holds it.
func body(it *policy.Item) (string, error) { return store.ItemBody(it) }
