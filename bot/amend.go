package bot

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"shangda/desk"
	"shangda/disclosure"
	"shangda/store"
)

// What the next words about a case are, with the case. Stored in conversations: never rename.
const (
	awaitContact  = "contact"  // a new number, e-mail or address
	awaitMaterial = "material" // something to be added
)

// hearAmend hears the words by which an applicant adds to a case or changes how they are reached; a picture may be added too.
func hearAmend(t *turn) bool {
	what, id, _ := strings.Cut(t.awaits, " ")
	if what != awaitContact && what != awaitMaterial || t.msg.MsgType == "event" {
		return false
	}
	said := plain(t.text)
	tap := code.MatchString(folded(t.text))
	if tap || slices.Contains(humanWords, said) || slices.Contains(cancelWords, said) || slices.Contains(casesWords, said) {
		return false
	}
	r, ok, err := t.ownCase(id)
	switch {
	case err != nil:
		return t.applyFailed(err)
	case !ok:
		return false
	case t.msg.MsgType == "image" && what == awaitMaterial:
		return t.addPicture(r)
	case t.msg.MsgType != "text":
		return t.amendAgain(sayTextPlease)
	}
	today := disclosure.DayOf(t.now)
	var event disclosure.Event
	if what == awaitContact {
		event, err = r.ChangeContact(contactOf(t.text), today)
	} else {
		event, err = r.AddMaterial(t.text, today)
	}
	if bad := (*disclosure.Invalid)(nil); errors.As(err, &bad) {
		return t.amendAgain(sayFlaw(bad.Field, bad.Flaw))
	}
	return t.changeCase(r, event, err, sayAmended(event.Act, r.Number))
}

// amendAgain explains and waits on.
func (t *turn) amendAgain(why string) bool {
	t.conv.Awaits = t.awaits
	t.conceal()
	return t.say(desk.TalkTrack, desk.OutcomeInfo, why)
}

// contactOf finds out what kind of contact the words are: an e-mail, a number, else an address with its postcode.
func contactOf(said string) disclosure.Contact {
	said = strings.TrimSpace(said)
	switch {
	case strings.ContainsAny(said, "@＠"):
		return disclosure.Contact{Email: said}
	case !strings.ContainsFunc(said, func(r rune) bool { return r >= 0x4e00 && r != '转' }):
		return disclosure.Contact{Phone: said}
	}
	k := disclosure.Contact{Address: said}
	for _, word := range strings.FieldsFunc(said, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(word) == 6 {
			k.Postcode = word
			k.Address = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(strings.Replace(said, word, "", 1)), postcodeWord))
		}
	}
	return k
}

// addPicture keeps a picture with the case.
func (t *turn) addPicture(r disclosure.Request) bool {
	if t.Fetch == nil {
		return t.amendAgain(sayTextPlease)
	}
	data, err := t.Fetch(t.ctx, t.msg.MediaID)
	if err != nil {
		t.Log.Warn("picture not fetched", "err", err)
		return t.amendAgain(sayPictureAgain)
	}
	kind := imageType(data)
	if kind == "" || len(data) > mostUpload {
		return t.amendAgain(sayPictureAgain)
	}
	event, err := r.AddMaterial(sayPictureAdded, disclosure.DayOf(t.now))
	if err == nil {
		file := &store.File{Request: r.ID, Purpose: store.FileEvidence, Type: kind, Name: "picture", Data: data}
		t.effects = append(t.effects, t.Store.KeepFile(file, t.now))
	}
	return t.changeCase(r, event, err, sayAmended(event.Act, r.Number))
}

// askAmend asks for the words.
func (t *turn) askAmend(what string, id int64, ask string) bool {
	t.conv.Awaits = what + " " + strconv.FormatInt(id, 10)
	t.conceal()
	return t.say(desk.TalkTrack, desk.OutcomeInfo, ask)
}
