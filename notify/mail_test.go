package notify

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/big"
	"mime"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"
)

// mailServer speaks enough SMTP for one client at a time; refuse gives the answer to a command instead of success.
type mailServer struct {
	address  string
	config   *tls.Config
	starttls bool
	refuse   map[string]string
	mails    chan string
	signed   chan string
}

func newMailServer(t *testing.T, starttls bool) (*mailServer, *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AddCert(cert)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &mailServer{
		address: l.Addr().String(), starttls: starttls, refuse: map[string]string{}, mails: make(chan string, 9), signed: make(chan string, 9),
		config: &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.serve(conn)
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return s, &tls.Config{RootCAs: trusted, ServerName: "127.0.0.1"}
}

func (s *mailServer) serve(conn net.Conn) {
	defer func() { conn.Close() }()
	r := bufio.NewReader(conn)
	say := func(line string) { io.WriteString(conn, line+"\r\n") }
	say("220 ready")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if answer := s.refuse[strings.ToUpper(verb)]; answer != "" {
			say(answer)
			continue
		}
		switch strings.ToUpper(verb) {
		case "EHLO":
			if _, secure := conn.(*tls.Conn); s.starttls && !secure {
				say("250-here\r\n250 STARTTLS")
			} else {
				say("250-here\r\n250 AUTH PLAIN")
			}
		case "STARTTLS":
			say("220 go")
			conn = tls.Server(conn, s.config)
			r = bufio.NewReader(conn)
		case "AUTH":
			s.signed <- rest
			say("235 ok")
		case "DATA":
			say("354 go")
			var b strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				b.WriteString(line)
			}
			s.mails <- b.String()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func TestMailArrivesEncryptedAndReadable(t *testing.T) {
	s, trusted := newMailServer(t, true)
	m := &Mail{Server: s.address, User: "notice", Password: "s3cret", From: "notice@office.example", TLS: trusted}
	text := strings.Repeat("新工单1件，今日17:00前回复。", 20)
	if err := m.Send(t.Context(), "officer@office.example", "新工单1件\r\nBcc: x@example.org", text, time.Now()); err != nil {
		t.Fatal(err)
	}
	if got := <-s.signed; !strings.HasPrefix(got, "PLAIN ") {
		t.Errorf("signed in with %q", got)
	}
	got, err := mail.ReadMessage(strings.NewReader(<-s.mails))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	if err != nil || !strings.HasPrefix(subject, "新工单1件") || got.Header.Get("Bcc") != "" {
		t.Errorf("subject %q, %v, headers %v", subject, err, got.Header)
	}
	body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, got.Body))
	if err != nil || string(body) != text {
		t.Errorf("body %q, %v", body, err)
	}
}

func TestPasswordIsNotSentInTheClear(t *testing.T) {
	s, _ := newMailServer(t, false)
	m := &Mail{Server: s.address, User: "notice", Password: "s3cret", From: "notice@office.example"}
	if got := reason(m.Send(t.Context(), "officer@office.example", "x", "x", time.Now())); got != "insecure" || len(s.signed) != 0 {
		t.Errorf("got %q and %d sign-ins, want insecure and none", got, len(s.signed))
	}
	m.User, m.Password = "", ""
	if err := m.Send(t.Context(), "officer@office.example", "x", "x", time.Now()); err != nil {
		t.Errorf("without sign-in: %v", err)
	}
}

func TestUnknownCertificateIsRefused(t *testing.T) {
	s, _ := newMailServer(t, true)
	m := &Mail{Server: s.address, From: "notice@office.example"}
	if got := reason(m.Send(t.Context(), "officer@office.example", "x", "x", time.Now())); got != "unreachable" || len(s.mails) != 0 {
		t.Errorf("got %q and %d mails, want unreachable and none", got, len(s.mails))
	}
}

func TestServerSaysWhetherTryingAgainHelps(t *testing.T) {
	for _, tt := range []struct {
		verb, answer, code string
		final              bool
	}{
		{"RCPT", "550 no such user", "550", true},
		{"RCPT", "451 later", "451", false},
		{"MAIL", "530 sign in first", "530", false},
		{"AUTH", "535 wrong password", "535", false},
	} {
		s, trusted := newMailServer(t, true)
		s.refuse[tt.verb] = tt.answer
		m := &Mail{Server: s.address, User: "u", Password: "p", From: "notice@office.example", TLS: trusted}
		var e *Error
		err := m.Send(t.Context(), "officer@office.example", "x", "x", time.Now())
		if !errors.As(err, &e) || e.Code != tt.code || e.Final() != tt.final || strings.Contains(err.Error(), "officer") {
			t.Errorf("%s: got %v, want %s, final %v", tt.answer, err, tt.code, tt.final)
		}
	}
	m := &Mail{Server: "127.0.0.1:1", From: "notice@office.example"}
	for to, want := range map[string]string{"officer@office.example": "unreachable", "officer": "address", "a@b\r\nBcc: c@d": "address"} {
		if got := reason(m.Send(t.Context(), to, "x", "x", time.Now())); got != want {
			t.Errorf("to %q: %q, want %q", fmt.Sprint(to), got, want)
		}
	}
}
