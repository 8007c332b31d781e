package wechattest

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"

	"shangda/wechat"
)

const (
	tokenLife   = 2 * time.Hour
	tokenLinger = 5 * time.Minute // how long the token before the last one still works
)

// Platform is the other side of an account: it delivers messages like its Sender and, as an http.Handler, answers
// stable_token, menu/create, message/custom/send, message/template/send, message/subscribe/bizsend and media/get with the
// platform's codes and quotas. The account is a verified service account unless said otherwise, before the first call.
type Platform struct {
	*Sender
	Secret       string
	Subscription bool // 订阅号: neither template messages nor subscription notifications
	Unverified   bool // no sending at all

	mux      *http.ServeMux
	down     bool
	mu       sync.Mutex
	tokens   map[string]time.Time // every token ever issued, and its end
	current  string
	issued   int
	menu     json.RawMessage
	sent     []Sent
	citizens map[string]*citizen
	media    map[string]Media
	faults   map[string][]Fault
	calls    map[string]int
	once     map[[2]string]Sent // template messages by openid and client_msg_id
	agreed   map[[2]string]bool // subscriptions by openid and template
	numbers  int64
}

// Sent is a message that the platform took and delivered: a customer message with Text, else a template with Fields.
type Sent struct {
	OpenID   string
	Text     string
	Template string
	Fields   map[string]string
	URL      string
	ID       string // the platform's number, not of customer messages
	At       time.Time
}

// Media is a file that a citizen sent.
type Media struct {
	ContentType string
	Data        []byte
}

// Fault is something that goes wrong with one call. The zero value is a call that goes well.
type Fault struct {
	Code   int           // errcode
	Status int           // HTTP status instead of an answer
	Hang   time.Duration // no answer for so long, then HTTP status 504
}

// NewPlatform delivers to callbackURL, which may be empty when only the interfaces are wanted.
func NewPlatform(a wechat.Account, secret, callbackURL string) *Platform {
	p := &Platform{
		Sender:   NewSender(a, callbackURL),
		Secret:   secret,
		mux:      http.NewServeMux(),
		tokens:   map[string]time.Time{},
		citizens: map[string]*citizen{},
		media:    map[string]Media{},
		faults:   map[string][]Fault{},
		calls:    map[string]int{},
		once:     map[[2]string]Sent{},
		agreed:   map[[2]string]bool{},
	}
	p.note = p.heard
	p.mux.HandleFunc("POST /cgi-bin/stable_token", p.stableToken)
	p.mux.HandleFunc("POST /cgi-bin/menu/create", p.authorized(p.menuCreate))
	p.mux.HandleFunc("POST /cgi-bin/message/custom/send", p.authorized(p.customSend))
	p.mux.HandleFunc("POST /cgi-bin/message/template/send", p.authorized(p.templateSend))
	p.mux.HandleFunc("POST /cgi-bin/message/subscribe/bizsend", p.authorized(p.subscribeSend))
	p.mux.HandleFunc("GET /cgi-bin/media/get", p.authorized(p.mediaGet))
	return p
}

func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fault := p.count(r.URL.Path)
	if fault.Hang > 0 {
		io.Copy(io.Discard, r.Body) // net/http notices a caller's leaving only once the body is read
		select {
		case <-time.After(fault.Hang):
			w.WriteHeader(http.StatusGatewayTimeout)
			return
		case <-r.Context().Done():
			return
		}
	}
	switch {
	case fault.Status != 0:
		w.WriteHeader(fault.Status)
	case fault.Code != 0:
		refuse(w, fault.Code)
	default:
		p.mux.ServeHTTP(w, r)
	}
}

func (p *Platform) count(path string) Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls[path]++
	if p.down {
		return Fault{Status: http.StatusServiceUnavailable}
	}
	queue := p.faults[path]
	if len(queue) == 0 {
		return Fault{}
	}
	p.faults[path] = queue[1:]
	return queue[0]
}

// Inject lets the next calls of path go wrong, one fault a call.
func (p *Platform) Inject(path string, faults ...Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults[path] = append(p.faults[path], faults...)
}

// Down switches all interfaces off, or on again. Messages of citizens are still delivered.
func (p *Platform) Down(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

// Calls is how often path was called.
func (p *Platform) Calls(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[path]
}

// ExpireToken ends every token that is in use, as a reset of the account's secret does.
func (p *Platform) ExpireToken() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for token := range p.tokens {
		p.tokens[token] = p.Now()
	}
}

// Sent lists the messages delivered so far, oldest first.
func (p *Platform) Sent() []Sent {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Sent(nil), p.sent...)
}

// Menu is the menu as it was last created, nil before.
func (p *Platform) Menu() json.RawMessage {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.menu
}

// Keep stores a citizen's file under a media ID.
func (p *Platform) Keep(mediaID string, m Media) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.media[mediaID] = m
}
