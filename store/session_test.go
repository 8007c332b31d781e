package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"shangda/desk"
)

const goodPassword = "Kirsche-7-Blau"

var fromOffice = Visitor{Address: "192.0.2.7", Agent: "test"}

// employ creates an account whose first password is changed to goodPassword.
func employ(t *testing.T, s *Store, login string, role desk.Role, now time.Time) desk.Staff {
	t.Helper()
	ctx := context.Background()
	st := desk.Staff{Login: login, Name: "测试" + login, Role: role}
	once, err := s.CreateStaff(ctx, desk.Actor{}, &st, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ChangePassword(ctx, desk.Actor{Staff: st.ID, Login: login}, 0, once, goodPassword, now); err != nil {
		t.Fatal(err)
	}
	return mustStaff(t, s, st.ID)
}

func mustStaff(t *testing.T, s *Store, id int64) desk.Staff {
	t.Helper()
	st, err := s.Staff(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func wantSignIn(t *testing.T, s *Store, login, password string, from Visitor, now time.Time, want error) string {
	t.Helper()
	token, err := s.SignIn(context.Background(), login, password, from, now)
	if !errors.Is(err, want) || (err == nil) != (want == nil) {
		t.Fatalf("sign-in of %s at %s: %v, want %v", login, now.Format(time.TimeOnly), err, want)
	}
	return token
}

func TestFiveFailuresLockForFifteenMinutesAlsoAfterARestart(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, now := open(), evening
		employ(t, s, "wang", desk.RoleOfficer, now)
		for _, login := range []string{"wang", "nobody"} { // who doesn't exist is treated alike
			for range 5 {
				wantSignIn(t, s, login, "wrong", fromOffice, now, ErrRefused)
			}
			wantSignIn(t, s, login, goodPassword, fromOffice, now, ErrTooMany)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open()
		wantSignIn(t, s, "WANG", goodPassword, Visitor{Address: "198.51.100.1"}, now.Add(14*time.Minute), ErrTooMany)
		// What was tried meanwhile has not prolonged it.
		wantSignIn(t, s, "wang", goodPassword, fromOffice, now.Add(15*time.Minute), nil)
		wantSignIn(t, s, "wang", "wrong", fromOffice, now.Add(15*time.Minute), ErrRefused)
		if n, _, err := s.VerifyAudit(context.Background()); err != nil || n != 2+10+2 {
			t.Errorf("audit: %d lines, %v; want 14: created, changed, 10 failures, a sign-in, a failure", n, err)
		}
	})
}

func TestAddressIsLockedApartFromAccounts(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, now := open(), evening
		employ(t, s, "wang", desk.RoleOfficer, now)
		for i := range addressFailures {
			from := Visitor{Address: fmt.Sprintf("2001:db8::%x", i)} // one customer's network
			wantSignIn(t, s, fmt.Sprint("guess", i), "wrong", from, now, ErrRefused)
		}
		wantSignIn(t, s, "wang", goodPassword, Visitor{Address: "2001:db8::ffff"}, now, ErrTooMany)
		wantSignIn(t, s, "wang", goodPassword, fromOffice, now, nil)
	})
}

func TestManyGuessesAtOnceAreCounted(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, now := open(), evening
		employ(t, s, "wang", desk.RoleOfficer, now)
		var guesses sync.WaitGroup
		var mu sync.Mutex
		counts := map[error]int{}
		for range 12 {
			guesses.Go(func() {
				_, err := s.SignIn(context.Background(), "wang", "wrong", fromOffice, now)
				mu.Lock()
				defer mu.Unlock()
				for _, want := range []error{ErrRefused, ErrTooMany} {
					if errors.Is(err, want) {
						counts[want]++
					}
				}
			})
		}
		guesses.Wait()
		if counts[ErrRefused] != 5 || counts[ErrTooMany] != 7 {
			t.Errorf("12 guesses at once: %d refused, %d locked; want 5 and 7", counts[ErrRefused], counts[ErrTooMany])
		}
	})
}

func TestClockPutBackNeitherUnlocksNorProlongs(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		s, now := open(), evening
		employ(t, s, "wang", desk.RoleOfficer, now.AddDate(0, 0, -1))
		for range 5 {
			wantSignIn(t, s, "wang", "wrong", fromOffice, now, ErrRefused)
		}
		back := now.Add(-5 * time.Hour)
		wantSignIn(t, s, "wang", goodPassword, fromOffice, back, ErrTooMany)
		wantSignIn(t, s, "wang", goodPassword, fromOffice, back.Add(14*time.Minute), ErrTooMany)
		token := wantSignIn(t, s, "wang", goodPassword, fromOffice, back.Add(15*time.Minute), nil)

		ctx := context.Background()
		if _, err := s.Session(ctx, token, true, back.Add(16*time.Minute)); err != nil {
			t.Errorf("session after a minute: %v", err)
		}
		if _, err := s.Session(ctx, token, true, back); !errors.Is(err, ErrNotFound) {
			t.Errorf("session after the clock went back: %v, want it ended", err)
		}
	})
}

func TestSessionEndsIdleAndAfterEightHours(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		s, now := open(), evening
		employ(t, s, "wang", desk.RoleOfficer, now)
		token := wantSignIn(t, s, "wang", goodPassword, fromOffice, now, nil)
		for at := 14 * time.Minute; at < SessionTime; at += 14 * time.Minute {
			if _, err := s.Session(ctx, token, true, now.Add(at)); err != nil {
				t.Fatalf("used every 14 minutes, after %s: %v", at, err)
			}
		}
		if _, err := s.Session(ctx, token, true, now.Add(SessionTime)); !errors.Is(err, ErrNotFound) {
			t.Errorf("after 8 hours: %v, want it ended", err)
		}
		token = wantSignIn(t, s, "wang", goodPassword, fromOffice, now, nil)
		for range 3 { // a page that asks by itself is nobody at work
			if _, err := s.Session(ctx, token, false, now.Add(14*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Session(ctx, token, true, now.Add(15*time.Minute)); !errors.Is(err, ErrNotFound) {
			t.Errorf("after 15 idle minutes: %v, want it ended", err)
		}
		if _, err := s.Session(ctx, "", true, now); !errors.Is(err, ErrNotFound) {
			t.Errorf("no cookie: %v", err)
		}
	})
}

func TestAccountUnusedForNinetyDaysIsDisabledAndResetBringsItBack(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		s, now := open(), evening
		st := employ(t, s, "wang", desk.RoleOfficer, now)
		later := now.AddDate(0, 0, 91)
		wantSignIn(t, s, "wang", goodPassword, fromOffice, later, ErrDisabled)
		wantSignIn(t, s, "wang", goodPassword, fromOffice, now, ErrDisabled)
		st = mustStaff(t, s, st.ID)
		once, err := s.ResetStaff(ctx, desk.Actor{Staff: 9}, &st, later)
		if err != nil {
			t.Fatal(err)
		}
		wantSignIn(t, s, "wang", goodPassword, fromOffice, later, ErrRefused)
		wantSignIn(t, s, "wang", once, fromOffice, later, nil)
		if got := mustStaff(t, s, st.ID); got.Disabled || !got.MustChange(later) {
			t.Errorf("after the reset: disabled %v, must change %v; want false, true", got.Disabled, got.MustChange(later))
		}
	})
}

func unlock(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Unlock(context.Background(), newKeys(t)); err != nil {
		t.Fatal(err)
	}
}

func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestSecondFactorIsAskedAndNoCodeIsTakenTwice(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		s, now := open(), evening
		unlock(t, s)
		st := employ(t, s, "admin", desk.RoleSystemAdmin, now)
		by := desk.Actor{Staff: st.ID, Login: st.Login}
		address, secret, err := s.NewTOTP(ctx, &st, "某局")
		if err != nil || !strings.HasPrefix(address, "otpauth://totp/") {
			t.Fatalf("new secret: %q, %v", address, err)
		}
		if _, again, _ := s.NewTOTP(ctx, &st, "某局"); again != secret {
			t.Error("a page loaded again shows another secret than the one scanned")
		}
		if _, err := s.ConfirmTOTP(ctx, by, 0, "000000", now); !errors.Is(err, ErrRefused) {
			t.Errorf("wrong code: %v", err)
		}
		recovery, err := s.ConfirmTOTP(ctx, by, 0, codeAt(t, secret, now), now)
		if err != nil || len(recovery) != 8 {
			t.Fatalf("confirmed: %d recovery codes, %v", len(recovery), err)
		}
		var stored string
		if err := s.engine.reader().QueryRowContext(ctx, `SELECT totp || recovery FROM staff`).Scan(&stored); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(stored, secret) || strings.Contains(stored, recovery[0]) {
			t.Error("secret or recovery code is stored in the clear")
		}

		token := wantSignIn(t, s, "admin", goodPassword, fromOffice, now, nil)
		if x, err := s.Session(ctx, token, true, now); err != nil || x.Proven {
			t.Errorf("after the password alone: proven %v, %v", x.Proven, err)
		}
		if _, err := s.Prove(ctx, token, codeAt(t, secret, now), fromOffice, now); !errors.Is(err, ErrRefused) {
			t.Errorf("the code that confirmed, again: %v, want it refused", err)
		}
		now = now.Add(time.Minute)
		fresh, err := s.Prove(ctx, token, codeAt(t, secret, now), fromOffice, now)
		if err != nil || fresh == token {
			t.Fatalf("code: %v, new token %v", err, fresh != token)
		}
		if x, err := s.Session(ctx, fresh, true, now); err != nil || !x.Proven {
			t.Errorf("after both: proven %v, %v", x.Proven, err)
		}
		if _, err := s.Session(ctx, token, true, now); !errors.Is(err, ErrNotFound) {
			t.Errorf("the token from before the second factor still holds: %v", err)
		}

		for range 2 { // a recovery code works once, also without hyphen and in capitals
			token = wantSignIn(t, s, "admin", goodPassword, fromOffice, now, nil)
			_, err = s.Prove(ctx, token, strings.ToUpper(strings.ReplaceAll(recovery[3], "-", "")), fromOffice, now)
		}
		if left, _ := s.RecoveryLeft(ctx, st.ID); !errors.Is(err, ErrRefused) || left != 7 {
			t.Errorf("recovery code the second time: %v, %d left; want it refused, 7", err, left)
		}
	})
}

func TestGuessingTheSecondFactorLocksToo(t *testing.T) {
	onEngines(t, func(t *testing.T, open func() *Store) {
		ctx := context.Background()
		s, now := open(), evening
		unlock(t, s)
		st := employ(t, s, "admin", desk.RoleSystemAdmin, now)
		_, secret, err := s.NewTOTP(ctx, &st, "x")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.ConfirmTOTP(ctx, desk.Actor{Staff: st.ID}, 0, codeAt(t, secret, now), now); err != nil {
			t.Fatal(err)
		}
		token := wantSignIn(t, s, "admin", goodPassword, fromOffice, now, nil)
		for range 5 {
			if _, err := s.Prove(ctx, token, "x", fromOffice, now); !errors.Is(err, ErrRefused) {
				t.Fatalf("guess: %v", err)
			}
		}
		now = now.Add(time.Minute)
		if _, err := s.Prove(ctx, token, codeAt(t, secret, now), fromOffice, now); !errors.Is(err, ErrTooMany) {
			t.Errorf("right code after five guesses: %v, want it locked", err)
		}
		wantSignIn(t, s, "admin", goodPassword, fromOffice, now, ErrTooMany)
	})
}
