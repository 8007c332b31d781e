package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"shangda/desk"
)

func TestLoginIsTakenInAnyCaseOfLetters(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s := open()
		employ(t, s, "wang", desk.RoleOfficer, evening)
		_, err := s.CreateStaff(context.Background(), desk.Actor{}, &desk.Staff{Login: " WANG", Name: "王", Role: desk.RoleLeader}, evening)
		if !errors.Is(err, ErrTaken) {
			t.Errorf("second account WANG: %v, want it taken", err)
		}
	})
}

func TestNobodyChangesTheirOwnRoleAndTheLastAdministratorStays(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		s := open()
		admin := employ(t, s, "admin", desk.RoleSystemAdmin, evening)
		other := employ(t, s, "wang", desk.RoleOfficer, evening)
		own, by := admin, desk.Actor{Staff: admin.ID, Login: "admin"}
		own.Role = desk.RoleLeader
		if err := s.SetRole(ctx, by, &own, evening); !errors.Is(err, ErrOwn) {
			t.Errorf("own role: %v, want ErrOwn", err)
		}
		own = admin
		own.Disabled = true
		if err := s.SaveStaff(ctx, by, &own, evening); !errors.Is(err, ErrOwn) {
			t.Errorf("own account disabled: %v, want ErrOwn", err)
		}
		if err := s.SaveStaff(ctx, desk.Actor{}, &own, evening); !errors.Is(err, ErrLast) {
			t.Errorf("last administrator disabled: %v, want ErrLast", err)
		}
		own = admin
		own.Role = desk.RoleOfficer
		if err := s.SetRole(ctx, desk.Actor{}, &own, evening); !errors.Is(err, ErrLast) {
			t.Errorf("last administrator made officer: %v, want ErrLast", err)
		}
		other.Role = desk.RoleSystemAdmin
		if err := s.SetRole(ctx, by, &other, evening); err != nil {
			t.Fatal(err)
		}
		if err := s.SetRole(ctx, desk.Actor{Staff: other.ID}, &own, evening); err != nil {
			t.Errorf("first of two administrators made officer: %v", err)
		}
	})
}

func TestStaleAccountIsNotSaved(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		s := open()
		st := employ(t, s, "wang", desk.RoleOfficer, evening)
		stale := st
		st.Section = "外资科"
		if err := s.SaveStaff(ctx, desk.Actor{Staff: 9}, &st, evening); err != nil {
			t.Fatal(err)
		}
		stale.Name = "别人"
		if err := s.SaveStaff(ctx, desk.Actor{Staff: 9}, &stale, evening); !errors.Is(err, ErrConflict) {
			t.Errorf("stale account: %v, want ErrConflict", err)
		}
		st.Email = "w@example.cn"
		if err := s.SaveStaff(ctx, desk.Actor{Staff: 9}, &st, evening); err != nil {
			t.Errorf("the account just saved, again: %v", err)
		}
		if got := mustStaff(t, s, st.ID); got.Section != "外资科" || got.Email != "w@example.cn" || got.Version != st.Version {
			t.Errorf("stored %+v", got)
		}
	})
}

func TestDisabledAccountIsOutAtOnce(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		s := open()
		st := employ(t, s, "wang", desk.RoleOfficer, evening)
		token := wantSignIn(t, s, "wang", goodPassword, fromOffice, evening, nil)
		st.Disabled = true
		if err := s.SaveStaff(ctx, desk.Actor{Staff: 9}, &st, evening); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Session(ctx, token, true, evening); !errors.Is(err, ErrNotFound) {
			t.Errorf("session of a disabled account: %v", err)
		}
		wantSignIn(t, s, "wang", goodPassword, fromOffice, evening, ErrDisabled)
		wantSignIn(t, s, "wang", "wrong", fromOffice, evening, ErrRefused)
	})
}

func TestPasswordsOfLateDoNotComeBack(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		s, now := open(), evening
		st := employ(t, s, "wang", desk.RoleOfficer, now)
		by := desk.Actor{Staff: st.ID, Login: "wang"}
		here := wantSignIn(t, s, "wang", goodPassword, fromOffice, now, nil)
		there := wantSignIn(t, s, "wang", goodPassword, fromOffice, now, nil)
		x, err := s.Session(ctx, here, true, now)
		if err != nil {
			t.Fatal(err)
		}
		change := func(from, to string) error { return s.ChangePassword(ctx, by, x.ID, from, to, now) }
		var refused PasswordRefused
		if err := change(goodPassword, goodPassword); !errors.As(err, &refused) || refused.Fault != desk.PasswordBefore {
			t.Errorf("the same password: %v", err)
		}
		if err := change("wrong", "Other-Words-99"); !errors.Is(err, ErrPassword) {
			t.Errorf("with a wrong present password: %v", err)
		}
		if err := change(goodPassword, "short"); !errors.As(err, &refused) || refused.Fault != desk.PasswordShort {
			t.Errorf("a short password: %v", err)
		}
		last := goodPassword
		for i := range 5 {
			next := fmt.Sprintf("Pflaume-%d-Gelb-Rad", i)
			if i == 4 { // four newer ones: the fifth last is still remembered
				if err := change(last, goodPassword); !errors.As(err, &refused) || refused.Fault != desk.PasswordBefore {
					t.Errorf("the fifth last password: %v, want it refused", err)
				}
			}
			if err := change(last, next); err != nil {
				t.Fatalf("change %d: %v", i, err)
			}
			last = next
		}
		if err := change(last, goodPassword); err != nil {
			t.Errorf("the sixth last password: %v, want it taken", err)
		}
		if _, err := s.Session(ctx, here, true, now); err != nil {
			t.Errorf("the session that changed the password: %v", err)
		}
		if _, err := s.Session(ctx, there, true, now); !errors.Is(err, ErrNotFound) {
			t.Errorf("another session after the change: %v, want it ended", err)
		}
		var kept int
		if err := s.engine.reader().QueryRowContext(ctx, `SELECT COUNT(*) FROM passwords`).Scan(&kept); err != nil || kept != 4 {
			t.Errorf("%d old passwords kept, %v; want 4", kept, err)
		}
	})
}

func TestOneTimePasswordsPassThePolicyAndDiffer(t *testing.T) {
	s := openTest(t, sqliteURL(t))
	a, _ := s.oneTimePassword()
	b, _ := s.oneTimePassword()
	if a == b {
		t.Error("two passwords are equal")
	}
	if fault := desk.CheckPassword(a, "wang", "王丽"); fault != "" {
		t.Errorf("%q: %s", a, fault)
	}
}

// The digest is what takes time, and nearly all memory: an account that doesn't exist is refused by as much of it.
func TestRefusalTakesAsLongForAnAccountThatDoesNotExist(t *testing.T) {
	s := openTest(t, sqliteURL(t))
	employ(t, s, "wang", desk.RoleOfficer, evening)
	work := func(login string) float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		wantSignIn(t, s, login, "wrong", fromOffice, evening, ErrRefused)
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc-before.TotalAlloc) / (argonMemory << 10)
	}
	if known, unknown := work("wang"), work("nobody"); known < 1 || known > 1.5 || unknown < 1 || unknown > 1.5 {
		t.Errorf("known account %.2f digests, unknown %.2f: want one each, or the difference tells them apart", known, unknown)
	}
}

func TestDeputyIsFoundWhileStandingIn(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		s := open()
		away, deputy := employ(t, s, "wang", desk.RoleOfficer, evening), employ(t, s, "li", desk.RoleSectionHead, evening)
		away.Deputy, away.DeputyUntil = deputy.ID, evening.Add(time.Hour)
		if err := s.SaveStaff(ctx, desk.Actor{Staff: away.ID}, &away, evening); err != nil {
			t.Fatal(err)
		}
		for at, want := range map[time.Duration]int{0: 1, 59 * time.Minute: 1, time.Hour: 0} {
			got, err := s.StandsFor(ctx, &deputy, evening.Add(at))
			if err != nil || len(got) != want {
				t.Errorf("after %s: stands for %d, %v; want %d", at, len(got), err, want)
			}
		}
	})
}

// What the trail says of an account holds no secret.
func TestTrailOfAccountsHoldsNoSecret(t *testing.T) {
	s := openTest(t, sqliteURL(t))
	ctx := context.Background()
	st := desk.Staff{Login: "wang", Name: "王", Role: desk.RoleOfficer}
	once, err := s.CreateStaff(ctx, desk.Actor{}, &st, evening)
	if err != nil {
		t.Fatal(err)
	}
	wantSignIn(t, s, "wang", "typed-Wrong-1", fromOffice, evening, ErrRefused)
	wantSignIn(t, s, "My-Password-In-The-Wrong-Field", "x", fromOffice, evening, ErrRefused)
	lines, err := s.Trail(ctx, AuditFilter{}, 10)
	if err != nil || len(lines) != 3 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	text := fmt.Sprintf("%+v", lines)
	for _, never := range []string{once, "typed-Wrong-1", "Wrong-Field", "wrong-field", "argon2"} {
		if strings.Contains(text, never) {
			t.Errorf("trail holds %q", never)
		}
	}
}
