package site

import (
	"container/list"
	"crypto/rand"
	"encoding/base64"
	"sync"
	"time"
)

// What the demo chat remembers is bounded: the oldest goes first.
const (
	maxVisits   = 1000
	maxMessages = 200
)

// message is one line of a chat as both sides saw it.
type message struct {
	From     sender    `json:"from"`
	At       time.Time `json:"-"`
	Segments []segment `json:"segments,omitempty"`
}

type sender string

const (
	fromVisitor sender = "visitor"
	fromAccount sender = "account"
	fromFault   sender = "fault" // the platform's notice that the account failed
)

// visit is the chat of one browser.
type visit struct {
	id       string
	mu       sync.Mutex
	welcomed bool
	messages []message
}

func (v *visit) add(m message) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.messages = append(v.messages, m)
	if over := len(v.messages) - maxMessages; over > 0 {
		v.messages = append([]message(nil), v.messages[over:]...)
	}
}

func (v *visit) history() []message {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]message(nil), v.messages...)
}

// welcome is true exactly once.
func (v *visit) welcome() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	first := !v.welcomed
	v.welcomed = true
	return first
}

// visits holds the chats of the most recent visitors. It is safe for concurrent use.
type visits struct {
	mu     sync.Mutex
	max    int
	byID   map[string]*list.Element
	recent list.List // of *visit, the latest first
}

func newVisits(max int) *visits { return &visits{max: max, byID: map[string]*list.Element{}} }

// of finds or begins the chat of a visitor.
func (vs *visits) of(id string) *visit {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if e, ok := vs.byID[id]; ok {
		vs.recent.MoveToFront(e)
		return e.Value.(*visit)
	}
	v := &visit{id: id}
	vs.byID[id] = vs.recent.PushFront(v)
	if vs.recent.Len() > vs.max {
		oldest := vs.recent.Remove(vs.recent.Back()).(*visit)
		delete(vs.byID, oldest.id)
	}
	return v
}

// newVisitor is 128 random bits, 22 characters.
func newVisitor() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

func isVisitor(id string) bool {
	b, err := base64.RawURLEncoding.DecodeString(id)
	return err == nil && len(b) == 16
}
