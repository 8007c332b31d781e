package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/admin"
	"shangda/desk"
	"shangda/store"
)

// firstLogin is the account of the first start. It creates the others and may then be disabled.
const firstLogin = "admin"

// staffRoutes opens the pages for staff.
func (r *rooms) staffRoutes(e *gin.Engine) error {
	return admin.Routes(e, admin.Options{
		Store: r.store, Office: office(r.cfg), ReviewBody: r.cfg.Office.ReviewBody, Court: r.cfg.Office.Court, FeeRestarts: r.cfg.Office.FeeRestarts, PartialEither: r.cfg.Office.PartialEither, URL: r.cfg.Staff.URL, ThreeApart: r.cfg.Staff.ThreeAdmins,
		Networks: r.cfg.Staff.Prefixes(), Allow: r.allowAddress, Now: time.Now, Log: r.log,
		PublicURL: r.cfg.PublicURL, Library: r.search.Library, Hours: r.bot.Hours, Calendar: r.calendar.Now, Imported: r.calendar.refresh, ReplyTime: r.bot.ReplyTime,
		DeskSections: desk.SectionNames(r.bot.Sections), Feed: r.feed,
	})
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
