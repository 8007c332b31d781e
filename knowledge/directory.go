package knowledge

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"shangda/policy"
)

//go:embed directory.yaml
var directory string

// Directory reads the subjects that other authorities handle, in the order of the file.
func Directory() ([]policy.Referral, error) {
	all, err := ReadDirectory(directory)
	if err != nil {
		return nil, fmt.Errorf("directory.yaml: %w", err)
	}
	return all, nil
}

// DirectoryText is the file that Directory reads, as an office may edit it.
func DirectoryText() string { return directory }

const (
	fewestWords = 6
	mostWords   = 20
)

// ReadDirectory reads a directory; it reports every mistake in one error, each with the line of its entry.
func ReadDirectory(text string) ([]policy.Referral, error) {
	var all []policy.Referral
	if err := decode([]byte(text), &all); err != nil {
		return nil, err
	}
	var nodes []yaml.Node // once more, for the lines
	if err := yaml.Unmarshal([]byte(text), &nodes); err != nil {
		return nil, err
	}
	topics, words := map[string]int{}, map[string]int{}
	var errs []error
	for i, r := range all {
		line := nodes[i].Line
		err := errors.Join(checkReferral(r), once(topics, r.Topic, line))
		for _, w := range r.Words {
			err = errors.Join(err, once(words, w, line))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("line %d: %s: %w", line, r.Topic, err))
		}
	}
	return all, errors.Join(errs...)
}

func checkReferral(r policy.Referral) error {
	errs := []error{filled("topic", r.Topic)}
	if (r.Who == "") != (r.Contact == "") {
		errs = append(errs, errors.New("who and contact go together"))
	}
	if n := len(r.Words); n < fewestWords || n > mostWords {
		errs = append(errs, fmt.Errorf("%d words, want %d to %d", n, fewestWords, mostWords))
	}
	for _, w := range slices.Concat(r.Words, r.Unless, r.Despite) {
		if utf8.RuneCountInString(w) < 2 {
			errs = append(errs, fmt.Errorf("%q: a word has two characters at least", w))
		}
	}
	for _, w := range r.Words {
		if slices.Contains(r.Unless, w) {
			errs = append(errs, fmt.Errorf("%q cancels itself: it is in words and in unless", w))
		}
	}
	return errors.Join(errs...)
}

// once refuses a name that was met on an earlier line.
func once(seen map[string]int, name string, line int) error {
	if first, taken := seen[name]; taken {
		return fmt.Errorf("%q is already on line %d", name, first)
	}
	seen[name] = line
	return nil
}
