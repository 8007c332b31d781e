// Package wechat speaks the protocol of a WeChat official account and knows nothing of this product: it opens and seals
// the messages of the platform's callback, and calls the few interfaces of the platform that an office needs.
//
// The protocol is the platform's "消息加解密说明", "接收普通消息", "接收事件推送" and "被动回复用户消息". The callback is
// written here rather than taken from the SDK's server, which accepts a plaintext message for an encrypted account, answers
// 200 to whatever it cannot read and loses a message that holds a control character. The SDK gives the wire types of the
// other direction (menu, customer message, token); its own sending has neither context nor time-out and puts tokens into
// errors, so Client sends. The SDK's server and root packages, which log what citizens write, are not linked.
package wechat

import (
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

const (
	// MaxBody is the largest callback body in bytes that Open reads; the door should stop reading there too. The longest text
	// that clients let a citizen send, twice over in compat mode, stays well below.
	MaxBody = 64 << 10
	// MaxText is the longest text in UTF-8 bytes that one reply or customer message carries.
	MaxText = 2048

	defaultFreshness = 10 * time.Minute
)

// Errors of the callback. They are wrapped with a reason that never quotes what was received.
var (
	ErrForbidden = errors.New("forbidden")       // not from the platform, or not for this account: HTTP 403
	ErrMalformed = errors.New("malformed")       // from the platform, yet unreadable: HTTP 400
	ErrTooLarge  = errors.New("body over limit") // HTTP 413
)

// Mode is the account's 消息加解密方式, as set in the platform's console.
type Mode string

// A console in compat sends the plain fields and their encrypted form together. Callbacks set to Plain, Compat or Safe all
// read that, so an account moves from plain to safe without losing a message: console to compat, this setting to safe,
// console to safe. Set to Compat or Safe, a body that is only plain is refused: no such console sends one, and the signature
// of a plain message does not cover its body.
const (
	Safe   Mode = "safe"
	Compat Mode = "compat"
	Plain  Mode = "plain"
)

// Account is what both sides of the callback know.
type Account struct {
	AppID          string
	OriginalID     string        // gh_…, the ToUserName of every message
	Token          string        // 3 to 32 characters
	AESKey         string        // EncodingAESKey, 43 characters; not used in Plain
	AESKeyPrevious string        // the key before the last change, still on messages under way; may be empty
	Mode           Mode          // empty is Safe
	Freshness      time.Duration // how far a message's time may be from ours, either way; 0 is ten minutes
}

// check reports every mistake of a at once.
func (a Account) check() error {
	var errs []error
	if a.AppID == "" {
		errs = append(errs, errors.New("app id is empty"))
	}
	if a.OriginalID == "" {
		errs = append(errs, errors.New("original id is empty"))
	}
	if n := len(a.Token); n < 3 || n > 32 {
		errs = append(errs, fmt.Errorf("token has %d characters, want 3 to 32", n))
	}
	switch a.Mode {
	case Safe, Compat, Plain:
	default:
		errs = append(errs, fmt.Errorf("mode %q, want safe, compat or plain", a.Mode))
	}
	if a.Freshness < 0 {
		errs = append(errs, fmt.Errorf("freshness %v is negative", a.Freshness))
	}
	return errors.Join(errs...)
}

// keys decodes the key ring, current key first. The last of the 43 characters carries two bits too many, which the platform
// leaves set at random, so they are ignored.
func (a Account) keys() ([]key, error) {
	var ring []key
	for i, encoded := range []string{a.AESKey, a.AESKeyPrevious} {
		if i > 0 && encoded == "" {
			continue
		}
		if len(encoded) != 43 {
			return nil, fmt.Errorf("aes key %d has %d characters, want 43", i+1, len(encoded))
		}
		raw, err := base64.StdEncoding.DecodeString(encoded + "=")
		if err != nil || len(raw) != 32 {
			return nil, fmt.Errorf("aes key %d is not base64", i+1)
		}
		ring = append(ring, newKey(raw))
	}
	return ring, nil
}
