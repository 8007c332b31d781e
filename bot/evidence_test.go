package bot

import (
	"context"
	"strings"
	"testing"

	"shangda/desk"
)

// openEnded leaves three candidates to pick from.
const openEnded = "开加盟店要什么条件"

func (h *house) links() []desk.Link {
	h.t.Helper()
	_, links, err := h.Store.Links(context.Background(), -1)
	if err != nil {
		h.t.Fatal(err)
	}
	return links
}

func TestPickedCandidateIsALinkThatNobodyApproved(t *testing.T) {
	h := newHouse(t)
	h.say(openEnded)
	var second desk.Choice
	for _, c := range h.conversation().Choices {
		if strings.HasSuffix(c.Code, "2") {
			second = c
		}
	}
	if second.Act != actPick {
		t.Fatalf("got %+v, want candidates to pick from", h.conversation().Choices)
	}
	h.say(second.Code)
	links := h.links()
	if len(links) != 1 {
		t.Fatalf("%d links, want 1", len(links))
	}
	p, _ := h.Search.Library().Passage(second.Arg)
	if l := links[0]; l.Question != openEnded || l.Title != p.Title || l.Article != p.Article || l.Approved || l.Kind != desk.LinkChoice || l.Citizen == 0 {
		t.Errorf("got %+v, want the question tied to %s %s by a citizen, not approved", l, p.Title, p.Article)
	}
}

func TestOtherChoicesTeachNothing(t *testing.T) {
	h := newHouse(t)
	h.say(openEnded)
	h.say("办事指南")
	h.say("1")
	h.say("外商投资信息报告怎么办")
	h.say("1")
	if links := h.links(); len(links) != 0 {
		t.Errorf("got %+v, want no links", links)
	}
}

func TestAnswerOfStaffStandsBesideTheLawsOwnWords(t *testing.T) {
	h := newHouse(t)
	contains(t, h.say("申请信息公开要交钱吗"), "一般不收费", "行政机关依申请提供政府信息，不收取费用")
}
