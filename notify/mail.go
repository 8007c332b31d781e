package notify

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// mailTimeout bounds one mail from the connection to the end.
const mailTimeout = 15 * time.Second

// Mail sends through one server.
type Mail struct {
	Server   string // host:port; port 465 speaks TLS from the start, others by STARTTLS
	User     string // empty: no sign-in
	Password string
	From     string
	TLS      *tls.Config // nil: the system's authorities
}

// Send mails a text of any script to one address. A password is never sent over a connection that is not encrypted.
func (m *Mail) Send(ctx context.Context, to, subject, text string, now time.Time) error {
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return &Error{Code: "sender", cause: err}
	}
	recipient, err := mail.ParseAddress(to)
	if err != nil {
		return &Error{Code: "address", final: true} // err would quote it
	}
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	c, err := m.dial(ctx)
	if err != nil {
		return refusal("unreachable", err)
	}
	defer c.Close()
	if m.User != "" {
		if _, encrypted := c.TLSConnectionState(); !encrypted {
			return &Error{Code: "insecure"}
		}
		host, _, _ := net.SplitHostPort(m.Server) // dialled already
		if err := c.Auth(smtp.PlainAuth("", m.User, m.Password, host)); err != nil {
			return refusal("sign_in", err)
		}
	}
	if err := m.hand(c, from.Address, recipient.Address, message(from, recipient, subject, text, now)); err != nil {
		return refusal("refused", err)
	}
	_ = c.Quit() // the mail is taken
	return nil
}

func (m *Mail) dial(ctx context.Context) (*smtp.Client, error) {
	host, port, err := net.SplitHostPort(m.Server)
	if err != nil {
		return nil, err
	}
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", m.Server)
	if err != nil {
		return nil, err
	}
	deadline, _ := ctx.Deadline()
	if err := conn.SetDeadline(deadline); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	secure := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if m.TLS != nil {
		secure = m.TLS
	}
	if port == "465" {
		conn = tls.Client(conn, secure)
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if offered, _ := c.Extension("STARTTLS"); offered && port != "465" {
		if err := c.StartTLS(secure); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

func (m *Mail) hand(c *smtp.Client, from, to string, body []byte) error {
	if err := c.Mail(from); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(body); err != nil {
		return err
	}
	return w.Close()
}

func message(from, to *mail.Address, subject, text string, now time.Time) []byte {
	_, domain, _ := strings.Cut(from.Address, "@")
	var b bytes.Buffer
	for _, h := range [][2]string{
		{"From", from.String()},
		{"To", to.String()},
		{"Subject", mime.BEncoding.Encode("utf-8", subject)},
		{"Date", now.Format(time.RFC1123Z)},
		{"Message-ID", "<" + rand.Text() + "@" + domain + ">"},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "base64"},
		{"Auto-Submitted", "auto-generated"},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	b.WriteString("\r\n")
	encoded := base64.StdEncoding.EncodeToString([]byte(text))
	for len(encoded) > 76 {
		b.WriteString(encoded[:76] + "\r\n")
		encoded = encoded[76:]
	}
	b.WriteString(encoded + "\r\n")
	return b.Bytes()
}

// refusal takes the server's number where it gave one. The server's text may quote addresses and is left out. Numbers from
// 500 speak about the mail, except those about ourselves (53x).
func refusal(code string, err error) error {
	var answer *textproto.Error
	if !errors.As(err, &answer) {
		return &Error{Code: code, cause: err}
	}
	return &Error{Code: strconv.Itoa(answer.Code), final: answer.Code >= 500 && answer.Code/10 != 53}
}
