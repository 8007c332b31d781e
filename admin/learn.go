package admin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/policy"
	"shangda/store"
)

// What the learning pages show.
const (
	learnMonths    = 6    // of questions, and columns of their trend
	mostUnanswered = 5000 // questions that are arranged at a time: the latest
	shownClusters  = 60   // the largest
	shownRatings   = 100  // the latest
	mostWordings   = 8    // of a cluster, taken over into a new answer
	shownLinks     = 200  // pairs of question and article
)

type learnPage struct {
	frame
	Clusters []cluster
	Asked    int
	More     int
	Months   []string
	Ratings  []store.Rated
}

// cluster is a group of questions with a chart of its months.
type cluster struct {
	desk.Cluster
	Wordings []string
	Highest  int
	Trend    string // rising, falling or nothing
	Why      map[string]int
}

// learn shows what citizens asked and did not get, grouped, and answers that were no help.
func learn(v *visit) error {
	since := v.learnSince()
	asked, err := v.unanswered()
	if err != nil {
		return err
	}
	p := learnPage{frame: v.frame(), Asked: len(asked)}
	all := desk.Clusters(asked, learnMonths, v.now)
	if len(all) > shownClusters {
		all, p.More = all[:shownClusters], len(all)-shownClusters
	}
	for _, c := range all {
		p.Clusters = append(p.Clusters, clusterOf(c))
	}
	for i := range learnMonths {
		p.Months = append(p.Months, strconv.Itoa(int(since.AddDate(0, i, 0).Month())))
	}
	if p.Ratings, err = v.Store.BadRatings(v.ctx(), shownRatings); err != nil {
		return err
	}
	return v.show("learn", p)
}

// learnSince is the first moment of the months that the pages look at.
func (v *visit) learnSince() time.Time {
	now := v.now.In(beijing)
	return time.Date(now.Year(), now.Month()-learnMonths+1, 1, 0, 0, 0, 0, beijing)
}

func (v *visit) unanswered() ([]desk.Asked, error) {
	return v.Store.Unanswered(v.ctx(), disclosure.DayOf(v.learnSince()), disclosure.DayOf(v.now), mostUnanswered)
}

func clusterOf(c desk.Cluster) cluster {
	out := cluster{Cluster: c, Wordings: c.Wordings(mostWordings), Highest: max(1, slices.Max(c.Months)), Why: map[string]int{}}
	for _, q := range c.Questions {
		out.Why[q.Why]++
	}
	last, before := 0, 0
	for i, n := range c.Months {
		if i >= len(c.Months)/2 {
			last += n
		} else {
			before += n
		}
	}
	switch {
	case last > 2*before && last > 1:
		out.Trend = "rising"
	case before > 2*last && before > 1:
		out.Trend = "falling"
	}
	return out
}

// Exchanges are the numbers of the cluster's questions, for its form.
func (c cluster) Exchanges() []int64 {
	out := make([]int64, 0, len(c.Questions))
	for _, q := range c.Questions {
		out = append(out, q.Exchange)
	}
	return out
}

// chosen are the questions that a form names, as the store has them: nothing of a citizen's words travels with the form.
func (v *visit) chosen() ([]desk.Asked, error) {
	all, err := v.unanswered()
	if err != nil {
		return nil, err
	}
	ids := v.PostFormArray("exchange")
	asked := slices.DeleteFunc(all, func(a desk.Asked) bool { return !slices.Contains(ids, strconv.FormatInt(a.Exchange, 10)) })
	if len(asked) == 0 {
		return nil, store.ErrConflict
	}
	return asked, nil
}

// answerCluster begins an answer with the wordings of the citizens.
func answerCluster(v *visit) error {
	asked, err := v.chosen()
	if err != nil {
		return err
	}
	wordings := (&desk.Cluster{Questions: asked}).Wordings(mostWordings + 1)
	it := policy.NewItem(&policy.QA{Question: wordings[0], Wordings: wordings[1:], Checked: v.today()}, "", "")
	d, err := v.startDraft(&it, desk.Draft{})
	if err != nil {
		return err
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d/edit", d.ID))
}

// dismissCluster takes questions off the list: outside the office's business, or no question.
func dismissCluster(v *visit) error {
	asked, err := v.chosen()
	if err != nil {
		return err
	}
	ids := make([]int64, 0, len(asked))
	for _, a := range asked {
		ids = append(ids, a.Exchange)
	}
	if err := v.Store.Dismiss(v.ctx(), v.actor(), ids, v.now); err != nil {
		return err
	}
	return v.done("/admin/learn?done=question_dismissed")
}

type linksPage struct {
	frame
	Rows []linkRow
	More int
	May  bool // approve and remove
}

// linkRow is what ties one question to one article.
type linkRow struct {
	desk.Link
	Count    int
	Citizens int
	OnFile   bool
}

// questionLinks shows what search learned: which questions lead to which articles, and how much each tie counts.
func questionLinks(v *visit) error {
	_, all, err := v.Store.Links(v.ctx(), -1)
	if err != nil {
		return err
	}
	p := linksPage{frame: v.frame(), May: v.may(desk.ActReviewSection) || v.may(desk.ActReviewLeader)}
	type pair struct {
		question, title, article string
		approved                 bool
	}
	at, citizens := map[pair]int{}, map[pair]map[int64]bool{}
	lib := v.library()
	for _, l := range all {
		k := pair{l.Question, l.Title, l.Article, l.Approved}
		i, ok := at[k]
		if !ok {
			_, onFile := lib.Find(policy.Basis{Title: l.Title, Article: l.Article})
			i = len(p.Rows)
			at[k], citizens[k] = i, map[int64]bool{}
			p.Rows = append(p.Rows, linkRow{Link: l, OnFile: onFile})
		}
		p.Rows[i].Count++
		if l.Citizen != 0 {
			citizens[k][l.Citizen] = true
		}
		p.Rows[i].Citizens = len(citizens[k])
	}
	slices.SortStableFunc(p.Rows, func(a, b linkRow) int { return cmp.Compare(b.Count, a.Count) })
	if len(p.Rows) > shownLinks {
		p.Rows, p.More = p.Rows[:shownLinks], len(p.Rows)-shownLinks
	}
	return v.show("links", p)
}

// weighLinks approves, takes back or removes every link of one question to one article. Only approved ones may make an article
// the answer; the others put candidates into order.
func weighLinks(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	do, ok := map[string]store.LinkChange{"approve": store.ApproveLink, "doubt": store.DoubtLink, "remove": store.DropLink}[v.text("do")]
	if !ok {
		return refused{"": "option"}
	}
	if err := v.Store.ChangeLinks(v.ctx(), v.actor(), id, do, v.now); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return store.ErrConflict
		}
		return err
	}
	return v.done("/admin/links?done=saved")
}

// Worst is a question of an evaluation that was answered badly.
type Worst struct {
	Question string
	Want     string // the article that answers it
	Got      string // the article that came first; empty: none
	Rank     int    // at which the right one came; 0: not at all
}

type worstPage struct {
	frame
	Rows   []Worst
	Asked  int
	Right  int
	Failed bool
}

// worstQuestions asks for a file of questions with their answers.
func worstQuestions(v *visit) error { return v.show("worst", worstPage{frame: v.frame()}) }

// evaluate asks every question of the file and shows the worst ones.
func evaluate(v *visit) error {
	_, data, err := v.uploaded("file")
	if err != nil {
		return err
	}
	if len(data) == 0 {
		return refused{"file": "required"}
	}
	p := worstPage{frame: v.frame()}
	if p.Rows, p.Asked, p.Right, err = v.Evaluate(v.ctx(), data); err != nil {
		return refused{"file": "questions"}
	}
	return v.show("worst", p)
}
