package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"shangda/desk"
	"shangda/store"
)

type staffCmd struct {
	Add   staffAddCmd   `cmd:"" help:"Create an account and print its one-time password."`
	Reset staffResetCmd `cmd:"" help:"Give an account a new one-time password; it is taken back into use and unlocked."`
	List  staffListCmd  `cmd:"" help:"All accounts."`
}

type staffAddCmd struct {
	Name     string `arg:"" help:"What the person types to sign in."`
	Role     string `required:"" help:"officer, section_head, leader, disclosure_head, system_admin, security_admin or audit_admin."`
	Section  string `help:"科室 of the person."`
	FullName string `help:"What colleagues call the person, when it differs from NAME."`
	Email    string `help:"Where notices go."`
}

func (a *staffAddCmd) Run(ctx context.Context, c *cli, s streams) error {
	role := desk.Role(a.Role)
	if !slices.Contains(desk.Roles(), role) {
		return usageError{fmt.Errorf("role %q is none of %v", a.Role, desk.Roles())}
	}
	if strings.TrimSpace(a.Name) == "" {
		return usageError{errors.New("the name is empty")}
	}
	st, _, err := openStore(ctx, c, s)
	if err != nil {
		return err
	}
	defer st.Close()
	person := desk.Staff{Login: a.Name, Name: a.FullName, Role: role, Section: a.Section, Email: a.Email}
	if person.Name == "" {
		person.Name = strings.TrimSpace(a.Name)
	}
	password, err := st.CreateStaff(ctx, desk.Actor{}, &person, time.Now())
	if err != nil {
		return err
	}
	printPassword(s, person.Login, password)
	return nil
}

type staffResetCmd struct {
	Name         string `arg:"" help:"What the person types to sign in."`
	SecondFactor bool   `help:"Also take the lost second factor off."`
}

func (r *staffResetCmd) Run(ctx context.Context, c *cli, s streams) error {
	st, _, err := openStore(ctx, c, s)
	if err != nil {
		return err
	}
	defer st.Close()
	person, err := st.StaffByLogin(ctx, r.Name)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("no account %q", r.Name)
	}
	if err != nil {
		return err
	}
	if r.SecondFactor {
		if err := st.RemoveTOTP(ctx, desk.Actor{}, &person, time.Now()); err != nil {
			return err
		}
	}
	password, err := st.ResetStaff(ctx, desk.Actor{}, &person, time.Now())
	if err != nil {
		return err
	}
	printPassword(s, person.Login, password)
	return nil
}

func printPassword(s streams, login, password string) {
	fmt.Fprintf(s.out, "login %s, one-time password %s (shown only now, to be changed at the first sign-in)\n", login, password)
}

type staffListCmd struct{}

func (*staffListCmd) Run(ctx context.Context, c *cli, s streams) error {
	st, _, err := openStore(ctx, c, s)
	if err != nil {
		return err
	}
	defer st.Close()
	all, err := st.AllStaff(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
	for _, p := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", p.Login, p.Role, p.Name, p.Section, condition(p))
	}
	return w.Flush()
}

func condition(p desk.Staff) string {
	switch {
	case p.Disabled:
		return "disabled"
	case p.OneTime:
		return "one-time password"
	case p.Role.NeedsTOTP() && !p.TOTP:
		return "no second factor yet"
	}
	return "in use"
}
