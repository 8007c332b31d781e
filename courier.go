package main

import (
	"shangda/bot"
	"shangda/config"
	"shangda/desk"
	"shangda/notify"
)

// courier brings letters to citizens and staff by the ways that are set. In demo mode, and for an account that is not verified,
// nothing can be sent: letters wait for the citizen's next message.
func (r *rooms) courier() (*bot.Courier, error) {
	c := &bot.Courier{Options: r.bot.Options, Tried: bot.NewLetterCounter(r.metrics)}
	w := r.cfg.WeChat
	if !r.cfg.Demo() && w.Verified {
		client, err := platform(r.cfg, r.cache)
		if err != nil {
			return nil, err
		}
		c.Client = client
	}
	if w.Account == config.Service {
		for _, t := range w.Templates {
			c.Templates = append(c.Templates, template(t))
		}
	}
	n := r.cfg.Notify
	if n.Robot != "" {
		c.Robot = notify.NewRobot(n.Robot.Reveal()).Send
	}
	if n.SMTP != "" {
		c.Mail = (&notify.Mail{Server: n.SMTP, User: n.SMTPUser, Password: n.SMTPPassword.Reveal(), From: n.From}).Send
	}
	return c, nil
}

func template(t config.Template) bot.Template {
	out := bot.Template{Letter: desk.LetterKind(t.Letter), Way: desk.Way(t.Way), ID: t.ID, Fields: map[string]string{}}
	for _, f := range t.Fields {
		out.Fields[f.Name] = f.Value
	}
	return out
}
