package wechat

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
)

// APIError is the platform's refusal: an errcode other than 0.
type APIError struct {
	Code    int
	Message string // the platform's errmsg, redacted
}

func (e *APIError) Error() string { return fmt.Sprintf("errcode %d: %s", e.Code, e.Message) }

// Class says what a caller should do about an error of Client.
type Class string

const (
	None     Class = ""         // no error
	Retry    Class = "retry"    // busy or out of reach: again later, waiting longer each time
	Refresh  Class = "refresh"  // the token is not taken; Client has already tried a new one
	Terminal Class = "terminal" // never for this message: hold it until the citizen writes, or find another way
	Quota    Class = "quota"    // the account's quota of the day is spent: nothing before tomorrow
	Config   Class = "config"   // refused until somebody changes a setting or the account
)

// classes follows the platform's 全局返回码; codes that no call of Client can cause are left out.
var classes = map[int]Class{
	-1:    Retry, // system busy
	45011: Retry, // too often within a minute

	40001: Refresh, // invalid, or not the latest
	40014: Refresh, // malformed
	42001: Refresh, // expired

	40003: Terminal, // openid is not one of this account
	43004: Terminal, // does not follow the account
	43019: Terminal, // blacklisted by the account
	43101: Terminal, // has not agreed to this subscription
	45002: Terminal, // text too long
	45015: Terminal, // 48 hours since the citizen's last message are over, or unfollowed
	45047: Terminal, // five messages since the citizen's last one

	45009: Quota,

	40013: Config, // AppID
	40037: Config, // template ID
	40125: Config, // AppSecret
	40164: Config, // our address is not on the account's list
	40243: Config, // AppSecret is frozen
	47003: Config, // a template's field: its name, or the kind of its value
	48001: Config, // the account type has no such interface
	50002: Config, // account restricted
	89503: Config, // our address waits for the administrator's consent
	89506: Config, // consent refused twice, an hour's ban
	89507: Config, // consent refused, a day's ban
}

// Classify reads the class from err; None for nil. A code nobody has met is Terminal, so that it is looked at rather than
// repeated. Whatever is no answer of the platform, time-outs above all, is Retry: the call may or may not have had effect.
func Classify(err error) Class {
	var api *APIError
	switch {
	case err == nil:
		return None
	case errors.As(err, &api):
		if class, known := classes[api.Code]; known {
			return class
		}
		return Terminal
	case errors.Is(err, errMenu):
		return Config
	case errors.Is(err, errUnsendable):
		return Terminal
	}
	return Retry
}

// Uncertain says that the call may have had effect although it failed: the platform was reached and no answer came. A
// refusal is certain, and so is a connection that nobody took.
func Uncertain(err error) bool {
	var api *APIError
	var never unasked
	var status statusError
	var network *net.OpError
	switch {
	case err == nil, errors.As(err, &api), errors.As(err, &never), errors.Is(err, errMenu), errors.Is(err, errUnsendable):
		return false
	case errors.As(err, &status):
		return status != http.StatusBadGateway && status != http.StatusServiceUnavailable
	case errors.As(err, &network):
		return network.Op != "dial"
	}
	return true
}

// unasked marks a call that had no token to be made with.
type unasked struct{ error }

func (u unasked) Unwrap() error { return u.error }

// statusError is an answer of whatever stands before the platform.
type statusError int

func (e statusError) Error() string { return fmt.Sprintf("HTTP status %d", int(e)) }

// withoutAddress takes the URL out of a transport error, for its query is the token, and keeps the cause for errors.Is.
func withoutAddress(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// errUnsendable marks a message that was not worth a call.
var errUnsendable = errors.New("message not sent")

var secrets = regexp.MustCompile(`(?i)\b(secret|access_token)=[^&\s"']*`)

func redact(s string) string { return secrets.ReplaceAllString(clean(s), "$1=…") }
