package knowledge

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"shangda/policy"
)

// longestCase is how many characters of a choice a tap sends.
const longestCase = 10

// checkBranches names each branch of a guide that is incomplete, named twice, or rests on what the guide doesn't cite.
func checkBranches(g *policy.Guide) error {
	var errs []error
	seen := map[string]bool{}
	for i, b := range g.Branches {
		err := errors.Join(filled("when", b.When), filled("text", b.Text), checkBasis(b.Basis))
		if seen[b.When] {
			err = errors.Join(err, errors.New("the case is there twice"))
		}
		if utf8.RuneCountInString(b.When) > longestCase {
			err = errors.Join(err, fmt.Errorf("when has more than %d characters", longestCase))
		}
		for _, cited := range b.Basis {
			if !slices.Contains(g.Basis, cited) {
				err = errors.Join(err, fmt.Errorf("%s %s is not in the guide's basis", cited.Title, cited.Article))
			}
		}
		if seen[b.When] = true; err != nil {
			errs = append(errs, fmt.Errorf("branch %d %s: %w", i+1, b.When, err))
		}
	}
	return errors.Join(errs...)
}
