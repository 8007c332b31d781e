package knowledge

import (
	_ "embed"
	"errors"
	"fmt"

	"shangda/desk"
)

//go:embed sections.yaml
var sections string

// Sections reads which section deals with what, in the order of the file.
func Sections() ([]desk.SectionRule, error) {
	all, err := ReadSections(sections)
	if err != nil {
		return nil, fmt.Errorf("sections.yaml: %w", err)
	}
	return all, nil
}

// SectionsText is the file that Sections reads, as an office may edit it.
func SectionsText() string { return sections }

// ReadSections refuses a topic or word of two sections: it would say nothing.
func ReadSections(text string) ([]desk.SectionRule, error) {
	var all []desk.SectionRule
	if err := decode([]byte(text), &all); err != nil {
		return nil, err
	}
	names, topics, words := map[string]int{}, map[string]int{}, map[string]int{}
	var errs []error
	for i, r := range all {
		err := errors.Join(filled("section", r.Section), once(names, r.Section, i+1))
		for _, t := range r.Topics {
			err = errors.Join(err, once(topics, t, i+1))
		}
		for _, w := range r.Words {
			err = errors.Join(err, filled("word", w), once(words, w, i+1))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("section %d %s: %w", i+1, r.Section, err))
		}
	}
	return all, errors.Join(errs...)
}
