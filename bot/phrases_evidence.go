package bot

import (
	"fmt"

	"shangda/policy"
)

// sayEvidence is what one of several candidates says, in the law's own words.
func sayEvidence(n int, p *policy.Passage, words string) string {
	return fmt.Sprintf("%d. %s%s：“%s”", n, sayTitle(p.Title), sayArticle(p.Article), words)
}
