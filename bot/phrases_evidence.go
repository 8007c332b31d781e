package bot

import "shangda/policy"

// sayEvidence is what one of several candidates says, in the law's own words; the choice above it names the article
// unless it is a question or a guide.
func sayEvidence(p *policy.Passage, words string) string {
	if p.Item.Kind == policy.KindQA || p.Item.Kind == policy.KindGuide {
		return quoted(words) + sayTitle(p.Title) + sayArticle(p.Article)
	}
	return quoted(words)
}
