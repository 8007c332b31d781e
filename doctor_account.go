package main

import (
	"fmt"
	"slices"
	"strings"

	"shangda/config"
)

// checkAccount says what works on this kind of account, and by what staff hear of work. The platform's table of interface
// privileges (公众号接口权限说明) decides the first.
func checkAccount(cfg config.Config) []finding {
	var found []finding
	if !cfg.Demo() {
		found = append(found, accountFinding(cfg.WeChat))
	}
	var ways []string
	if cfg.Notify.Robot != "" {
		ways = append(ways, "WeCom group robot")
	}
	if cfg.Notify.SMTP != "" {
		ways = append(ways, "mail")
	}
	if len(ways) == 0 {
		return append(found, finding{about: "notify", warn: "neither robot nor mail: staff hear of work only in their own WeChat, once bound, or on the pages"})
	}
	return append(found, finding{about: "notify", ok: "staff hear of work by " + strings.Join(ways, " and ")})
}

func accountFinding(w config.WeChat) finding {
	f := finding{about: "account"}
	const wait = "answers of staff wait for the citizen's next message"
	switch {
	case !w.Verified:
		f.warn = fmt.Sprintf("%s account, not verified: replies and menu work; nothing can be sent: %s", w.Account, wait)
	case w.Account != config.Service:
		f.ok = "verified subscription account: replies, menu, customer messages within 48 hours work; templates and long-term subscriptions don't: later " + wait
	case len(w.Templates) == 0:
		f.warn = "verified service account: everything works, but no template is set (wechat.templates): after 48 hours " + wait
	default:
		var letters []string
		for _, t := range w.Templates {
			letters = append(letters, t.Letter+" by "+t.Way)
		}
		f.ok = "verified service account: replies, menu, customer messages within 48 hours, and after that " + strings.Join(letters, ", ")
		if !slices.ContainsFunc(w.Templates, func(t config.Template) bool { return t.Letter == "reply" }) {
			f.warn, f.ok = f.ok+"; none for reply: after 48 hours "+wait, ""
		}
	}
	return f
}
