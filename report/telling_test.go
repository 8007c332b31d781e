package report

import (
	"strings"
	"testing"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// troubled is a year in which something of everything went wrong.
func troubled() Data {
	d := Data{Year: 2026, Calendar: disclosure.Official(), Requests: asked(4, "2026-03-02", "2026-03-20", disclosure.CodeFull)}
	late := asked(1, "2026-03-02", "2026-06-30", disclosure.CodeAbsent)
	late[0].ID = 90
	longer := asked(2, "2026-03-02", "2026-04-10", disclosure.CodeElsewhere)
	for i := range longer {
		longer[i].ID = int64(91 + i)
		longer[i].Extension = disclosure.Extension{Days: 20}
		longer[i].Correction = disclosure.Correction{Sent: "2026-03-04"}
	}
	d.Requests = append(append(d.Requests, late...), longer...)
	info := func(id int64, made, published string) desk.Publication {
		return desk.Publication{ID: id, Kind: desk.PublishedInfo, Openness: desk.OpenResult, Made: made, Published: published, Outlets: []desk.Outlet{desk.OutletWebsite}}
	}
	d.Publications = []desk.Publication{info(1, "2026-03-02", "2026-03-10"), info(2, "2026-03-02", "2026-05-29"), info(3, "", "2026-05-29")}
	d.Pending = []desk.Publication{info(4, "2026-09-01", ""), info(5, "2026-12-30", "")} // the second is due in the next year
	d.Facts = []store.Fact{{Year: 2026, Month: 3, Code: "meeting", Value: 2}, {Year: 2026, Month: 5, Code: "training", Value: 1}, {Year: 2026, Month: 5, Code: "trainee", Value: 30}}
	return d
}

func sectionsOf(t *testing.T, d Data, form string, in store.Interactions) map[string]string {
	t.Helper()
	r := compute(t, d, form)
	out := map[string]string{}
	for _, s := range r.Sections(desk.Office{Name: "测试区商务局"}, in, nil) {
		out[s.Key] = s.Text
	}
	return out
}

func TestProblemsAreThoseThatTheFiguresShow(t *testing.T) {
	in := store.Interactions{Conversations: 55, Unanswered: 7, Helpful: 4, Unhelpful: 2}
	for form, key := range map[string]string{Form2021: "5", Form2018: "4"} {
		got := sectionsOf(t, troubled(), form, in)[key]
		for _, want := range []string{
			"一是1件申请超过期限答复", "1条信息到年末已超过公开期限仍未公开", "1条信息在形成20个工作日后才公开", "2件申请延长了答复期限", "办结的7件申请中有3件属于信息不存在或者不属于本机关",
			"2件申请因内容不明确需要补正", "没有发布政策解读", "7个问题没有找到答案", "“没有帮助”2次", "改进情况：一是对临近期限的申请提前督办",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("form %s lacks %q:\n%s", form, want, got)
			}
		}
		if n := strings.Count(got, "是对临近期限"); n != 1 || strings.Contains(got, "被纠正") {
			t.Errorf("form %s tells what is not:\n%s", form, got)
		}
	}
}

func TestYearWithoutProblemsSaysSo(t *testing.T) {
	d := Data{Year: 2026, Calendar: disclosure.Official(), Requests: asked(3, "2026-03-02", "2026-03-20", disclosure.CodeFull)}
	for form, key := range map[string]string{Form2021: "5", Form2018: "4"} {
		got := sectionsOf(t, d, form, store.Interactions{})[key]
		if !strings.Contains(got, "公开的0条信息、办结的3件申请均未超过期限") || strings.Contains(got, "存在的主要问题") {
			t.Errorf("form %s:\n%s", form, got)
		}
	}
}

func TestGeneralSectionTellsTheYearsFigures(t *testing.T) {
	in := store.Interactions{Conversations: 55, ByBot: 50, ByStaff: 5, Helpful: 4, Unhelpful: 2}
	got := sectionsOf(t, troubled(), Form2021, in)["1"]
	for _, want := range []string{
		"主动公开政府信息3条，结果公开3条", "新收政府信息公开申请7件", "其中补正2件，延期答复2件", "登记了形成日期的2条，其中1条在20个工作日内公开",
		"互动交流55次，其中自动答复50件，人工答复5件，公开渠道：政府网站3条", "公众评价答复：有帮助4次，没有帮助2次；行政复议0件", "召开政府信息公开会议2次，举办培训1次，接受培训30人次",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "，。") || strings.Contains(got, "。。") {
		t.Errorf("broken sentences:\n%s", got)
	}
}

// What is proposed never contradicts the table it is proposed for.
func TestProposedTextsContradictNoTable(t *testing.T) {
	for _, form := range []string{Form2021, Form2018} {
		for _, d := range []Data{troubled(), year2026(), {Year: 2026, Calendar: disclosure.Official()}} {
			text := whole(t, d, form, nil)
			for _, c := range text.Checks {
				if (c.Rule == "T2-6" || c.Rule == "K12" || c.Rule == "K13" || c.Rule == "T2-8") && !c.OK {
					t.Errorf("form %s: %s %s", form, c.Rule, c.Detail)
				}
			}
		}
	}
}
