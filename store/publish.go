package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/policy"
)

// publish lets a draft take effect.
func publish(ctx context.Context, q querier, by desk.Actor, d *desk.Draft, now time.Time) error {
	switch d.Kind {
	case desk.KindNotice:
		return sendNotice(ctx, q, d, now)
	case desk.KindCorrection:
		return sendCorrection(ctx, q, d, now)
	}
	is, err := present(ctx, q, d)
	if err != nil {
		return err
	}
	if is != d.Was {
		return ErrOvertaken
	}
	if d.Kind == desk.KindTable {
		return saveTable(ctx, q, desk.TableName(d.Item), d.Body, now)
	}
	return publishItem(ctx, q, by, d, now)
}

// publishItem writes the item, or strikes the one withdrawn. An item that got another title is another item, and the one it
// was goes. What the citizen asked in the ticket becomes a link that staff stand behind.
func publishItem(ctx context.Context, q querier, by desk.Actor, d *desk.Draft, now time.Time) error {
	e, err := newEdit(ctx, q)
	if err != nil {
		return err
	}
	if d.Withdraws() {
		_, err := e.review(ctx, d.Item, policy.Struck, now)
		return err
	}
	it := policy.Item{}
	if err := json.Unmarshal([]byte(d.Body), &it); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	it.Origin, it.Review = policy.FromStaff, policy.Approved
	body, digest, err := encode(&it)
	if err != nil {
		return err
	}
	if err := e.put(ctx, &it, body, digest, now); err != nil { // one that was struck answers again
		return err
	}
	if d.Item != "" && d.Item != it.ID {
		if _, err := e.review(ctx, d.Item, policy.Struck, now); err != nil {
			return err
		}
	}
	if d.Item != it.ID {
		d.Item = it.ID
		if _, err := q.ExecContext(ctx, `UPDATE drafts SET item = $2 WHERE id = $1`, d.ID, it.ID); err != nil {
			return err
		}
	}
	if err := e.check(ctx, it.ID, d.Author, now); err != nil {
		return err
	}
	if err := linkTicket(ctx, q, d, &it, now); err != nil {
		return err
	}
	return audit(ctx, q, desk.Audit{
		At: now, Actor: by, Act: "knowledge.published", Object: "knowledge:" + it.ID, OK: true,
		After: facts("draft", strconv.FormatInt(d.ID, 10), "title", it.Title()),
	})
}

func linkTicket(ctx context.Context, q querier, d *desk.Draft, it *policy.Item, now time.Time) error {
	basis := it.Basis()
	if d.Ticket == 0 || it.Kind != policy.KindQA || len(basis) == 0 {
		return nil
	}
	found, err := queryTickets(ctx, q, `SELECT `+ticketColumns+` FROM tickets WHERE id = $1 AND kind <> 'report'`, d.Ticket)
	if err != nil || len(found) == 0 {
		return err
	}
	l := desk.Link{
		Question: found[0].Question, Title: basis[0].Title, Article: basis[0].Article, Kind: desk.LinkStaff, Approved: true, At: now,
	}
	if err := writeLink(ctx, q, &l); err != nil {
		return err
	}
	return linksChanged(ctx, q)
}

// PublishDue publishes the scheduled drafts whose day has come, each by itself, and counts them. One that was overtaken goes
// back to its author. Several processes may do this at once.
func (s *Store) PublishDue(ctx context.Context, now time.Time) (published int, err error) {
	due, err := queryDrafts(ctx, s.engine.reader(), `
		SELECT `+draftColumns+` FROM drafts WHERE state = 'scheduled' AND publish_on <= $1 ORDER BY publish_on, id`,
		string(policy.DateOf(now.In(shanghai))))
	if err != nil {
		return 0, err
	}
	var errs []error
	for i := range due {
		d, before := &due[i], due[i]
		err := d.Publish(now)
		if err == nil {
			err = s.SaveDraft(ctx, desk.Actor{}, d, "published", now)
		}
		switch {
		case err == nil:
			published++
		case errors.Is(err, ErrOvertaken):
			*d = before
			errs = append(errs, d.Return(desk.Overtaken, now), s.SaveDraft(ctx, desk.Actor{}, d, "returned", now))
		case !errors.Is(err, ErrConflict): // else another process was first
			errs = append(errs, err)
		}
	}
	return published, errors.Join(errs...)
}
