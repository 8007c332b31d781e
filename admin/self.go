package admin

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"time"

	"shangda/desk"
	"shangda/store"
)

type selfPage struct {
	frame
	Colleagues []desk.Staff // who can stand in
	Deputy     desk.Staff   // who does so; zero: nobody
	Until      string       // the day offered
	Sessions   []store.Session
	Here       int64 // the session of this page
}

// week is how long a deputy stands in unless another day is chosen.
const week = 7 * 24 * time.Hour

func self(v *visit) error {
	all, err := v.Store.AllStaff(v.ctx())
	if err != nil {
		return err
	}
	p := selfPage{frame: v.frame(), Until: day(v.now.Add(week)), Here: v.session.ID}
	for _, st := range all {
		if st.CanStandInFor(&v.staff) {
			p.Colleagues = append(p.Colleagues, st)
		}
		if st.StandsInFor(&v.staff, v.now) {
			p.Deputy, p.Until = st, day(v.staff.DeputyUntil.Add(-time.Second))
		}
	}
	slices.SortStableFunc(p.Colleagues, func(a, b desk.Staff) int { return cmp.Compare(v.strangeness(&a), v.strangeness(&b)) })
	sessions, err := v.Store.Sessions(v.ctx(), v.now)
	if err != nil {
		return err
	}
	p.Sessions = slices.DeleteFunc(sessions, func(x store.Session) bool { return x.Staff.ID != v.staff.ID })
	return v.show("self", p)
}

// strangeness is how far a colleague's work is from the person's: the first of the list is mostly meant.
func (v *visit) strangeness(st *desk.Staff) (n int) {
	if st.Section != v.staff.Section {
		n += 2
	}
	if st.Role != v.staff.Role {
		n++
	}
	return n
}

func saveSelf(v *visit) error {
	st := v.staff
	st.Version, st.Email = v.number("version"), v.text("email")
	if !plausibleEmail(st.Email) {
		return refused{"email": "email"}
	}
	if err := v.Store.SaveStaff(v.ctx(), v.actor(), &st, v.now); err != nil {
		return err
	}
	return v.done("/admin/self?done=saved")
}

// saveDeputy lets a colleague stand in through the chosen day, or nobody.
func saveDeputy(v *visit) error {
	st := v.staff
	st.Version, st.Deputy, st.DeputyUntil = v.number("version"), v.number("deputy"), time.Time{}
	if st.Deputy != 0 {
		deputy, err := v.Store.Staff(v.ctx(), st.Deputy)
		if errors.Is(err, store.ErrNotFound) || err == nil && !deputy.CanStandInFor(&st) {
			return refused{"deputy": "option"}
		}
		if err != nil {
			return err
		}
		last, err := time.ParseInLocation(time.DateOnly, v.text("until"), beijing)
		if err != nil || last.Before(v.now.Add(-24*time.Hour)) || last.After(v.now.AddDate(0, 3, 0)) {
			return refused{"until": "until"}
		}
		st.DeputyUntil = last.AddDate(0, 0, 1)
	}
	if err := v.Store.SaveStaff(v.ctx(), v.actor(), &st, v.now); err != nil {
		return err
	}
	return v.done("/admin/self?done=saved")
}

func endOwnSession(v *visit) error {
	sessions, err := v.Store.Sessions(v.ctx(), v.now)
	if err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(sessions, func(x store.Session) bool { return x.ID == id && x.Staff.ID == v.staff.ID }) {
		return errNotFound
	}
	if err := v.Store.EndSession(v.ctx(), v.actor(), id, v.now); err != nil {
		return err
	}
	return v.done("/admin/self?done=ended")
}

type passwordPage struct {
	frame
	Expired bool
}

func password(v *visit) error {
	return v.show("password", passwordPage{v.frame(), v.staff.MustChange(v.now)})
}

func changePassword(v *visit) error {
	next := v.PostForm("next_password")
	if next != v.PostForm("again") {
		return refused{"again": "again"}
	}
	err := v.Store.ChangePassword(v.ctx(), v.actor(), v.session.ID, v.PostForm("present"), next, v.now)
	var policy store.PasswordRefused
	switch {
	case errors.Is(err, store.ErrPassword):
		return refused{"present": "present"}
	case errors.Is(err, store.ErrTooMany):
		return refused{"present": "too_many"}
	case errors.As(err, &policy):
		return refused{"next_password": string(policy.Fault)}
	case err != nil:
		return err
	}
	return v.done("/admin/self?done=password")
}

// text is a field without the spaces around it.
func (v *visit) text(name string) string { return trim(v.PostForm(name)) }

// number is a field that the page filled in; 0 for anything else, which nothing in the store has.
func (v *visit) number(name string) int64 { return parseNumber(v.PostForm(name)) }

func parseNumber(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// id is the number in the address.
func (v *visit) id() (int64, error) {
	n, err := strconv.ParseInt(v.Param("id"), 10, 64)
	if err != nil || n < 1 {
		return 0, errNotFound
	}
	return n, nil
}
