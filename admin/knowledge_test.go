package admin

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"shangda/desk"
	"shangda/policy"
	"shangda/search"
	"shangda/store"
)

const cardRules = "示例预付卡管理办法"

// office is a world with a search engine, and staff of every business role.
type office struct {
	*world
	engine              *search.Engine
	officer, head, lead *browser
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{}
	o.world = newWorld(t, func(opts *Options) {
		o.engine = search.New(filepath.Join(t.TempDir(), "index"), search.Source{
			Revision: opts.Store.Revision, Library: opts.Store.Library, Links: opts.Store.Links,
		}, slog.New(slog.DiscardHandler))
		opts.Library, opts.PublicURL = o.engine.Library, "https://example.cn"
		opts.Read = func(_ context.Context, name string, data []byte) ([]policy.Item, error) {
			d, err := policy.ParseAs(policy.Guess(string(data)), name, string(data))
			if err != nil {
				return nil, err
			}
			return []policy.Item{policy.NewItem(d, "", "")}, nil
		}
		opts.Tables = map[desk.TableName]Table{desk.TableVocabulary: {Name: desk.TableVocabulary, Shipped: "老外\t外国投资者\t口语\n", Check: search.CheckVocabulary}}
	})
	t.Cleanup(func() {
		o.engine.Close()
		if t.Failed() {
			t.Log(o.log.String())
		}
	})
	doc := policy.Document{
		Title: cardRules, DocNo: "示例令第1号", Issuer: "示例部", Published: "2020-01-01", Effective: "2020-01-01", Status: policy.InForce,
		Jurisdiction: "全国", Completeness: "full", Articles: []policy.Article{
			{Name: "第一条", Text: "为规范预付卡管理，制定本办法。"},
			{Name: "第二条", Text: "发卡企业应当自开展预付卡业务之日起30日内办理备案。"},
		},
	}
	old := doc
	old.Title, old.Repealed, old.Effective, old.Status = "示例预付卡旧办法", "2020-01-01", "2012-01-01", policy.Repealed
	if _, err := o.store.SaveItems(context.Background(), []policy.Item{
		policy.NewItem(&doc, policy.FromImport, policy.Approved), policy.NewItem(&old, policy.FromImport, policy.Approved),
	}, o.Now()); err != nil {
		t.Fatal(err)
	}
	o.refresh()
	o.officer, o.head, o.lead = o.proven(desk.RoleOfficer), o.proven(desk.RoleSectionHead), o.proven(desk.RoleLeader)
	return o
}

func (o *office) refresh() {
	o.t.Helper()
	if err := o.engine.Refresh(context.Background()); err != nil {
		o.t.Fatal(err)
	}
}

// answers is the title of what answers a question, as the chat finds it; empty when nothing does.
func (o *office) answers(question string) string {
	o.t.Helper()
	o.refresh()
	res, err := o.engine.Find(context.Background(), search.Query{Text: question, On: policy.DateOf(o.Now().In(beijing))})
	if err != nil {
		o.t.Fatal(err)
	}
	if len(res.Hits) == 0 || res.Outcome == desk.OutcomeNone {
		return ""
	}
	return res.Hits[0].Passage.Item.Title()
}

// led wants a redirection and says where to, without what was done.
func (o *office) led(a answer) string {
	o.t.Helper()
	if a.status != http.StatusSeeOther {
		o.t.Fatalf("got %d, want 303:\n%s", a.status, plainPage(a.body))
	}
	path, _, _ := strings.Cut(a.location, "?")
	return path
}

var tags = regexp.MustCompile(`(?s)<(?:head|svg)>.*?</(?:head|svg)>|<[^>]*>`)

// plainPage is the text of a page, for messages.
func plainPage(body string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(body, " ")), " ")
}

func (o *office) shows(a answer, want ...string) {
	o.t.Helper()
	for _, w := range want {
		if !strings.Contains(a.body, w) {
			o.t.Errorf("%d, page lacks %q:\n%.3000s", a.status, w, plainPage(a.body))
		}
	}
}

const question = "办预付卡要备案吗"

// newQA writes the draft of a question as the officer and returns its path.
func (o *office) newQA(pairs ...string) string {
	o.t.Helper()
	return o.led(o.officer.fill("/admin/knowledge/new?kind=qa", "/admin/knowledge/new", append([]string{
		"title", question, "wordings", "购物卡要去登记吗\n卡要报备吗", "answer", "要，30日内办理备案。",
		"basis-title-0", "《" + cardRules + "》", "basis-article-0", "第二条", "checked", "2026-03-05",
	}, pairs...)...))
}

var threeAnswers = []string{"may", "open", "how", "政务微信", "scope", "向社会公开"}

func (o *office) act(b *browser, draft, act string, pairs ...string) answer {
	o.t.Helper()
	return b.fill(draft, draft+"/"+act, pairs...)
}

func TestDraftIsReturnedResubmittedApprovedTwiceAndAnswers(t *testing.T) {
	o := newOffice(t)
	draft := o.newQA()
	if got := o.answers("购物卡要去登记吗"); got == question {
		t.Fatal("an unapproved draft answers")
	}
	o.led(o.act(o.officer, draft, "submit"))
	o.shows(o.head.get("/admin/drafts"), question)
	o.shows(o.act(o.head, draft, "return", "reason", ""), "请填写这一项")
	o.led(o.act(o.head, draft, "return", "reason", "请写明依据的期限"))
	o.shows(o.officer.get("/admin/"), "件草稿退回给我")
	o.shows(o.officer.get(draft), "请写明依据的期限")
	o.led(o.officer.fill(draft+"/edit", draft+"/edit", "title", question, "wordings", "购物卡要去登记吗", "answer", "要，自开展业务之日起30日内备案。",
		"basis-title-0", cardRules, "basis-article-0", "第二条", "checked", "2026-03-05"))
	o.led(o.act(o.officer, draft, "submit"))
	o.shows(o.act(o.head, draft, "approve"), "三个问题都要回答")
	o.shows(o.act(o.head, draft, "approve", append([]string{}, "may", "on_request", "how", "政务微信", "scope", "向社会公开")...), "不能发布")
	o.led(o.act(o.head, draft, "approve", threeAnswers...))
	if got := o.answers("购物卡要去登记吗"); got == question {
		t.Fatal("one approval is enough to answer")
	}
	o.shows(o.head.get(draft), "等主管领导审批")
	o.led(o.act(o.lead, draft, "approve", threeAnswers...))
	if got := o.answers("购物卡要去登记吗"); got != question {
		t.Errorf("after both approvals %q answers, want the question", got)
	}
	o.shows(o.officer.get(draft), "已发布", "向社会公开", "能，主动公开")
	o.shows(o.officer.get("/admin/knowledge/item/"+policy.ID(policy.KindQA, question)), "要，自开展业务之日起30日内备案。", "本局编写", "已审定")
}

func TestItemEndsOnTheDayThatBothLevelsAgreedTo(t *testing.T) {
	o := newOffice(t)
	it := policy.NewItem(&policy.QA{Question: question, Answer: "要。", Checked: "2026-03-01", Basis: []policy.Basis{{Title: cardRules, Article: "第二条"}}}, policy.FromStaff, policy.Approved)
	if _, err := o.store.SaveItems(context.Background(), []policy.Item{it}, o.Now()); err != nil {
		t.Fatal(err)
	}
	page := "/admin/knowledge/item/" + it.ID
	o.shows(o.officer.fill(page, page+"/end", "ends", "2026-03-08"), "请填写这一项", "2026-03-08")
	draft := o.led(o.officer.fill(page, page+"/end", "ends", "2026-03-08", "why", "事项取消"))
	o.led(o.act(o.head, draft, "approve"))
	o.led(o.act(o.lead, draft, "approve"))
	for _, want := range []policy.Review{policy.Approved, policy.Struck} {
		if _, err := o.store.PublishDue(context.Background(), o.Now()); err != nil {
			t.Fatal(err)
		}
		if got, _, err := o.store.Item(context.Background(), it.ID); err != nil || got.Review != want {
			t.Errorf("on %s it is %s, %v; want %s", o.Now().Format(time.DateOnly), got.Review, err, want)
		}
		o.pass(72 * time.Hour)
	}
}

func TestNobodyApprovesTheirOwnWork(t *testing.T) {
	o := newOffice(t)
	draft := o.led(o.head.fill("/admin/knowledge/new?kind=qa", "/admin/knowledge/new", "title", question, "answer", "要。",
		"basis-title-0", cardRules, "basis-article-0", "第二条", "checked", "2026-03-05"))
	o.led(o.act(o.head, draft, "submit"))
	form := o.head.form(draft, draft+"/drop")
	for i := 0; i < len(threeAnswers); i += 2 {
		form.Set(threeAnswers[i], threeAnswers[i+1])
	}
	if a := o.head.post(draft+"/approve", form); a.status != http.StatusForbidden {
		t.Errorf("own work: %d, want 403\n%s", a.status, plainPage(a.body))
	}
	o.shows(o.head.get(draft), "这是您自己写的")
	form.Set("once", newOnce())
	form.Set("token", formToken(o.officer.token()))
	if a := o.officer.post(draft+"/approve", form); a.status != http.StatusForbidden {
		t.Errorf("an officer approves: %d, want 403", a.status)
	}
}

func TestTwoReviewersAtOnceMeetAConflict(t *testing.T) {
	o := newOffice(t)
	draft := o.newQA()
	o.led(o.act(o.officer, draft, "submit"))
	stale := o.head.form(draft, draft+"/approve", threeAnswers...)
	late := o.officer.form(draft, draft+"/drop")
	o.led(o.head.post(draft+"/approve", stale))
	if a := o.officer.post(draft+"/drop", late); a.status != http.StatusConflict || !strings.Contains(a.body, "被别人改过") {
		t.Errorf("stale act: %d, want the conflict page\n%s", a.status, plainPage(a.body))
	}
	o.shows(o.lead.get(draft), "主管领导审批")
}

func TestAnswerRestsOnlyOnLawInForceThatIsOnFile(t *testing.T) {
	o := newOffice(t)
	for _, c := range []struct{ title, article, want string }{
		{"没有的办法", "第一条", "资料库里没有这份文件"},
		{cardRules, "第九条", "没有这一条"},
		{"示例预付卡旧办法", "第一条", "不是现行有效的"},
		{"", "", "至少要有一条依据"},
	} {
		a := o.officer.fill("/admin/knowledge/new?kind=qa", "/admin/knowledge/new", "title", question, "answer", "写了很久的答案",
			"basis-title-0", c.title, "basis-article-0", c.article, "checked", "2026-03-05")
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s%s: %d, want 422", c.title, c.article, a.status)
		}
		o.shows(a, c.want, "写了很久的答案")
	}
}

func TestNumbersInADraftMustBeLookedAtBeforeApproval(t *testing.T) {
	o := newOffice(t)
	draft := o.newQA("answer", "要，请联系张先生13812345678。")
	o.led(o.act(o.officer, draft, "submit"))
	a := o.act(o.head, draft, "approve", threeAnswers...)
	o.shows(a, "请看过提示后勾选", "像是手机号")
	digest := regexp.MustCompile(`name="confirm" value="(\w+)"`).FindStringSubmatch(a.body)
	if digest == nil {
		t.Fatal("no box to confirm")
	}
	o.led(o.act(o.head, draft, "approve", append(threeAnswers, "confirm", digest[1])...))
}

func TestDeputyApprovesForTheAbsentHeadWhatIsNeithersOwn(t *testing.T) {
	o := newOffice(t)
	li := o.person("li", desk.RoleOfficer, "外资科")
	deputy := o.signIn("li")
	others, own := o.newQA(), o.led(deputy.fill("/admin/knowledge/new?kind=qa", "/admin/knowledge/new", "title", "旧卡能换新卡吗", "answer", "能。", "checked", "2026-03-01",
		"basis-title-0", cardRules, "basis-article-0", "第二条"))
	o.led(o.act(o.officer, others, "submit"))
	o.led(o.act(deputy, own, "submit"))
	if body := deputy.get(others).body; strings.Contains(body, others+"/approve") {
		t.Error("an officer who stands in for nobody is offered the approval")
	}
	until := o.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	o.led(o.head.fill("/admin/self", "/admin/self/deputy", "deputy", itoa(li.ID), "until", until))
	o.led(o.act(deputy, others, "approve", threeAnswers...))
	o.led(o.act(o.lead, others, "approve", threeAnswers...))
	if got := o.answers("购物卡要去登记吗"); got != question {
		t.Errorf("%q answers, want what the deputy and the leader approved", got)
	}
	if strings.Contains(deputy.get(own).body, own+"/approve") {
		t.Error("the deputy is offered the approval of their own draft")
	}
	form := o.head.form(own, own+"/approve", threeAnswers...)
	for name, values := range deputy.form(own, "/admin/sign-out") {
		form[name] = values
	}
	if a := deputy.post(own+"/approve", form); a.status != http.StatusForbidden && a.status != http.StatusUnprocessableEntity {
		t.Errorf("the deputy approves their own draft: %d %s", a.status, a.body)
	}
}

func TestOtherAgenciesMustAgreeFirst(t *testing.T) {
	o := newOffice(t)
	draft := o.newQA()
	o.led(o.act(o.officer, draft, "agencies", "agencies", "区市场监管局\n区财政局"))
	o.led(o.act(o.officer, draft, "submit"))
	o.shows(o.act(o.head, draft, "approve", threeAnswers...), "还有单位没有确认")
	for _, name := range []string{"区市场监管局", "区财政局"} {
		o.led(o.act(o.officer, draft, "agree", "agency", name, "agreement", "李某，电话，3月5日"))
	}
	o.led(o.act(o.head, draft, "approve", threeAnswers...))
}

func TestScheduledPublicationWaitsForItsDay(t *testing.T) {
	o := newOffice(t)
	draft := o.newQA()
	o.led(o.act(o.officer, draft, "submit"))
	o.led(o.act(o.head, draft, "approve", append(threeAnswers, "publish_on", "2026-03-08")...))
	o.led(o.act(o.lead, draft, "approve", append(threeAnswers, "publish_on", "2026-03-08")...))
	o.shows(o.officer.get("/admin/drafts?view=scheduled"), question, "2026-03-08")
	for _, want := range []string{"", question} {
		if _, err := o.store.PublishDue(context.Background(), o.Now()); err != nil {
			t.Fatal(err)
		}
		if got := o.answers("购物卡要去登记吗"); (got == question) != (want == question) {
			t.Errorf("on %s %q answers, want %q", o.Now().Format(time.DateOnly), got, want)
		}
		o.pass(72 * time.Hour)
	}
}

func TestUploadIsReadCheckedAndComparedWithWhatIsOnFile(t *testing.T) {
	o := newOffice(t)
	text := "# 示例预付卡管理办法（2026修订）\n\n（2026年1月5日示例部令第9号公布，自2026年2月1日起施行）\n\n第一条 为规范预付卡管理，制定本办法。\n\n第二条 发卡企业应当自开展预付卡业务之日起15日内办理备案。\n"
	draft := strings.TrimSuffix(o.led(o.officer.upload("/admin/knowledge/new", "/admin/knowledge/upload", "办法.md", text)), "/edit")
	o.shows(o.officer.get(draft), "看起来是它的新版", "看起来是《"+cardRules+"》的新版，是否替代", "拆成 2 条")
	o.led(o.officer.fill(draft+"/edit", draft+"/edit", "title", "示例预付卡管理办法（2026修订）", "doc_no", "示例部令第9号", "issuer", "示例部",
		"published", "2026-01-05", "effective", "2026-02-01", "status", "in_force", "jurisdiction", "全国", "completeness", "full",
		"supersedes", cardRules, "outline", "### 第一条\n为规范预付卡管理，制定本办法。\n### 第二条\n发卡企业应当自开展预付卡业务之日起15日内办理备案。"))
	a := o.officer.get(draft)
	o.shows(a, "与被替代的文件相比", "<del>30</del>", "<ins>15</ins>")
	o.led(o.act(o.officer, draft, "submit"))
	o.led(o.act(o.head, draft, "approve", threeAnswers...))
	o.led(o.act(o.lead, draft, "approve", threeAnswers...))
	if got := o.answers("预付卡业务开展多少日内办理备案"); got != "示例预付卡管理办法（2026修订）" {
		t.Errorf("%q answers, want the new edition", got)
	}
	o.shows(o.officer.get("/admin/knowledge/item/"+policy.ID(policy.KindDocument, cardRules)), "已被新版替代")
	o.shows(o.officer.fill("/admin/knowledge/new", "/admin/knowledge/upload"), "请填写这一项")
}

// upload sends a form with a file.
func (b *browser) upload(page, action, name, content string, pairs ...string) answer {
	b.w.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range b.form(page, action, pairs...) {
		if err := w.WriteField(field, values[0]); err != nil {
			b.w.t.Fatal(err)
		}
	}
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		b.w.t.Fatal(err)
	}
	fmt.Fprint(f, content)
	w.Close()
	req, err := http.NewRequest(post, b.w.srv.URL+action, &body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(req)
}

func TestBadOutlineIsNamedByLine(t *testing.T) {
	o := newOffice(t)
	draft := strings.TrimSuffix(o.led(o.officer.upload("/admin/knowledge/new", "/admin/knowledge/upload", "a.md", "# 某某办法\n\n第一条 内容。\n")), "/edit")
	a := o.officer.fill(draft+"/edit", draft+"/edit", "title", "某某办法", "status", "in_force", "outline", "没有条\n### 第一条\n内容\n### 第一条\n又")
	o.shows(a, "第 1 行：", "第 4 行：这个条款名用过了：第一条", "没有条")
}

func TestWithdrawnAnswerIsGoneAndItsReadersAreToldOfTheCorrection(t *testing.T) {
	o := newOffice(t)
	draft := o.newQA()
	o.led(o.act(o.officer, draft, "submit"))
	o.led(o.act(o.head, draft, "approve", threeAnswers...))
	o.led(o.act(o.lead, draft, "approve", threeAnswers...))
	o.refresh()
	id := policy.ID(policy.KindQA, question)
	x := desk.Exchange{
		Key: "1", At: o.Now(), Kind: "text", Text: "购物卡要去登记吗<b>", Talk: desk.TalkAsk, Outcome: desk.OutcomeAnswer, Item: id,
		Title: cardRules, Article: "第二条", Reply: "要。",
	}
	if err := o.store.SaveExchange(context.Background(), "o-citizen", &x, nil); err != nil {
		t.Fatal(err)
	}
	o.pass(5 * time.Minute)
	page := "/admin/knowledge/item/" + id
	if strings.Contains(o.officer.get(page).body, page+"/withdraw") {
		t.Error("an officer is offered to withdraw at once")
	}
	o.shows(o.head.fill(page, page+"/withdraw"), "请填写这一项")
	a := o.head.fill(page, page+"/withdraw", "reason", "期限写错")
	if path := o.led(a); path != "/admin/recalls/new" {
		t.Fatalf("led to %s, want the recall", path)
	}
	if got := o.answers("购物卡要去登记吗"); got == question {
		t.Error("the withdrawn answer still answers")
	}
	o.shows(o.head.get(a.location), "人收到过", "更正通知", "购物卡要去登记吗&lt;b&gt;")
	letter := o.led(o.head.fill(a.location, "/admin/recalls/new", "body", "更正：应为15日。", "reason", "期限写错"))
	o.shows(o.head.get(letter), "等主管领导审批")
	o.led(o.act(o.lead, letter, "approve"))
	o.shows(o.lead.get("/admin/recalls"), "共 1 人", "待送 1")
}

func TestAnsweredTicketBecomesKnowledgeOfWhatWasAsked(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	id, err := o.store.NextTicket(ctx)
	if err != nil {
		t.Fatal(err)
	}
	x := desk.Exchange{Key: "1", At: o.Now(), Kind: "text", Text: "我开的店卖卡，用不用上你们那登记", Talk: desk.TalkHuman, Outcome: desk.OutcomeHuman}
	tk := desk.Ticket{
		ID: id, Kind: desk.TicketQuestion, Origin: desk.FromHuman, State: desk.TicketOpen, Section: "外资科", Question: x.Text, OpenedAt: o.Now(),
		DueAt: o.Now().Add(time.Hour),
	}
	if err := o.store.SaveExchange(ctx, "o-citizen", &x, nil, store.Raise(tk)); err != nil {
		t.Fatal(err)
	}
	page := fmt.Sprintf("/admin/tickets/%d", id)
	o.led(o.officer.fill(page, page+"/reply", "reply", "需要的，请在开展业务之日起30日内办理备案。", "title", cardRules, "article", "第二条"))
	o.shows(o.officer.get(page), "转为知识")
	form := fmt.Sprintf("/admin/knowledge/new?ticket=%d", id)
	o.shows(o.officer.get(form), "我开的店卖卡", "请在开展业务之日起30日内办理备案", cardRules, "第二条")
	draft := o.led(o.officer.fill(form, "/admin/knowledge/new", "title", question, "answer", "需要，30日内备案。",
		"basis-title-0", cardRules, "basis-article-0", "第二条", "checked", "2026-03-05"))
	o.led(o.act(o.officer, draft, "submit"))
	o.led(o.act(o.head, draft, "approve", threeAnswers...))
	o.led(o.act(o.lead, draft, "approve", threeAnswers...))
	o.shows(o.officer.get("/admin/links"), "我开的店卖卡", "可作答案")
	if got := o.answers("我开的店卖卡，用不用上你们那登记"); got != question && got != cardRules {
		t.Errorf("the citizen's own words find %q", got)
	}
}

func TestQuestionsWithoutAnAnswerBecomeOne(t *testing.T) {
	o := newOffice(t)
	for i, said := range []string{"二维码海报在哪领", "二维码海报到哪里领", "公司搬家要报告吗"} {
		x := desk.Exchange{Key: fmt.Sprint(i), At: o.Now(), Kind: "text", Text: said, Talk: desk.TalkAsk, Outcome: desk.OutcomeNone}
		if err := o.store.SaveExchange(context.Background(), "o-citizen", &x, nil); err != nil {
			t.Fatal(err)
		}
	}
	o.shows(o.officer.get("/admin/learn"), "二维码海报", "2 次，没找到 2", "公司搬家")
	edit := o.led(o.officer.fill("/admin/learn", "/admin/learn/answer"))
	a := o.officer.get(edit)
	form := o.officer.form("/admin/learn", "/admin/learn/dismiss")
	if !strings.Contains(a.body, "海报") && !strings.Contains(a.body, "搬家") {
		t.Errorf("the editor has no citizen's words:\n%s", plainPage(a.body))
	}
	o.led(o.officer.post("/admin/learn/dismiss", form))
}

func TestTableIsEditedUnderReviewWithMistakesNamedByLine(t *testing.T) {
	o := newOffice(t)
	edit := o.led(o.officer.fill("/admin/tables", "/admin/tables/vocabulary/edit"))
	o.shows(o.officer.get(edit), "老外")
	o.shows(o.officer.fill(edit, edit, "body", "老外\t外国投资者\t口语\n只有一栏"), "第 2 行：", "要有三栏", "只有一栏")
	o.led(o.officer.fill(edit, edit, "body", "老外\t外国投资者\t口语\n歪果仁\t外国投资者\t网络用语"))
	draft := strings.TrimSuffix(edit, "/edit")
	o.led(o.act(o.officer, draft, "submit"))
	o.shows(o.head.get(draft), "改了什么 <small>1 处", "歪果仁", "新增")
	o.led(o.act(o.head, draft, "approve", threeAnswers...))
	o.led(o.act(o.lead, draft, "approve", threeAnswers...))
	if _, got, err := o.store.Tables(context.Background(), -1); err != nil || !strings.Contains(got[desk.TableVocabulary], "歪果仁") {
		t.Errorf("tables %v, %v; want the new word", got, err)
	}
}

func TestChangedListDraftsANoticeToItsSubscribers(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	guide := policy.NewItem(&policy.Guide{
		Title: "预付卡备案", Summary: "网上办。", Who: "发卡企业", Steps: []string{"登录", "提交"}, Days: "5日", Fee: "不收费", Checked: "2026-03-01",
		Basis: []policy.Basis{{Title: cardRules, Article: "第二条"}},
	}, policy.FromStaff, policy.Approved)
	if _, err := o.store.SaveItems(ctx, []policy.Item{guide}, o.Now()); err != nil {
		t.Fatal(err)
	}
	x := desk.Exchange{Key: "1", At: o.Now(), Kind: "text", Talk: desk.TalkMenu, Outcome: desk.OutcomeInfo}
	if err := o.store.SaveExchange(ctx, "o-company", &x, nil, store.Subscribe(desk.TopicGuides, o.Now())); err != nil {
		t.Fatal(err)
	}
	o.refresh()
	page := "/admin/knowledge/item/" + guide.ID
	o.shows(o.officer.get(page+"/poster"), "扫码看最新版", "<svg", "发卡企业", cardRules)
	edit := o.led(o.officer.fill(page, page+"/revise"))
	o.led(o.officer.fill(edit, edit, "title", "预付卡备案", "summary", "网上办。", "who", "发卡企业", "steps", "登录\n提交", "days", "3日", "fee", "不收费",
		"basis-title-0", cardRules, "basis-article-0", "第二条", "checked", "2026-03-05"))
	draft := strings.TrimSuffix(edit, "/edit")
	o.shows(o.officer.get(draft), "<del>5</del>", "<ins>3</ins>")
	o.led(o.act(o.officer, draft, "submit"))
	o.led(o.act(o.head, draft, "approve", threeAnswers...))
	o.led(o.act(o.lead, draft, "approve", threeAnswers...))
	drafts, err := o.store.Drafts(ctx, store.DraftFilter{Alive: true}, 10)
	if err != nil || len(drafts) != 1 || drafts[0].Kind != desk.KindNotice || !strings.Contains(drafts[0].Body, "时限：有修改") {
		t.Fatalf("drafts %+v, %v; want a notice that names what changed", drafts, err)
	}
	notice := fmt.Sprintf("/admin/drafts/%d", drafts[0].ID)
	o.led(o.act(o.officer, notice, "submit"))
	o.led(o.act(o.head, notice, "approve", threeAnswers...))
	o.led(o.act(o.lead, notice, "approve", threeAnswers...))
	o.shows(o.lead.get("/admin/notices"), "共 1 人", "待送 1", "人订阅指南修订")
}

func TestStarterKnowledgeIsApprovedOrStruckByTheLeader(t *testing.T) {
	o := newOffice(t)
	var ids []string
	for _, q := range []string{"通用一", "通用二", "通用三"} {
		it := policy.NewItem(&policy.QA{Question: q, Answer: "答。", Checked: "2026-03-01", Basis: []policy.Basis{{Title: cardRules, Article: "第二条"}}}, policy.FromStarter, policy.Pending)
		if _, err := o.store.SaveItems(context.Background(), []policy.Item{it}, o.Now()); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, it.ID)
	}
	o.shows(o.lead.get("/admin/"), "条通用知识待审")
	o.led(o.lead.fill("/admin/knowledge/starter", "/admin/knowledge/starter", "id", ids[0], "do", "approve"))
	o.led(o.lead.fill("/admin/knowledge/starter", "/admin/knowledge/starter", "id", ids[1], "do", "strike"))
	for i, want := range []policy.Review{policy.Approved, policy.Struck, policy.Pending} {
		if it, _, err := o.store.Item(context.Background(), ids[i]); err != nil || it.Review != want {
			t.Errorf("item %d is %s, %v; want %s", i, it.Review, err, want)
		}
	}
	if a := o.officer.get("/admin/knowledge/starter"); a.status != http.StatusForbidden {
		t.Errorf("an officer opens the checklist: %d, want 403", a.status)
	}
}

func TestOldKnowledgeIsListedUntilItIsChecked(t *testing.T) {
	o := newOffice(t)
	const forgotten = "示例很久没看的办法"
	doc := policy.NewItem(&policy.Document{Title: forgotten, Status: policy.InForce, Articles: []policy.Article{{Name: "第一条", Text: "略。"}}}, policy.FromImport, policy.Approved)
	if _, err := o.store.SaveItems(context.Background(), []policy.Item{doc}, o.Now().AddDate(0, 0, -200)); err != nil {
		t.Fatal(err)
	}
	o.refresh()
	b := o.officer
	a := b.get("/admin/knowledge/checks")
	o.shows(a, "已到期", forgotten)
	if strings.Contains(a.body, cardRules) {
		t.Error("what was looked at lately is due")
	}
	id := policy.ID(policy.KindDocument, forgotten)
	o.led(b.fill("/admin/knowledge/checks", "/admin/knowledge/item/"+id+"/check"))
	o.refresh()
	if a := b.get("/admin/knowledge/checks"); strings.Contains(a.body, ">"+forgotten+"<") {
		t.Error("a checked document is still due")
	}
}

func TestAnswersThatDidNotHelpAreListedWithTheirWords(t *testing.T) {
	o := newOffice(t)
	o.said("o-1", desk.Exchange{Text: "购物卡<b>要登记吗", Outcome: desk.OutcomeAnswer, Title: cardRules, Article: "第二条"})
	key := fmt.Sprint("o-1", o.Now().Add(-time.Second).UnixNano())
	for _, effects := range [][]store.Effect{
		{store.RateAnswer(key, false, o.Now())}, {store.CommentAnswer(key, "没说去哪办，电话13812345678")}, {store.RateAnswer(key, true, o.Now())},
	} {
		x := desk.Exchange{Key: fmt.Sprint("rated", o.Now().UnixNano()), At: o.Now(), Kind: "text", Talk: desk.TalkRate, Outcome: desk.OutcomeInfo, Reply: "谢谢"}
		if err := o.store.SaveExchange(context.Background(), "o-1", &x, nil, effects...); err != nil {
			t.Fatal(err)
		}
		o.pass(time.Second)
	}
	page := o.officer.get("/admin/learn")
	o.shows(page, "购物卡&lt;b&gt;要登记吗", "《"+cardRules+"》第二条", "没说去哪办，电话138****5678")
	if strings.Contains(page.body, "还没有人说没用") {
		t.Error("a second rating of the same answer replaced the first")
	}
}

func TestOpinionOfTheYearIsAskedByTheLeaderOnceAPerson(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.said("o-1", desk.Exchange{Text: "订阅", Outcome: desk.OutcomeInfo}, store.Subscribe(desk.TopicSurvey, o.Now()))
	o.said("o-2", desk.Exchange{Text: "评议", Outcome: desk.OutcomeInfo}, store.AnswerSurvey(int64(desk.SurveyYear(o.Now())), 2, o.Now()))
	if strings.Contains(o.officer.get("/admin/notices").body, "/admin/notices/survey") {
		t.Error("an officer is offered to ask everybody")
	}
	for range 2 {
		o.led(o.lead.fill("/admin/notices", "/admin/notices/survey"))
	}
	o.shows(o.lead.get("/admin/notices"), "邀请：共 1 人", "待送 1", "平均 <strong>2.0</strong> 分")
	l, err := o.store.Lease(ctx, o.Now())
	if err != nil || l.Kind != desk.LetterSurvey {
		t.Fatalf("leased %+v, %v; want the invitation", l, err)
	}
	l.Sent(desk.WayMessage, "77", o.Now())
	if err := o.store.Settle(ctx, store.Sending{Way: desk.WayMessage, Outcome: "sent"}, o.Now(), l); err != nil {
		t.Fatal(err)
	}
	year := l.Subject
	o.said("o-1", desk.Exchange{Text: "5分", Outcome: desk.OutcomeInfo}, store.AnswerSurvey(year, 4, o.Now()), store.CommentSurvey(year, "办得快<i>"))
	o.said("o-1", desk.Exchange{Text: "4分", Outcome: desk.OutcomeInfo}, store.AnswerSurvey(year, 5, o.Now()))
	o.shows(o.lead.get("/admin/notices"), "已发出 1", "平均 <strong>3.5</strong> 分", "5 分</th>", "办得快&lt;i&gt;")
	if a := o.lead.get("/admin/notices"); strings.Contains(a.body, "4 分</th>") {
		t.Error("a person's first score still counts beside the second")
	}
}

func TestEveryPageOfKnowledgeOpensEmpty(t *testing.T) {
	w := newWorld(t)
	b := w.proven(desk.RoleLeader)
	for _, path := range []string{
		"/knowledge", "/knowledge?view=pending", "/knowledge?view=stale&q=无", "/knowledge?view=struck", "/knowledge/new", "/knowledge/starter",
		"/knowledge/new?kind=guide", "/knowledge/checks", "/drafts", "/drafts?view=mine", "/drafts?view=all", "/drafts?view=done", "/tables",
		"/recalls", "/recalls/new?title=无", "/learn", "/learn/worst", "/links", "/notices",
	} {
		if a := b.get("/admin" + path); a.status != http.StatusOK {
			t.Errorf("%s: %d\n%s", path, a.status, plainPage(a.body))
		}
	}
}
