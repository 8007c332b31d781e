package admin

import (
	"errors"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"shangda/desk"
	"shangda/store"
)

type accountsPage struct {
	frame
	Accounts []desk.Staff
}

func accounts(v *visit) error {
	all, err := v.Store.AllStaff(v.ctx())
	if err != nil {
		return err
	}
	return v.show("accounts", accountsPage{v.frame(), all})
}

type accountPage struct {
	frame
	Account  desk.Staff
	Roles    []desk.Role // that may be given here
	Sections []string    // known ones, offered while typing
	Self     bool
}

func newAccount(v *visit) error {
	return v.showAccount("account_new", desk.Staff{})
}

func account(v *visit) error {
	st, err := v.account()
	if err != nil {
		return err
	}
	return v.showAccount("account", st)
}

func (v *visit) showAccount(name string, st desk.Staff) error {
	all, err := v.Store.AllStaff(v.ctx())
	if err != nil {
		return err
	}
	p := accountPage{frame: v.frame(), Account: st, Roles: v.givableRoles(all), Self: st.ID == v.staff.ID}
	for _, other := range all {
		if other.Section != "" && !slices.Contains(p.Sections, other.Section) {
			p.Sections = append(p.Sections, other.Section)
		}
	}
	slices.Sort(p.Sections)
	return v.show(name, p)
}

// givableRoles are those a new account may get at once. Where the three administrations are apart these are none, but for the
// first 安全管理员, who gives all others.
func (v *visit) givableRoles(all []desk.Staff) []desk.Role {
	if v.may(desk.ActRoles) {
		return desk.Roles()
	}
	if slices.ContainsFunc(all, func(s desk.Staff) bool { return s.Role == desk.RoleSecurityAdmin && !s.Disabled }) {
		return nil
	}
	return []desk.Role{desk.RoleSecurityAdmin}
}

// account is the one in the address.
func (v *visit) account() (desk.Staff, error) {
	id, err := v.id()
	if err != nil {
		return desk.Staff{}, err
	}
	return v.Store.Staff(v.ctx(), id)
}

type oneTimePage struct {
	frame
	Account  desk.Staff
	Password string
}

// showPassword tells a one-time password in the answer itself, since it is told once.
func (v *visit) showPassword(st desk.Staff, password string) error {
	v.location = "/admin/accounts"
	return v.show("one_time", oneTimePage{v.frame(), st, password})
}

func createAccount(v *visit) error {
	all, err := v.Store.AllStaff(v.ctx())
	if err != nil {
		return err
	}
	st := desk.Staff{Login: v.text("login"), Role: desk.Role(v.text("role"))}
	faults := v.readAccount(&st)
	if st.Login == "" {
		faults["login"] = "required"
	} else if utf8.RuneCountInString(st.Login) > 50 || strings.ContainsAny(st.Login, " \t\n<>\"'") {
		faults["login"] = "login"
	}
	if st.Role != "" && !slices.Contains(v.givableRoles(all), st.Role) || st.Role == "" && v.may(desk.ActRoles) {
		faults["role"] = "option"
	}
	if len(faults) > 0 {
		return faults
	}
	password, err := v.Store.CreateStaff(v.ctx(), v.actor(), &st, v.now)
	if errors.Is(err, store.ErrTaken) {
		return refused{"login": "taken"}
	}
	if err != nil {
		return err
	}
	return v.showPassword(st, password)
}

// readAccount takes over what may be changed of an account, and says what is wrong with it.
func (v *visit) readAccount(st *desk.Staff) refused {
	faults := refused{}
	st.Name, st.Section, st.Email = v.text("name"), v.text("section"), v.text("email")
	if st.Name == "" {
		faults["name"] = "required"
	}
	for field, value := range map[string]string{"name": st.Name, "section": st.Section} {
		if utf8.RuneCountInString(value) > 50 {
			faults[field] = "too_long"
		}
	}
	if !plausibleEmail(st.Email) {
		faults["email"] = "email"
	}
	return faults
}

func plausibleEmail(address string) bool {
	a, err := mail.ParseAddress(address)
	return address == "" || err == nil && a.Address == address && len(address) < 200
}

func saveAccount(v *visit) error {
	return v.changeAccount(func(st *desk.Staff) error {
		if faults := v.readAccount(st); len(faults) > 0 {
			return faults
		}
		return v.Store.SaveStaff(v.ctx(), v.actor(), st, v.now)
	})
}

func disableAccount(v *visit) error {
	return v.changeAccount(func(st *desk.Staff) error {
		st.Disabled = true
		return v.Store.SaveStaff(v.ctx(), v.actor(), st, v.now)
	})
}

// changeAccount changes the account in the address as the form's version saw it.
func (v *visit) changeAccount(change func(*desk.Staff) error) error {
	st, err := v.account()
	if err != nil {
		return err
	}
	st.Version = v.number("version")
	if err := change(&st); err != nil {
		return err
	}
	return v.done("/admin/accounts?done=saved")
}

func resetAccount(v *visit) error {
	st, err := v.account()
	if err != nil {
		return err
	}
	if st.ID == v.staff.ID {
		return store.ErrOwn
	}
	st.Version = v.number("version")
	password, err := v.Store.ResetStaff(v.ctx(), v.actor(), &st, v.now)
	if err != nil {
		return err
	}
	return v.showPassword(st, password)
}

func trim(s string) string { return strings.TrimSpace(s) }
