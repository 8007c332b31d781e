package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"text/tabwriter"

	"shangda/desk"
)

type linksCmd struct {
	List   linksListCmd   `cmd:"" default:"withargs" help:"What asked questions were tied to, one line for each question and article."`
	Export linksExportCmd `cmd:"" help:"Every stored link as JSON, one object a line."`
	Remove linksRemoveCmd `cmd:"" help:"Forget links, by number or by question."`
}

type linksListCmd struct{}

// linked counts the links of one question to one article.
type linked struct {
	question, title, article string
	kind                     desk.LinkKind
	approved                 bool
}

func (l *linksListCmd) Run(ctx context.Context, c *cli, s streams) error {
	all, err := storedLinks(ctx, c, s)
	if err != nil {
		return err
	}
	counts, citizens, newest := map[linked]int{}, map[linked]map[int64]bool{}, map[linked]desk.Link{}
	var keys []linked
	for _, link := range all {
		k := linked{link.Question, link.Title, link.Article, link.Kind, link.Approved}
		if counts[k]++; counts[k] == 1 {
			keys, citizens[k], newest[k] = append(keys, k), map[int64]bool{}, link
		}
		if link.Citizen != 0 {
			citizens[k][link.Citizen] = true
		}
	}
	slices.SortStableFunc(keys, func(x, y linked) int { return cmp.Compare(counts[y], counts[x]) })
	w := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "newest\tlinks\tcitizens\tkind\tapproved\tsince\tarticle\tquestion")
	for _, k := range keys {
		n := newest[k]
		fmt.Fprintf(w, "%d\t%d\t%d\t%s\t%t\t%s\t%s%s\t%s\n", n.ID, counts[k], len(citizens[k]), k.kind, k.approved,
			n.At.Format("2006-01-02"), k.title, k.article, k.question)
	}
	return w.Flush()
}

type linksExportCmd struct{}

func (l *linksExportCmd) Run(ctx context.Context, c *cli, s streams) error {
	all, err := storedLinks(ctx, c, s)
	if err != nil {
		return err
	}
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	for _, link := range all {
		if err := e.Encode(link); err != nil {
			return err
		}
	}
	return nil
}

func storedLinks(ctx context.Context, c *cli, s streams) ([]desk.Link, error) {
	r, err := open(ctx, c, s)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	_, all, err := r.store.Links(ctx, -1)
	return all, err
}

type linksRemoveCmd struct {
	Question string  `help:"Every link of exactly this question." placeholder:"TEXT"`
	IDs      []int64 `arg:"" optional:"" name:"number" help:"Links by number, as exported."`
}

func (l *linksRemoveCmd) Run(ctx context.Context, c *cli, s streams) error {
	if (l.Question == "") == (len(l.IDs) == 0) {
		return usageError{errors.New("name the links by number, or --question")}
	}
	r, err := open(ctx, c, s)
	if err != nil {
		return err
	}
	defer r.Close()
	for _, id := range l.IDs {
		if err := r.store.RemoveLink(ctx, id); err != nil {
			return err
		}
	}
	n := int64(len(l.IDs))
	if l.Question != "" {
		if n, err = r.store.RemoveLinksOf(ctx, l.Question); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.out, "%d links removed\n", n)
	return nil
}
