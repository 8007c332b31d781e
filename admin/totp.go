package admin

import (
	"errors"
	"html/template"
	"strings"

	"shangda/document"
	"shangda/store"
)

type totpPage struct {
	frame
	On      bool // set up, and not being replaced
	Replace bool
	Left    int // recovery codes
	Secret  string
	Picture template.HTML
}

func totpSetup(v *visit) error {
	p := totpPage{frame: v.frame(), Replace: v.staff.TOTP}
	var err error
	replacing := v.Query("new") != "" || v.Request.Method == post && v.FullPath() == "/admin/totp"
	if v.staff.TOTP && !replacing {
		p.On = true
		if p.Left, err = v.Store.RecoveryLeft(v.ctx(), v.staff.ID); err != nil {
			return err
		}
		return v.show("totp", p)
	}
	issuer := v.Office.Short
	if issuer == "" {
		issuer = "shangda"
	}
	address, secret, err := v.Store.NewTOTP(v.ctx(), &v.staff, issuer)
	if err != nil {
		return err
	}
	p.Secret = grouped(secret)
	if p.Picture, err = picture(address); err != nil {
		return err
	}
	return v.show("totp", p)
}

// picture draws a QR code.
func picture(text string) (template.HTML, error) {
	code, err := document.NewQR(text)
	return template.HTML(code.SVG()), err
}

// grouped is a secret in fours, to be typed.
func grouped(secret string) string {
	var b strings.Builder
	for i, c := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}

type recoveryPage struct {
	frame
	Codes []string
}

// confirmTOTP shows the recovery codes in its own answer, since they are told once; a second press leads to the page that
// says that it is done.
func confirmTOTP(v *visit) error {
	if v.staff.TOTP {
		if err := v.confirmPassword(); err != nil {
			return err
		}
	}
	codes, err := v.Store.ConfirmTOTP(v.ctx(), v.actor(), v.session.ID, v.PostForm("code"), v.now)
	if errors.Is(err, store.ErrRefused) {
		return refused{"code": "code_first"}
	}
	if err != nil {
		return err
	}
	v.location = "/admin/totp"
	return v.show("recovery", recoveryPage{v.frame(), codes})
}

func renewRecovery(v *visit) error {
	if err := v.confirmPassword(); err != nil {
		return err
	}
	codes, err := v.Store.RenewRecovery(v.ctx(), v.actor(), v.now)
	if err != nil {
		return err
	}
	v.location = "/admin/totp"
	return v.show("recovery", recoveryPage{v.frame(), codes})
}

// removeTOTP ends the session, too: the next sign-in is with the password alone.
func removeTOTP(v *visit) error {
	if v.staff.Role.NeedsTOTP() {
		return refused{"": "second_needed"}
	}
	if err := v.confirmPassword(); err != nil {
		return err
	}
	if err := v.Store.RemoveTOTP(v.ctx(), v.actor(), &v.staff, v.now); err != nil {
		return err
	}
	return v.done("/admin/sign-in")
}

// confirmPassword asks again for the password before what a stranger at an open screen must not do.
func (v *visit) confirmPassword() error {
	err := v.Store.ConfirmPassword(v.ctx(), v.actor(), v.PostForm("present"), v.now)
	switch {
	case errors.Is(err, store.ErrPassword):
		return refused{"present": "present"}
	case errors.Is(err, store.ErrTooMany):
		return refused{"present": "too_many"}
	}
	return err
}
