package bot

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestMessagesBeyondThePlacesAreToldSoInTime(t *testing.T) {
	h := newHouse(t)
	for range mostAtOnce {
		if err := h.Bot.places.take(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	m := h.text("外商投资企业如何报送年度报告")
	if got := h.Bot.Answer(context.Background(), m); got != sayBusy {
		t.Errorf("with no place left: %q, want %q", got, sayBusy)
	}
	if got := h.logged(); got != 0 {
		t.Errorf("%d exchanges logged of a message that was refused", got)
	}
	h.Bot.places.giveBack()
	if got := h.Bot.Answer(context.Background(), m); got == "" || got == sayBusy {
		t.Errorf("the same message again, with a place: %q, want its answer", got)
	}
	if got := h.logged(); got != 1 {
		t.Errorf("%d exchanges logged, want 1", got)
	}
	if got := len(h.Bot.places); got != mostAtOnce-1 {
		t.Errorf("%d places taken afterwards, want %d", got, mostAtOnce-1)
	}
}

func TestWhoWaitsForAPlaceGetsTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := make(places, 1)
		ctx, cancel := context.WithCancel(t.Context())
		if err := p.take(ctx); err != nil {
			t.Fatal(err)
		}
		go func() {
			time.Sleep(placeWithin / 2)
			p.giveBack()
		}()
		if err := p.take(ctx); err != nil {
			t.Errorf("with a place given back in time: %v", err)
		}
		if err := p.take(ctx); !errors.Is(err, errBusy) {
			t.Errorf("with none: %v, want %v", err, errBusy)
		}
		cancel()
		if err := p.take(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("with nobody listening: %v, want %v", err, context.Canceled)
		}
	})
}
