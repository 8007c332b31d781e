package paper

import (
	"errors"
	"strings"
	"testing"

	"shangda/desk"
	"shangda/disclosure"
)

// some is a case on which everything happened that any paper may tell.
func some(code disclosure.Code) Case {
	r := &disclosure.Request{
		Kind: disclosure.CaseRequest, State: disclosure.Decided, Number: "测公开〔2026〕第3号", Received: "2026-11-02", Intake: disclosure.ByWeb,
		Application: disclosure.Application{
			Type: disclosure.Person, Name: "测试人", IDKind: disclosure.IDCard, IDNumber: "370211190103070014", Phone: "13800000000",
			What: "2025年家电补贴的发放名单", Delivery: disclosure.DeliverOnline, Carrier: disclosure.CarrierFile,
		},
		Correction:   disclosure.Correction{Sent: "2026-11-03", Points: "请写明年度。", Until: "2026-11-24", Answered: "2026-11-05"},
		ReasonsAsked: "2026-11-03", Withdrawn: "2026-11-06",
		Consultations: []disclosure.Consultation{{ID: 1, Kind: disclosure.ConsultThird, Party: "某公司", Sent: "2026-11-04"}},
		Extension:     disclosure.Extension{Days: 10, Reason: "需要核实", On: "2026-11-20"},
		Fee:           disclosure.Fee{Yuan: 100, By: "item", Units: 11, PayBy: "2026-12-01"},
		Service:       disclosure.Service{Method: disclosure.ServePost, Posted: "2026-11-25", Tracking: "EA123456789CN"},
		Draft: &disclosure.Decision{
			Code: code, Reason: "具体理由", Content: "具体内容", Where: "本局网站", Law: "某法第一条", Agency: "某局", Contact: "0532-00000000", Channel: "信访窗口",
			Earlier: "测公开〔2026〕第1号，2026年3月2日", Parts: []disclosure.Part{{What: "附件名单", Code: disclosure.CodePrivacy, Reason: "含住址"}},
			Search: disclosure.Search{Systems: "档案系统", Keywords: "家电补贴", By: "商贸流通科", On: "2026-11-09"},
		},
	}
	return Case{
		Office:     desk.Office{Name: "测试区商务局", Phone: "0532-00000001", Address: "某路1号", ReviewChannel: "https://review.example.cn"},
		ReviewBody: "测试区人民政府", Court: "测试区人民法院", PartialReviewFirst: true, Request: r, Number: "测公开〔2026〕第9号", Day: "2026-11-20",
		Due: "2026-11-30", Consultation: 1, Code: "ABCD2345",
	}
}

func text(t *testing.T, kind disclosure.PaperKind, c Case) string {
	t.Helper()
	p, err := Write(kind, c)
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	return p.Text()
}

func TestEveryDecisionNamesItsArticleItsGroundAndTheRightRemedy(t *testing.T) {
	for _, rule := range disclosure.Rules() {
		got := text(t, rule.Paper, some(rule.Code))
		wants := []string{"测试区商务局", "2026年11月20日", "测公开〔2026〕第9号", "测公开〔2026〕第3号", "2026年11月2日", "2025年家电补贴的发放名单"}
		if rule.Article != "" && rule.Code != disclosure.CodeReissue {
			wants = append(wants, rule.Article)
		}
		if len(rule.Needs) > 0 {
			for need, says := range map[disclosure.Need]string{
				disclosure.NeedReason: "具体理由", disclosure.NeedContent: "具体内容", disclosure.NeedWhere: "本局网站", disclosure.NeedLaw: "某法第一条",
				disclosure.NeedSearch: "档案系统", disclosure.NeedAgency: "0532-00000000", disclosure.NeedChannel: "信访窗口", disclosure.NeedEarlier: "测公开〔2026〕第1号",
				disclosure.NeedParts: "附件名单",
			} {
				for _, n := range rule.Needs {
					if n == need {
						wants = append(wants, says)
					}
				}
			}
		}
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q:\n%s", rule.Code, want, got)
			}
		}
		first, either := strings.Contains(got, "先向测试区人民政府申请行政复议"), strings.Contains(got, "也可以自收到本告知书之日起6个月内向测试区人民法院")
		var wantFirst, wantEither bool
		switch {
		case rule.Remedy == disclosure.RemedyReviewFirst || rule.Code == disclosure.CodePartial:
			wantFirst = true
		case rule.Remedy == disclosure.RemedyEither:
			wantEither = true
		}
		if first != wantFirst || either != wantEither {
			t.Errorf("%s: review first %v, either %v, want %v, %v", rule.Code, first, either, wantFirst, wantEither)
		}
		if first && !strings.Contains(got, "15日内向测试区人民法院") {
			t.Errorf("%s: does not say 15 days after the review", rule.Code)
		}
	}
}

func TestEveryKindOfPaperCanBeWritten(t *testing.T) {
	for kind := range wordings {
		if got := text(t, kind, some(disclosure.CodeFull)); Title(desk.Office{}, kind) == "" || strings.Contains(got, "：：") || strings.Contains(got, "。。") {
			t.Errorf("%s:\n%s", kind, got)
		}
	}
	if _, err := Write("poem", some(disclosure.CodeFull)); err == nil {
		t.Error("an unknown kind was written")
	}
}

func TestThirdPartyDoesNotLearnWhoAsked(t *testing.T) {
	c := some(disclosure.CodeFull)
	c.Request.Application.What = "我是测试人（370211190103070014），要2025年家电补贴的发放名单，请打13800000000或者13911112222"
	for _, kind := range []disclosure.PaperKind{
		disclosure.PaperThird, disclosure.PaperConfirm, disclosure.PaperMaker, disclosure.PaperOpinion, disclosure.PaperAssist, disclosure.PaperOverride,
	} {
		got := text(t, kind, c)
		if !strings.Contains(got, "2025年家电补贴的发放名单") {
			t.Errorf("%s does not say what is asked for:\n%s", kind, got)
		}
		if strings.Contains(got, "测试人") || strings.Contains(got, "13800000000") || strings.Contains(got, "13911112222") || strings.Contains(got, "370211190103070014") {
			t.Errorf("%s names the applicant:\n%s", kind, got)
		}
		if kind != disclosure.PaperConfirm && !strings.Contains(got, "某公司：") {
			t.Errorf("%s does not address the party:\n%s", kind, got)
		}
	}
	c.Request.Consultations[0].Naming = true
	if got := text(t, disclosure.PaperThird, c); !strings.Contains(got, "测试人") {
		t.Errorf("told to name the applicant, it does not:\n%s", got)
	}
}

func TestDecisionIsNotWrittenWithoutWhatTheRemedyNeeds(t *testing.T) {
	c := some(disclosure.CodeFull)
	c.Electronic, c.Office.ReviewChannel = true, ""
	if _, err := Write(disclosure.PaperFull, c); !errors.Is(err, disclosure.ErrNoRemedy) {
		t.Errorf("electronic without an Internet channel: %v, want ErrNoRemedy", err)
	}
	c = some(disclosure.CodeFull)
	c.Court = ""
	if _, err := Write(disclosure.PaperFull, c); !errors.Is(err, ErrMissing) {
		t.Errorf("without a court: %v, want ErrMissing", err)
	}
	c = some(disclosure.CodeFull)
	c.Request.Draft = nil
	if _, err := Write(disclosure.PaperFull, c); !errors.Is(err, disclosure.ErrState) {
		t.Errorf("without a decision: %v, want ErrState", err)
	}
}

func TestThirdPartySignsAFormThatDoesNotNameTheApplicant(t *testing.T) {
	got := text(t, disclosure.PaperConfirm, some(disclosure.CodeFull))
	for _, want := range []string{"第三方意见确认函", "测试区商务局：", "2025年家电补贴的发放名单", "同意公开", "部分同意公开", "不同意公开的理由", "15个工作日"} {
		if !strings.Contains(got, want) {
			t.Errorf("the form lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "测试人") {
		t.Errorf("the form names the applicant:\n%s", got)
	}
}

func TestTransferToWhatIsPublishedSaysWhatAndWhy(t *testing.T) {
	c := some(disclosure.CodeFull)
	c.Request.Section = "商贸流通科"
	got := text(t, disclosure.PaperTransfer, c)
	for _, want := range []string{"主动公开移送明细表", "2025年家电补贴的发放名单", "第四十四条", "商贸流通科", "公开渠道", "接收人"} {
		if !strings.Contains(got, want) {
			t.Errorf("the list lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "测试人") {
		t.Errorf("the list names the applicant:\n%s", got)
	}
}

func TestOfficeCallsItsPapersAsItLikes(t *testing.T) {
	titles, err := ParseTitles([]string{"correction 政府信息公开申请补正通知书", "full  政府信息公开告知书（予以公开）"})
	if err != nil {
		t.Fatal(err)
	}
	c := some(disclosure.CodeFull)
	c.Office.Titles = titles
	for kind, want := range map[disclosure.PaperKind]string{
		disclosure.PaperCorrection: "政府信息公开申请补正通知书", disclosure.PaperFull: "政府信息公开告知书（予以公开）", disclosure.PaperAbsent: "政府信息不存在告知书",
	} {
		p, err := Write(kind, c)
		if err != nil || p.Title != want || Title(c.Office, kind) != want {
			t.Errorf("%s is called %q and %q (%v), want %q", kind, p.Title, Title(c.Office, kind), err, want)
		}
	}
	for _, wrong := range []string{"poem 诗", "full", "full " + strings.Repeat("长", 41), ""} {
		if _, err := ParseTitles([]string{wrong}); err == nil || !strings.Contains(err.Error(), "correction") {
			t.Errorf("%q: %v, want it refused with all kinds", wrong, err)
		}
	}
}
