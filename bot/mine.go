package bot

import (
	"slices"

	"shangda/desk"
)

// actMine is a choice about one's own data; its argument is what to do. Stored in conversations: never rename.
const actMine = "mine"

// What such a choice does. Stored in conversations: never rename.
const (
	mineExport = "export"
	mineAsk    = "delete"  // asks once more
	mineDelete = "deleted" // for good
)

// hearMine tells what is kept of the citizen, and what they may do about it (个人信息保护法第四十四条 to 第四十七条).
func hearMine(t *turn) bool {
	if t.msg.MsgType != "text" || t.msg.FromUserName == "" || !t.Store.Unlocked() || !slices.Contains(mineWords, plain(t.text)) {
		return false
	}
	own, err := t.Store.Own(t.ctx, t.x.Citizen, t.now)
	if err != nil {
		return t.applyFailed(err)
	}
	choices := []desk.Choice{{Label: sayMineExport, Act: actMine, Arg: mineExport}}
	if len(own.Requests) > 0 {
		choices = append(choices, desk.Choice{Label: sayMineCorrect, Act: actCase, Arg: "list"})
	}
	choices = append(choices, desk.Choice{Label: sayMineDelete, Act: actMine, Arg: mineAsk}, toHuman())
	return t.say(desk.TalkOwn, desk.OutcomeInfo, sayMine(own), choices...)
}

func (t *turn) mine(what string) bool {
	switch what {
	case mineExport:
		token, err := t.Store.OwnToken(t.x.Citizen, t.now)
		if err != nil {
			return t.applyFailed(err)
		}
		t.conceal() // the address opens the data
		return t.say(desk.TalkOwn, desk.OutcomeInfo, sayMinePage(t.PublicURL+"/me/"+token))
	case mineDelete:
		t.effects = append(t.effects, t.Store.Forget(t.now))
		return t.say(desk.TalkOwn, desk.OutcomeInfo, sayMineDeleted)
	}
	return t.say(desk.TalkOwn, desk.OutcomeInfo, sayMineSure, desk.Choice{Label: sayMineReally, Act: actMine, Arg: mineDelete}, toHuman())
}
