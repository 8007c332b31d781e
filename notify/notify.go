// Package notify tells members of staff that there is work: through a WeCom group robot and by mail. It knows nothing of
// this product; what is told stands in group chats and mailboxes and must not say anything about a citizen.
package notify

import "fmt"

// Error is a refusal, by the carrier or by ourselves.
type Error struct {
	Code  string // the carrier's number, or a word of ours: minute, unreachable, insecure, address, http_NNN
	final bool
	cause error
}

func (e *Error) Error() string {
	if e.cause == nil {
		return "notify: " + e.Code
	}
	return fmt.Sprintf("notify: %s: %v", e.Code, e.cause)
}

func (e *Error) Unwrap() error { return e.cause }

// Reason is Code.
func (e *Error) Reason() string { return e.Code }

// Final says that trying again cannot help this notice.
func (e *Error) Final() bool { return e.final }
