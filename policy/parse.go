package policy

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// What Parse refuses besides bad fields, which come as a *FieldError.
var (
	ErrNoTitle = errors.New("no title: neither in the front matter nor as a # heading")
	ErrNoBody  = errors.New("no text below the title")
)

// FieldError says which field of the front matter is wrong. Line counts from the first line of the file; 0 is unknown.
type FieldError struct {
	Field string
	Line  int
	Err   error
}

func (e *FieldError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.Field, e.Err)
	}
	return fmt.Sprintf("line %d: %s: %v", e.Line, e.Field, e.Err)
}

func (e *FieldError) Unwrap() error { return e.Err }

// Parse reads one Markdown text: optional YAML front matter, then the document with its articles. Keys it doesn't know are
// ignored. Without front matter the document counts as in force, since nothing says otherwise, and its dates are unknown.
// A text that names no source has name as its source.
func Parse(name, markdown string) (*Document, error) {
	d, body, err := parseFront(markdown)
	if err != nil {
		return nil, err
	}
	return d.cut(name, body)
}

// ParseAs reads a text of which everything but the articles is already known, as after Guess; front matter would be text.
func ParseAs(about Document, name, body string) (*Document, error) { return about.cut(name, body) }

// cut fills in what a document says nowhere else, and its articles.
func (d *Document) cut(name, body string) (*Document, error) {
	if d.Title == "" {
		d.Title = firstHeading(body)
	}
	if d.Title == "" {
		return nil, ErrNoTitle
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	if d.Status == "" {
		d.Status = InForce
	}
	if d.Source == "" {
		d.Source = name
	}
	c := newCutter(d)
	for line := range strings.Lines(body) {
		c.line(line)
	}
	d.Articles = c.articles()
	if len(d.Articles) == 0 {
		return nil, ErrNoBody
	}
	return d, nil
}

// check refuses what no edition can be: repealed before it took effect, replaced by nothing, or its own successor.
func (d *Document) check() error {
	if d.Status == Amended && len(d.SupersededBy) == 0 {
		return &FieldError{"superseded_by", 0, errors.New("missing: a text that is 已修改 names the edition that replaced it")}
	}
	if d.Repealed != "" && d.Effective != "" && d.Repealed < d.Effective {
		return &FieldError{"expires_or_repealed", 0, fmt.Errorf("%s is before effective, %s", d.Repealed, d.Effective)}
	}
	itself := errors.New("names the document itself")
	if slices.Contains(d.Supersedes, d.Title) {
		return &FieldError{"supersedes", 0, itself}
	}
	if slices.Contains(d.SupersededBy, d.Title) {
		return &FieldError{"superseded_by", 0, itself}
	}
	return nil
}

// parseFront splits off the front matter and reads it; a text that doesn't begin with a line --- has none.
func parseFront(text string) (*Document, string, error) {
	d := &Document{}
	text = strings.TrimPrefix(text, "\ufeff")
	first, rest, _ := strings.Cut(text, "\n")
	if strings.TrimRight(first, " \t\r") != "---" {
		return d, text, nil
	}
	front, body, found := cutAtRule(rest)
	if !found {
		return nil, "", &FieldError{"front matter", 1, errors.New("no closing --- line")}
	}
	var root yaml.Node
	if err := yaml.Unmarshal([]byte(front), &root); err != nil {
		return nil, "", yamlError(err)
	}
	if len(root.Content) == 0 {
		return d, body, nil
	}
	if err := d.readFields(root.Content[0]); err != nil {
		return nil, "", err
	}
	return d, body, nil
}

// cutAtRule divides s at its first line that is --- alone.
func cutAtRule(s string) (before, after string, found bool) {
	at := 0
	for line := range strings.Lines(s) {
		if strings.TrimRight(line, " \t\r\n") == "---" {
			return s[:at], s[at+len(line):], true
		}
		at += len(line)
	}
	return "", "", false
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// yamlError counts the line from the top of the file instead of the line below the opening ---.
func yamlError(err error) error {
	msg, line := err.Error(), 0
	if m := yamlLine.FindStringSubmatch(msg); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n + 1
		}
		msg = msg[len(m[0]):]
	}
	return &FieldError{"front matter", line, errors.New(msg)}
}

func (d *Document) readFields(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return &FieldError{"front matter", n.Line + 1, errors.New("want lines of key: value")}
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		err := d.readField(key.Value, value)
		if err == nil && seen[key.Value] {
			err = errors.New("given twice")
		}
		if err != nil {
			return &FieldError{key.Value, key.Line + 1, err}
		}
		seen[key.Value] = true
	}
	return nil
}

func (d *Document) readField(key string, value *yaml.Node) (err error) {
	text := map[string]*string{
		"title": &d.Title, "doc_no": &d.DocNo, "issuer": &d.Issuer, "status_note": &d.StatusNote, "topic": &d.Topic,
		"jurisdiction": &d.Jurisdiction, "source": &d.Source, "completeness": &d.Completeness,
	}
	dates := map[string]*Date{"published": &d.Published, "effective": &d.Effective, "expires_or_repealed": &d.Repealed}
	titles := map[string]*[]string{"supersedes": &d.Supersedes, "superseded_by": &d.SupersededBy}
	if p, ok := text[key]; ok {
		*p, err = scalar(value)
	} else if p, ok := titles[key]; ok {
		*p, err = scalars(value)
	} else if p, ok := dates[key]; ok {
		var s string
		if s, err = scalar(value); err == nil {
			*p, err = ParseDate(s)
		}
	} else if key == "status" {
		var s string
		if s, err = scalar(value); err == nil {
			d.Status, err = parseStatus(s)
		}
	}
	return err
}

func scalar(n *yaml.Node) (string, error) {
	if n.Kind != yaml.ScalarNode {
		return "", errors.New("want one value")
	}
	if n.Tag == "!!null" {
		return "", nil
	}
	return strings.TrimSpace(n.Value), nil
}

// scalars reads a list; a single value is a list of one, an empty one none.
func scalars(n *yaml.Node) ([]string, error) {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	var out []string
	for _, n := range nodes {
		s, err := scalar(n)
		if err != nil {
			return nil, errors.New("want a list of titles")
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out, nil
}

func parseStatus(s string) (Status, error) {
	switch s {
	case "":
		return "", nil
	case "有效":
		return InForce, nil
	case "已修改":
		return Amended, nil
	case "已废止":
		return Repealed, nil
	case "尚未施行":
		return NotYet, nil
	}
	return "", fmt.Errorf("%q: want 有效, 已修改, 已废止 or 尚未施行", s)
}

func firstHeading(body string) string {
	for line := range strings.Lines(body) {
		if level, text := heading(clean(line)); level == 1 && text != "" {
			return text
		}
	}
	return ""
}
