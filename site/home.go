package site

import (
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"shangda/policy"
)

type homePage struct {
	frame
	Examples []string
	Guides   []card
	Lists    []card
	Topics   []topic
	Day      policy.Date
}

// topic is one shelf of the office's page. Gone are the texts that do not apply today.
type topic struct {
	Name      string
	Documents []card
	Gone      []card
	Questions []card
}

// card is one item on a shelf.
type card struct {
	ID, Title, Summary string
	DocNo              string
	Effective          policy.Date
	Status             policy.Status
	Complete           bool // of lists
}

func (s *site) home(c *gin.Context) error {
	lib, today := s.Library(), s.Today()
	p := homePage{frame: s.frame(c), Examples: s.examples(lib), Day: today}
	p.Canonical = s.PublicURL + "/"
	for i := range lib.Items {
		it := &lib.Items[i]
		switch it.Kind {
		case policy.KindGuide:
			p.Guides = append(p.Guides, card{ID: it.ID, Title: it.Guide.Title, Summary: it.Guide.Summary})
		case policy.KindList:
			p.Lists = append(p.Lists, card{
				ID: it.ID, Title: it.List.Title, DocNo: it.List.DocNo, Effective: it.List.Effective,
				Status: it.On(today), Complete: it.List.Complete,
			})
		}
	}
	slices.SortStableFunc(p.Lists, newestFirst)
	p.Topics = shelves(lib, today)
	return s.render(c, 200, "home", p)
}

// shelves sorts documents and questions by topic, the fullest topic first and what has none last.
func shelves(lib *policy.Library, today policy.Date) []topic {
	at := map[string]int{}
	var all []topic
	on := func(name string) *topic {
		if _, ok := at[name]; !ok {
			at[name] = len(all)
			all = append(all, topic{Name: name})
		}
		return &all[at[name]]
	}
	for i := range lib.Items {
		it := &lib.Items[i]
		switch it.Kind {
		case policy.KindDocument:
			d, t := it.Document, on(it.Document.Topic)
			doc := card{ID: it.ID, Title: d.Title, DocNo: d.DocNo, Effective: d.Effective, Status: it.On(today)}
			if doc.Status == policy.InForce || doc.Status == policy.NotYet {
				t.Documents = append(t.Documents, doc)
			} else {
				t.Gone = append(t.Gone, doc)
			}
		case policy.KindQA:
			t := on(it.QA.Topic)
			t.Questions = append(t.Questions, card{ID: it.ID, Title: it.QA.Question})
		}
	}
	for i := range all {
		slices.SortStableFunc(all[i].Documents, newestFirst)
		slices.SortStableFunc(all[i].Gone, newestFirst)
	}
	slices.SortStableFunc(all, func(a, b topic) int {
		if (a.Name == "") != (b.Name == "") {
			return cmp.Compare(b.Name, a.Name)
		}
		return cmp.Or(cmp.Compare(b.size(), a.size()), cmp.Compare(a.Name, b.Name))
	})
	return all
}

func (t topic) size() int { return len(t.Documents) + len(t.Questions) }

func newestFirst(a, b card) int { return cmp.Compare(b.Effective, a.Effective) }

// maxExamples is how many questions a page offers to start with.
const maxExamples = 6

func (s *site) examples(lib *policy.Library) []string {
	if len(s.Examples) > 0 {
		return s.Examples[:min(len(s.Examples), maxExamples)]
	}
	var out []string
	seen := map[string]bool{}
	for i := range lib.Items {
		it := &lib.Items[i]
		if it.Kind == policy.KindQA && !seen[it.QA.Topic] && len(out) < maxExamples {
			seen[it.QA.Topic] = true
			out = append(out, it.QA.Question)
		}
	}
	return out
}
