package main

import (
	"cmp"
	"context"
	"fmt"

	"shangda/disclosure"
	"shangda/paper"
	"shangda/store"
)

// playedCase is one request of the rehearsed year.
type playedCase struct {
	*rehearsal
	rehearsed
	what    string
	citizen string
	id      int64
}

// step is what staff do so many days after the request came in.
type step struct {
	after int
	do    func(context.Context) error
}

// file is the whole filing in the chat.
func (c *playedCase) file(ctx context.Context) error {
	c.citizen = c.rehearsal.citizen()
	words := filing(c.kind, c.what)
	if _, err := c.say(ctx, c.citizen, words...); err != nil {
		return err
	}
	newest, err := c.store.Requests(ctx, store.RequestFilter{}, 1)
	if err != nil {
		return err
	}
	if len(newest) == 0 || newest[0].Application.What != c.what {
		return fmt.Errorf("the application for %q was not filed", c.what)
	}
	c.id = newest[0].ID
	return nil
}

// steps lead the case to its decision and its service.
func (c *playedCase) steps() []step {
	act := func(do func(*disclosure.Request, disclosure.Day) (disclosure.Event, error)) func(context.Context) error {
		return func(ctx context.Context) error { return c.act(ctx, do) }
	}
	if c.code == disclosure.CodeWithdrawn {
		return []step{{3, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) { return r.Withdraw(today) })}}
	}
	var out []step
	decided := 14
	switch c.code {
	case disclosure.CodeTrade, disclosure.CodePrivacy:
		out = append(out,
			step{1, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
				return r.Consult(disclosure.Consultation{Kind: disclosure.ConsultThird, Party: "演练第三方公司"}, today)
			})},
			step{2, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
				return r.Reached(c.bot.Calendar(), 1, today)
			})},
			step{8, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
				return r.Answered(1, disclosure.Objects, "涉及经营数据", today)
			})})
	case disclosure.CodeUnclear, disclosure.CodeUncorrected:
		out = append(out, step{1, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
			return r.AskCorrection(c.bot.Calendar(), "请写明年度和项目名称。", today.Add(15), today)
		})})
		decided = 20
		if c.code == disclosure.CodeUnclear {
			out = append(out, step{4, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
				return r.Correct(c.what+"（补正）", today)
			})})
		}
	case disclosure.CodeExcessive:
		out = append(out, step{2, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
			return r.AskReasons(today)
		})})
	case disclosure.CodeUnpaid:
		out = append(out, step{2, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
			return r.Charge(c.bot.Calendar(), disclosure.Fee{Yuan: 100, By: "item", Units: 11}, today)
		})})
		decided = 50
	}
	return append(out,
		step{decided, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
			return r.Propose(c.decision(today), c.officer.ID, today)
		})},
		step{decided, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
			return r.Approve(c.head.ID, today)
		})},
		step{decided + 1, act(func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
			return r.Approve(c.leader.ID, today)
		})},
		step{decided + 1, c.serve})
}

// act does one thing to the case as the staff pages do: load, change, save.
func (c *playedCase) act(ctx context.Context, do func(*disclosure.Request, disclosure.Day) (disclosure.Event, error)) error {
	r, err := c.store.Request(ctx, c.id)
	if err != nil {
		return err
	}
	event, err := do(&r, disclosure.DayOf(c.now))
	if err != nil {
		return fmt.Errorf("%s, %s: %w", r.Number, c.code, err)
	}
	return c.store.SaveRequest(ctx, &r, []disclosure.Event{event}, store.CaseLetters(&r, event.Act, c.now), rehearsing, c.now)
}

// serve issues the decision's paper and serves it by post.
func (c *playedCase) serve(ctx context.Context) error {
	r, err := c.store.Request(ctx, c.id)
	if err != nil {
		return err
	}
	rule, _ := r.Draft.Code.Rule()
	p := &store.Paper{Request: r.ID, Kind: rule.Paper}
	o := c.bot.Office
	err = c.store.IssuePaper(ctx, p, cmp.Or(o.Short, o.Name, "演练"), rehearsing, c.now, func(number string) ([]byte, error) {
		written, err := paper.Write(rule.Paper, paper.Case{
			Office: o, ReviewBody: cmp.Or(c.cfg.Office.ReviewBody, "演练区人民政府"), Court: cmp.Or(c.cfg.Office.Court, "演练区人民法院"),
			PartialReviewFirst: true, Request: &r, Number: number, Day: disclosure.DayOf(c.now),
		})
		if err != nil {
			return nil, err
		}
		return written.Docx()
	})
	if err != nil {
		return err
	}
	return c.act(ctx, func(r *disclosure.Request, today disclosure.Day) (disclosure.Event, error) {
		return r.Serve(disclosure.Service{Method: disclosure.ServePost, Posted: today, Tracking: "EA000000000CN"})
	})
}

// decision has everything that any code asks for.
func (c *playedCase) decision(today disclosure.Day) disclosure.Decision {
	return disclosure.Decision{
		Code: c.code, Reason: "演练理由：经审查，符合本条规定的情形", Content: "演练内容", Where: "本机关网站政府信息公开专栏", Law: "演练所依据的规定",
		Agency: "演练区市场监督管理局", Contact: "0532-00000000", Channel: "信访接待窗口", Earlier: "演练第1号",
		Parts:  []disclosure.Part{{What: "附件中的个人信息", Code: disclosure.CodePrivacy, Reason: "含个人住址"}},
		Search: disclosure.Search{Systems: "档案系统、办公系统", Keywords: "验收材料", By: "办公室", On: today},
	}
}
