package admin

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"text/template"

	"shangda/desk"
	"shangda/policy"
	"shangda/store"
)

// compose fills in a text that staff will edit: templates/NAME.
func (v *visit) compose(name string, data any) (string, error) {
	t, err := template.ParseFS(templateFiles, "templates/"+name)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(b.String()), nil
}

// announce begins the draft of a notice when what was published changes something that citizens follow.
func (v *visit) announce(d *desk.Draft, it *policy.Item) error {
	if it == nil || d.Kind == desk.KindTable {
		return nil
	}
	rows, err := v.draftRows(d, it)
	if err != nil || len(rows) == 0 {
		return err
	}
	topic, ok := topicOfNews(it)
	if !ok {
		return nil
	}
	text, err := v.compose("notice.txt", struct {
		Title string
		Rows  []row
		More  int
		Page  string
		From  string
	}{it.Title(), rows[:min(len(rows), mostNews)], max(0, len(rows)-mostNews), v.PublicURL + "/p/" + it.ID, d.PublishOn})
	if err != nil {
		return err
	}
	n := desk.Draft{
		Kind: desk.KindNotice, Item: string(topic), Title: it.Title(), Body: text, Author: d.Author, Section: d.Section,
		May: d.May, How: d.How, PublishOn: d.PublishOn,
	}
	return v.Store.NewDraft(v.ctx(), v.actor(), &n, v.now)
}

// mostNews is how many differences a notice names.
const mostNews = 6

// topicOfNews is the topic whose subscribers want to know of an item; staff may choose another.
func topicOfNews(it *policy.Item) (desk.Topic, bool) {
	switch {
	case it.Kind == policy.KindList, strings.Contains(it.Title(), "负面清单"):
		return desk.TopicLists, true
	case strings.Contains(it.Title(), "信息报告"), strings.Contains(it.Title(), "年报"):
		return desk.TopicAnnual, true
	case it.Kind == policy.KindGuide:
		return desk.TopicGuides, true
	}
	return "", false
}

type noticesPage struct {
	frame
	Topics []topicRow
	Rows   []noticeRow
	Drafts []draftRow
	Year   int64
	Survey store.Survey
	Asked  letterCounts
	Mean   string
	Leads  bool
}

type topicRow struct {
	Topic       desk.Topic
	Subscribers int64
}

type noticeRow struct {
	desk.Notice
	Letters letterCounts
}

// notices shows who follows what, which news were sent and whom they reached, and the yearly 评议.
func notices(v *visit) error {
	p := noticesPage{frame: v.frame(), Year: int64(desk.SurveyYear(v.now.In(beijing))), Leads: v.may(desk.ActReviewLeader)}
	counts, err := v.Store.Subscribers(v.ctx())
	if err != nil {
		return err
	}
	for _, t := range desk.Topics() {
		p.Topics = append(p.Topics, topicRow{t, counts[t]})
	}
	sent, err := v.Store.Notices(v.ctx(), mostDrafts)
	if err != nil {
		return err
	}
	for _, n := range sent {
		letters, err := v.letters(desk.LetterNotice, n.ID)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, noticeRow{n, letters})
	}
	alive, err := v.Store.Drafts(v.ctx(), store.DraftFilter{Alive: true}, mostDrafts)
	if err != nil {
		return err
	}
	names, err := v.names()
	if err != nil {
		return err
	}
	for _, d := range alive {
		if d.Kind == desk.KindNotice && v.seesDraft(&d) {
			p.Drafts = append(p.Drafts, draftRow{d, names[d.Author]})
		}
	}
	if year, err := strconv.ParseInt(v.Query("year"), 10, 64); err == nil {
		p.Year = year
	}
	if p.Survey, err = v.Store.Survey(v.ctx(), p.Year); err != nil {
		return err
	}
	if p.Asked, err = v.letters(desk.LetterSurvey, p.Year); err != nil {
		return err
	}
	p.Mean = mean(p.Survey.Scores)
	return v.show("notices", p)
}

// mean is the average score with one digit; empty without any.
func mean(scores map[int64]int64) string {
	var n, sum int64
	for score, count := range scores {
		n, sum = n+count, sum+score*count
	}
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(sum)/float64(n), 'f', 1, 64)
}

// newNotice begins a notice by hand.
func newNotice(v *visit) error {
	topic := desk.Topic(v.text("topic"))
	if _, ok := topics[topic]; !ok || topic == desk.TopicSurvey {
		return refused{"topic": "option"}
	}
	faults := refused{}
	v.required(faults, "title", "body")
	if len(faults) > 0 {
		return faults
	}
	d := desk.Draft{
		Kind: desk.KindNotice, Item: string(topic), Title: oneLine(v.text("title")), Body: v.block("body"), Author: v.staff.ID, Section: v.staff.Section,
	}
	if err := v.Store.NewDraft(v.ctx(), v.actor(), &d, v.now); err != nil {
		return err
	}
	return v.done(fmt.Sprintf("/admin/drafts/%d?done=draft_created", d.ID))
}

// sendSurvey asks for the opinion on the year; it is asked of those who agreed to be asked.
func sendSurvey(v *visit) error {
	if _, err := v.Store.SendSurvey(v.ctx(), v.actor(), int64(desk.SurveyYear(v.now.In(beijing))), v.now); err != nil {
		return err
	}
	return v.done("/admin/notices?done=survey_sent")
}
