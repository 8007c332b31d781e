package policy

import (
	"fmt"
	"strings"
)

// Cycles finds documents that replace each other in a circle, by title; the error shows the way round. Both fields
// count: what A supersedes is superseded by A.
func Cycles(docs []*Document) map[string]error {
	next := map[string][]string{}
	for _, d := range docs {
		next[d.Title] = append(next[d.Title], d.SupersededBy...)
		for _, old := range d.Supersedes {
			next[old] = append(next[old], d.Title)
		}
	}
	bad := map[string]error{}
	for _, d := range docs {
		if way := wayBack(next, d.Title); way != nil {
			bad[d.Title] = fmt.Errorf("replaced in a circle: %s", strings.Join(way, " → "))
		}
	}
	return bad
}

// wayBack is the shortest way from title to itself, nil when there is none.
func wayBack(next map[string][]string, title string) []string {
	from := map[string]string{}
	for queue := []string{title}; len(queue) > 0; queue = queue[1:] {
		for _, t := range next[queue[0]] {
			if t == title {
				return append(trail(from, title, queue[0]), title)
			}
			if _, seen := from[t]; !seen {
				from[t] = queue[0]
				queue = append(queue, t)
			}
		}
	}
	return nil
}

// trail is the way from start to end that from remembers backwards.
func trail(from map[string]string, start, end string) []string {
	if end == start {
		return []string{start}
	}
	return append(trail(from, start, from[end]), end)
}
