package store

import (
	"errors"
	"testing"
	"time"

	"shangda/desk"
)

func TestCodeBindsOneWeChatOnce(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		wang := desk.Staff{Login: "wang", Name: "甲", Role: desk.RoleOfficer}
		li := desk.Staff{Login: "li", Name: "乙", Role: desk.RoleOfficer}
		for _, st := range []*desk.Staff{&wang, &li} {
			if _, err := s.CreateStaff(t.Context(), desk.Actor{}, st, evening); err != nil {
				t.Fatal(err)
			}
		}
		c := citizenOf(t, s, "openid-1")
		code := func(st desk.Staff) string {
			t.Helper()
			code, err := s.NewBinding(t.Context(), desk.Actor{Staff: st.ID, Login: st.Login}, evening)
			if err != nil {
				t.Fatal(err)
			}
			return code
		}
		bound := func(st desk.Staff, want int64) {
			t.Helper()
			if got, err := s.Staff(t.Context(), st.ID); err != nil || got.Citizen != want {
				t.Errorf("%s is bound to %d, %v, want %d", st.Login, got.Citizen, err, want)
			}
		}
		old := code(wang)
		first := code(wang)
		if _, err := s.Binding(t.Context(), c, old, evening); !errors.Is(err, ErrNotFound) {
			t.Errorf("the code before: %v, want not found", err)
		}
		if _, err := s.Binding(t.Context(), c, first, evening.Add(BindingTime)); !errors.Is(err, ErrNotFound) {
			t.Errorf("ten minutes later: %v, want not found", err)
		}
		if got, err := s.Binding(t.Context(), c, first, evening); err != nil || got != wang.ID {
			t.Errorf("got %d, %v, want %d", got, err, wang.ID)
		}
		if err := s.SaveExchange(t.Context(), "openid-1", exchangeOf("m2"), nil, Bind(first, evening)); err != nil {
			t.Fatal(err)
		}
		bound(wang, c)
		if err := s.SaveExchange(t.Context(), "openid-1", exchangeOf("m3"), nil, Bind(first, evening)); !errors.Is(err, ErrNotFound) {
			t.Errorf("the code again: %v, want not found", err)
		}
		if err := s.SaveExchange(t.Context(), "openid-1", exchangeOf("m4"), nil, Bind(code(li), evening)); err != nil {
			t.Fatal(err)
		}
		bound(wang, 0)
		bound(li, c)
		if err := s.Unbind(t.Context(), desk.Actor{Staff: li.ID}, li.ID, evening); err != nil {
			t.Fatal(err)
		}
		bound(li, 0)
	})
}

func TestWhoeverGuessesCodesMustWait(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		c := citizenOf(t, s, "openid-1")
		for i := range 5 {
			x := exchangeOf("g" + string(rune('0'+i)))
			x.Talk, x.Outcome = desk.TalkBind, desk.OutcomeNone
			mustSave(t, s, "openid-1", x, nil)
		}
		if _, err := s.Binding(t.Context(), c, "00000000", evening); !errors.Is(err, ErrTooMany) {
			t.Errorf("after five wrong codes: %v, want too many", err)
		}
		if _, err := s.Binding(t.Context(), c, "00000000", evening.Add(BindingTime+time.Second)); !errors.Is(err, ErrNotFound) {
			t.Errorf("ten minutes later: %v, want not found", err)
		}
	})
}
