package wechat

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/silenceper/wechat/v2/officialaccount/menu"
)

// Button is an entry of the account's menu, in the SDK's wire form.
type Button = menu.Button

// Menu is what citizens see below the chat: up to three entries, each an action or up to five actions.
type Menu []*Button

var errMenu = errors.New("menu")

// Limits of 自定义菜单, in UTF-8 bytes. Clients show four characters of a top entry and eight of an entry below.
const (
	maxTopName = 16
	maxSubName = 60
	maxKey     = 128
	maxURL     = 1024
)

// PushMenu replaces the account's menu. Clients ask for it again after five minutes at the earliest. A menu that the platform
// would refuse is not sent; all its mistakes come in one error.
func (c *Client) PushMenu(ctx context.Context, m Menu) error {
	if err := m.Validate(); err != nil {
		return err
	}
	return c.call(ctx, "/cgi-bin/menu/create", struct {
		Button Menu `json:"button"`
	}{m}, nil)
}

// Validate reports everything the platform would refuse.
func (m Menu) Validate() error {
	var errs []error
	if len(m) < 1 || len(m) > 3 {
		errs = append(errs, fmt.Errorf("%w: %d entries, want 1 to 3", errMenu, len(m)))
	}
	for _, top := range m {
		if len(top.SubButtons) == 0 {
			errs = append(errs, validButton(top, maxTopName))
			continue
		}
		errs = append(errs, validName(top.Name, maxTopName))
		if len(top.SubButtons) > 5 {
			errs = append(errs, fmt.Errorf("%w: %q has %d entries, limit 5", errMenu, top.Name, len(top.SubButtons)))
		}
		if top.Type != "" {
			errs = append(errs, fmt.Errorf("%w: %q has entries and an action of its own", errMenu, top.Name))
		}
		for _, sub := range top.SubButtons {
			if len(sub.SubButtons) > 0 {
				errs = append(errs, fmt.Errorf("%w: %q is a third level", errMenu, sub.Name))
			}
			errs = append(errs, validButton(sub, maxSubName))
		}
	}
	return errors.Join(errs...)
}

func validName(name string, limit int) error {
	if strings.TrimSpace(name) == "" || len(name) > limit {
		return fmt.Errorf("%w: name %q has %d bytes, want 1 to %d", errMenu, name, len(name), limit)
	}
	return nil
}

// validButton checks an entry that does something when tapped.
func validButton(b *Button, nameLimit int) error {
	errs := []error{validName(b.Name, nameLimit)}
	need := func(what, value string, limit int) {
		if value == "" || len(value) > limit {
			errs = append(errs, fmt.Errorf("%w: %q: %s has %d bytes, want 1 to %d", errMenu, b.Name, what, len(value), limit))
		}
	}
	switch b.Type {
	case "click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select":
		need("key", b.Key, maxKey)
	case "view":
		need("url", b.URL, maxURL)
	case "miniprogram":
		need("url", b.URL, maxURL)
		need("appid", b.AppID, maxKey)
		need("pagepath", b.PagePath, maxURL)
	case "media_id", "view_limited":
		need("media_id", b.MediaID, maxKey)
	default:
		errs = append(errs, fmt.Errorf("%w: %q: unknown action %q", errMenu, b.Name, b.Type))
	}
	return errors.Join(errs...)
}
