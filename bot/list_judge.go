package bot

import (
	"slices"
	"strings"

	"shangda/policy"
	"shangda/search"
)

// edition finds the list a question is to be judged by: the one it names, else the one in force on the day.
func (t *turn) edition(q listQuestion, scope string) (*policy.Item, bool) {
	lib := t.Search.Library()
	if q.Edition == "" {
		return lib.Edition(scope, t.on)
	}
	for _, it := range lib.Editions(scope) {
		if it.List.Edition == q.Edition {
			return it, true
		}
	}
	return nil, false
}

// verdict is the finding on one activity.
type verdict struct {
	activity
	policy.Finding
	near []policy.Entry // of an activity in words of no list: entries that may be meant
}

// judge gives every activity its verdict, each entry's once.
func (t *turn) judge(list *policy.Item, activities []activity) []verdict {
	var out []verdict
	for _, a := range activities {
		v := verdict{activity: a, Finding: t.Search.Library().Judge(list, a.Word)}
		if a.Name != a.Word && strings.HasPrefix(a.Name, a.Word) && len(v.Entries) > 0 { // something follows the word
			v.near, v.Finding = v.Entries, policy.Finding{Verdict: policy.VerdictUnknown}
		} else if v.Verdict == policy.VerdictUnlisted && len(v.Beside) == 0 {
			v.near = similar(list, a.Name)
		}
		out = append(out, v)
	}
	return merged(out)
}

// merged joins activities with the same entries and drops a wider word beside a plain one: 人文社科 says what 研究所 is meant.
func merged(in []verdict) []verdict {
	plain := map[int]bool{}
	for _, v := range in {
		if v.Verdict == policy.VerdictBanned || v.Verdict == policy.VerdictRestricted || v.Verdict == policy.VerdictExempt {
			for _, e := range v.Entries {
				plain[e.No] = true
			}
		}
	}
	var out []verdict
	for _, v := range in {
		if v.Verdict == policy.VerdictPartly && !slices.ContainsFunc(v.Entries, func(e policy.Entry) bool { return !plain[e.No] }) {
			continue
		}
		at := slices.IndexFunc(out, func(o verdict) bool {
			return len(v.Entries) > 0 && o.Verdict == v.Verdict && sameEntries(o.Entries, v.Entries)
		})
		if at < 0 {
			out = append(out, v)
			continue
		}
		if !strings.Contains(out[at].Name, v.Name) && !strings.Contains(v.Name, out[at].Name) {
			out[at].Name += "、" + v.Name
		}
	}
	return out
}

func sameEntries(a, b []policy.Entry) bool {
	return slices.EqualFunc(a, b, func(x, y policy.Entry) bool { return x.No == y.No })
}

// similar finds up to three entries that share a telling part of a name that no entry knows.
func similar(list *policy.Item, name string) []policy.Entry {
	type near struct {
		e     policy.Entry
		share float64
	}
	var found []near
	r := []rune(tradeTail.ReplaceAllString(search.Fold(name), ""))
	for _, e := range list.List.Entries {
		words := search.Fold(e.Measure + " " + strings.Join(e.Activities, " ") + " " + strings.Join(e.Broader, " "))
		common := 0
		for i := 0; i+1 < len(r); i++ {
			if p := string(r[i : i+2]); !commonPairs[p] && strings.Contains(words, p) {
				common++
			}
		}
		if common > 0 {
			found = append(found, near{e, float64(common) / float64(len(r)-1)})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int {
		switch {
		case a.share > b.share:
			return -1
		case a.share < b.share:
			return 1
		}
		return 0
	})
	var out []policy.Entry
	for _, n := range found {
		if n.share >= nearEnough && len(out) < 3 {
			out = append(out, n.e)
		}
	}
	return out
}

// nearEnough is the share of a name's character pairs that an entry must hold for “may be meant”.
const nearEnough = 0.34
