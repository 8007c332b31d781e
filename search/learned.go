package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// learned is what the served passages were the answer to.
type learned struct {
	known   *subjects
	trusted *links // the library's own questions and what staff approved: may make a passage the answer
	choices *links // of citizens: only put candidates into another order
}

// learn arranges the library's questions and the stored links for the passages at their document numbers.
func learn(at []*policy.Passage, stored []desk.Link) *learned {
	l := &learned{known: newSubjects(at)}
	var trusted, choices []lesson
	for doc, p := range at {
		if p == nil || p.Item.Kind != policy.KindQA && p.Item.Kind != policy.KindGuide {
			continue
		}
		trusted = append(trusted, lesson{
			wordings: strings.Split(p.Asked, "\n"),
			source:   source{doc: doc, to: l.known.targets(p.Item.Basis())},
		})
	}
	for _, s := range stored {
		subject, ok := l.known.number[policy.Basis{Title: s.Title, Article: s.Article}]
		if !ok {
			continue // no longer published
		}
		from := lesson{wordings: []string{s.Question}, source: source{
			doc: -1, to: []target{{subject, 1}}, day: int(s.At.Unix() / (24 * 60 * 60)), citizen: s.Citizen,
		}}
		switch {
		case s.Approved:
			trusted = append(trusted, from)
		case (s.Kind == desk.LinkChoice || s.Kind == desk.LinkRating) && s.Citizen != 0:
			choices = append(choices, from)
		}
	}
	l.trusted, l.choices = newLinks(trusted, l.known.count()), newLinks(choices, l.known.count())
	l.trusted.words = l.known.translator(trusted)
	return l
}

// translator learns from what people asked what the articles that answered them say; nil when nobody did.
func (s *subjects) translator(lessons []lesson) *translator {
	var answered []answeredBy
	for _, l := range lessons {
		if l.doc >= 0 {
			continue // the library's own words
		}
		var q answeredBy
		for _, t := range l.to {
			if p := s.article(t.subject); p != nil {
				q.texts = append(q.texts, strings.Join([]string{p.Title, p.Article, p.Heading, p.Text}, "\n"))
			}
		}
		if len(q.texts) == 0 {
			continue
		}
		for _, text := range l.wordings {
			q.wordings = append(q.wordings, normalize(text))
		}
		answered = append(answered, q)
	}
	if len(answered) == 0 {
		return nil
	}
	return newTranslator(byCharacters, answered)
}

// article is the passage that a subject is named for; nil when only questions and guides cite it.
func (s *subjects) article(subject uint32) *policy.Passage {
	for _, doc := range s.passages(subject) {
		p := s.at[doc]
		if p != nil && (p.Item == nil || p.Item.Kind != policy.KindQA && p.Item.Kind != policy.KindGuide) {
			return p
		}
	}
	return nil
}

// targets are the published ones of what an answer cites; the first weighs most.
func (s *subjects) targets(basis []policy.Basis) []target {
	var out []target
	for i, b := range basis {
		n, ok := s.number[b]
		if !ok {
			continue
		}
		weight := float32(laterBasis)
		if i == 0 {
			weight = 1
		}
		out = append(out, target{n, weight})
	}
	return out
}

// reorder puts the candidates of a choice into the order that citizens preferred who asked the same.
func (l *learned) reorder(hits []Hit, asked terms, day int) {
	agreed := l.choices.agreed(asked, day)
	if len(agreed) == 0 {
		return
	}
	slices.SortStableFunc(hits, func(x, y Hit) int {
		return cmp.Compare(agreed[l.subject(y)], agreed[l.subject(x)])
	})
}

func (l *learned) subject(h Hit) uint32 {
	return l.known.number[policy.Basis{Title: h.Passage.Title, Article: h.Passage.Article}]
}

// learnEvery bounds how often new links are taken in: each time, all are arranged anew.
const learnEvery = 10 * time.Second

// followLinks takes in what was linked since. The caller holds following.
func (e *Engine) followLinks(ctx context.Context) error {
	if e.source.Links == nil || time.Since(e.learnt) < learnEvery {
		return nil
	}
	rev, stored, err := e.source.Links(ctx, e.linked)
	if err != nil {
		return fmt.Errorf("links: %w", err)
	}
	e.learnt = time.Now()
	if rev == e.linked {
		return nil
	}
	e.linked, e.stored = rev, stored
	if v := e.current.Load(); v != nil {
		v.learned.Store(learn(v.at, stored))
	}
	return nil
}

// Assume ranks by the given links, taken as approved, until the store's knowledge changes; beside the library's own
// questions or without them. It is for evaluation.
func (e *Engine) Assume(given []desk.Link, alone bool) {
	v := e.current.Load()
	if v == nil {
		return
	}
	approved := make([]desk.Link, len(given))
	for i, l := range given {
		l.Approved = true
		approved[i] = l
	}
	l := learn(v.at, approved)
	if alone {
		l.trusted = newLinks(nil, l.known.count())
	}
	v.learned.Store(l)
}
