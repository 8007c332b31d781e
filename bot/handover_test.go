package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"shangda/desk"
)

// hold makes an answer of staff wait for the citizen's next message.
func (p *post) hold(question, reply string) {
	p.t.Helper()
	p.write("人工 " + question)
	p.now = p.now.Add(50 * time.Hour)
	p.reply(int64(len(p.letters())+1), reply)
	p.deliver()
	if l := p.last(); l.State != desk.LetterHeld {
		p.t.Fatalf("got %+v, want it held", l)
	}
}

func TestLetterStandsAboveTheAnswer(t *testing.T) {
	p := newPost(t)
	p.hold("展位补贴到哪一步", answered)
	got := p.write("你好")
	if at, hello := strings.Index(got, answered), strings.Index(got, sayHello); at < 0 || hello < at {
		t.Errorf("got %q, want the letter and then the answer", got)
	}
	if l := p.last(); l.State != desk.LetterSent || l.Way != desk.WayAnswer {
		t.Errorf("got %+v, want it sent and no more", l)
	}
}

func TestLongLetterComesFirstAndTheQuestionWaits(t *testing.T) {
	p := newPost(t)
	p.hold("展位补贴到哪一步", strings.Repeat("请携带营业执照到窗口办理。", 40))
	got := p.write("外资能投资稀土开采吗")
	contains(t, got, "请携带营业执照", "您刚才的问题：外资能投资稀土开采吗", "继续")
	if len(got) > limit {
		t.Errorf("%d bytes, limit %d", len(got), limit)
	}
	next := p.write("继续")
	if strings.Contains(next, "请携带营业执照") {
		t.Errorf("handed over twice: %q", next)
	}
	contains(t, next, "稀土")
}

func TestWhatAMessageCausedIsNotPutOff(t *testing.T) {
	p := newPost(t)
	p.hold("展位补贴到哪一步", strings.Repeat("请携带营业执照到窗口办理。", 60))
	got := p.write("人工 二手车出口企业怎么申请")
	contains(t, got, "请携带营业执照", "第2号")
	if len(got) > limit {
		t.Errorf("%d bytes, limit %d", len(got), limit)
	}
	if tk, err := p.Store.Ticket(context.Background(), 2); err != nil || tk.State != desk.TicketOpen {
		t.Errorf("second ticket %+v, %v, want it open", tk, err)
	}
}

func TestRedeliveredMessageGetsTheSameLetterAgain(t *testing.T) {
	p := newPost(t)
	p.hold("展位补贴到哪一步", answered)
	m := p.text("谢谢")
	first := p.Answer(context.Background(), m)
	contains(t, first, answered)
	if again := p.Answer(context.Background(), m); again != first {
		t.Errorf("delivered again: %q, want %q", again, first)
	}
}

func TestLetterWithNothingToSayIsDropped(t *testing.T) {
	p := newPost(t)
	p.hold("展位补贴到哪一步", answered)
	p.change(1, func(tk *desk.Ticket, w desk.Worker) (desk.Entry, error) {
		return tk.Reopen("答复有误", p.now.Add(time.Hour), w, p.now)
	})
	if got := p.write("你好"); strings.Contains(got, answered) {
		t.Errorf("told what staff took back: %q", got)
	}
	if l := p.last(); l.State != desk.LetterDropped {
		t.Errorf("got %+v, want it dropped", l)
	}
}
