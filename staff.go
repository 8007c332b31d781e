package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/admin"
	"shangda/bot"
	"shangda/desk"
	"shangda/policy"
	"shangda/store"
)

// firstLogin is the account of the first start. It creates the others and may then be disabled.
const firstLogin = "admin"

// staffRoutes opens the pages for staff.
func (r *rooms) staffRoutes(e *gin.Engine) error {
	files, err := reader(r.cfg.DataDir)
	if err != nil {
		return err
	}
	read := func(ctx context.Context, name string, data []byte) ([]policy.Item, error) {
		return readItems(ctx, files, name, data)
	}
	return admin.Routes(e, admin.Options{
		Store: r.store, Office: office(r.cfg), ReviewBody: r.cfg.Office.ReviewBody, Court: r.cfg.Office.Court, FeeRestarts: r.cfg.Office.FeeRestarts, PartialEither: r.cfg.Office.PartialEither, URL: r.cfg.Staff.URL, ThreeApart: r.cfg.Staff.ThreeAdmins,
		Networks: r.cfg.Staff.Prefixes(), Allow: r.allowAddress, Now: time.Now, Log: r.log,
		PublicURL: r.cfg.PublicURL, Library: r.search.Library, Hours: r.bot.Hours, Calendar: r.calendar.Now, Imported: r.calendar.refresh, ReplyTime: r.bot.ReplyTime,
		DeskSections: func() []string { return desk.SectionNames(r.tables.now().Sections) }, Feed: r.feed,
		Read: read, Text: files.Text, Tables: editable(), Evaluate: r.evaluate,
	})
}

// worstShown is how many questions an evaluation on the staff pages lists.
const worstShown = 30

// evaluate asks the questions of a file, see room bot, for the staff pages.
func (r *rooms) evaluate(ctx context.Context, file []byte) (worst []admin.Worst, asked, right int, err error) {
	questions, err := bot.ReadQuestions(bytes.NewReader(file))
	if err != nil {
		return nil, 0, 0, err
	}
	judged, err := r.bot.Evaluate(ctx, questions)
	if err != nil {
		return nil, 0, 0, err
	}
	wrong := bot.Worst(judged, len(judged))
	for _, j := range wrong[:min(worstShown, len(wrong))] {
		w := admin.Worst{Question: j.Text, Rank: j.Rank}
		for _, g := range j.Gold {
			if g.Role == "answer" {
				w.Want = "《" + g.Doc + "》" + g.Article
				break
			}
		}
		if len(j.Hits) > 0 {
			p := j.Hits[0].Passage
			w.Got = "《" + p.Title + "》" + p.Article
		}
		worst = append(worst, w)
	}
	return worst, len(judged), len(judged) - len(wrong), nil
}

// staffEngine serves staff where they have a listener of their own.
func (r *rooms) staffEngine() (*gin.Engine, error) {
	e := gin.New()
	if err := e.SetTrustedProxies(r.cfg.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted_proxies: %w", err)
	}
	e.Use(recovered(r.log))
	r.healthRoutes(e)
	r.metricsRoute(e)
	e.GET("/", func(c *gin.Context) { c.Redirect(http.StatusSeeOther, "/admin/") })
	return e, r.staffRoutes(e)
}

// firstAdministrator creates the account that creates the others, where there is none, and says its one-time password.
func (r *rooms) firstAdministrator(ctx context.Context, s streams) error {
	has, err := r.store.HasStaff(ctx)
	if err != nil || has {
		return err
	}
	first := desk.Staff{Login: firstLogin, Name: firstLogin, Role: desk.RoleSystemAdmin}
	password, err := r.store.CreateStaff(ctx, desk.Actor{}, &first, time.Now())
	if errors.Is(err, store.ErrTaken) { // another process was quicker
		return nil
	}
	if err != nil {
		return fmt.Errorf("first administrator: %w", err)
	}
	fmt.Fprintf(s.out, "first administrator: ")
	printPassword(s, first.Login, password)
	return nil
}
