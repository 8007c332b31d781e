package admin

import (
	"slices"

	"shangda/desk"
	"shangda/store"
)

type rolesPage struct {
	frame
	Accounts []desk.Staff
	Roles    []desk.Role
}

func giveRoles(v *visit) error {
	all, err := v.Store.AllStaff(v.ctx())
	if err != nil {
		return err
	}
	return v.show("roles", rolesPage{v.frame(), all, desk.Roles()})
}

func setRole(v *visit) error {
	st, err := v.account()
	if err != nil {
		return err
	}
	st.Version, st.Role = v.number("version"), desk.Role(v.text("role"))
	if !slices.Contains(desk.Roles(), st.Role) {
		return refused{"": "option"}
	}
	if err := v.Store.SetRole(v.ctx(), v.actor(), &st, v.now); err != nil {
		return err
	}
	return v.done("/admin/roles?done=saved")
}

// removeOthersTOTP is the right of whoever gives roles: where the administrations are apart, a password and a second factor
// are not reset by the same hand.
func removeOthersTOTP(v *visit) error {
	st, err := v.account()
	if err != nil {
		return err
	}
	if st.ID == v.staff.ID {
		return store.ErrOwn
	}
	st.Version = v.number("version")
	if err := v.Store.RemoveTOTP(v.ctx(), v.actor(), &st, v.now); err != nil {
		return err
	}
	return v.done("/admin/roles?done=saved")
}

type sessionsPage struct {
	frame
	Sessions []store.Session
	Here     int64
}

func sessions(v *visit) error {
	all, err := v.Store.Sessions(v.ctx(), v.now)
	if err != nil {
		return err
	}
	return v.show("sessions", sessionsPage{v.frame(), all, v.session.ID})
}

func endSession(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := v.Store.EndSession(v.ctx(), v.actor(), id, v.now); err != nil {
		return err
	}
	return v.done("/admin/sessions?done=ended")
}
