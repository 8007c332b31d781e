package bot

import (
	"shangda/desk"
	"shangda/policy"
	"shangda/search"
)

// keyBytes is how much of the law's own words stands beside an answer that staff worded.
const keyBytes = 300

// evidenceBytes is what the words of all candidates may take beside three tappable lines.
const evidenceBytes = 920

// candidateBytes are tried for the decisive words of each candidate until all fit; the first one gets half as much again.
var candidateBytes = []int{200, 180, 160, 140, 120, 90}

// actPick shows the passage whose ID is Arg, which the citizen picked from several candidates. Stored: never rename.
const actPick = "pick"

// keySentence is the part of the first basis on file that supports an answer, in the law's own words; "" when none fits.
func (t *turn) keySentence(basis []policy.Basis, answer string) string {
	p, ok := t.Search.Library().Find(firstOf(basis))
	if !ok {
		return ""
	}
	return excerpt(p.Text, t.conv.Asked+"\n"+answer, keyBytes)
}

// excerpt says when something was left out.
func excerpt(text, query string, most int) string {
	said, cut := search.Excerpt(text, query, most)
	if cut && said != "" {
		said += sayCut
	}
	return said
}

// candidates are choices with the words that decide between them, as many as fit beside the choices.
func (t *turn) candidates(hits []search.Hit) []desk.Choice {
	choices := make([]desk.Choice, 0, len(hits)+1)
	for _, h := range hits {
		choices = append(choices, desk.Choice{Act: actPick, Arg: h.Passage.ID})
	}
	for _, most := range candidateBytes {
		said := 0
		for i, h := range hits {
			room := most
			if i == 0 {
				room += most / 2
			}
			choices[i].Label, choices[i].Note = sayCandidate(h.Passage), ""
			if words := t.decisive(h.Passage, room); words != "" {
				choices[i].Label, choices[i].Note = sayCited(h.Passage), sayEvidence(h.Passage, words)
			}
			said += len(choices[i].Note)
		}
		if said <= evidenceBytes {
			return choices
		}
	}
	for i, h := range hits {
		choices[i].Label, choices[i].Note = sayCandidate(h.Passage), ""
	}
	return choices
}

// decisive is the sentence of a passage that answers the question best; of a Q&A entry or guide, the law's sentence behind
// it, else its own words.
func (t *turn) decisive(p *policy.Passage, most int) string {
	if p.Item.Kind == policy.KindQA || p.Item.Kind == policy.KindGuide {
		if law, ok := t.Search.Library().Find(firstOf(p.Item.Basis())); ok {
			if words := excerpt(law.Text, t.conv.Asked+"\n"+p.Text, most); words != "" {
				return words
			}
		}
	}
	return excerpt(p.Text, t.conv.Asked, most)
}

// prefer shows a candidate and teaches search that it was meant. It is a choice of candidates, never an approval.
func (t *turn) prefer(id string) bool {
	p, ok := t.Search.Library().Passage(id)
	if ok && t.conv.Asked != "" {
		t.x.Link = &desk.Link{Question: desk.Mask(t.conv.Asked), Title: p.Title, Article: p.Article, Kind: desk.LinkChoice}
	}
	return t.read(id)
}
