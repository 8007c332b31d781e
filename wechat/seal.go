package wechat

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"time"
)

// Success is the body that means "received, no reply": never encrypted, and the only one that neither makes the platform
// deliver again nor shows the citizen a fault.
const Success = "success"

// Seal writes the reply to env as the platform expects it: text, in the manner the message came and with the key that
// opened it. Control characters are dropped; a reply without visible text becomes Success, because the platform shows a
// fault for an empty one. Seal does not shorten: what is above MaxText is the caller's mistake, and the platform's to refuse.
func (c *Callback) Seal(env Envelope, reply string, now time.Time) ([]byte, error) {
	reply = clean(reply)
	if strings.TrimSpace(reply) == "" {
		return []byte(Success), nil
	}
	if env.Message.FromUserName == "" || env.encrypted != (c.account.Mode != Plain) || env.key > max(0, len(c.ring)-1) {
		return nil, errors.New("seal: envelope was not opened by this callback")
	}
	at := strconv.FormatInt(now.Unix(), 10)
	doc := make([]byte, 0, 256+len(reply))
	doc = append(doc, "<xml><ToUserName>"...)
	doc = appendCDATA(doc, env.Message.FromUserName)
	doc = append(doc, "</ToUserName><FromUserName>"...)
	doc = appendCDATA(doc, c.account.OriginalID)
	doc = append(doc, "</FromUserName><CreateTime>"...)
	doc = append(doc, at...)
	doc = append(doc, "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>"...)
	doc = appendCDATA(doc, reply)
	doc = append(doc, "</Content></xml>"...)
	if !env.encrypted {
		return doc, nil
	}
	return c.wrap(c.ring[env.key], doc, at), nil
}

// wrap encrypts doc under fresh random and nonce, so that two equal replies never look alike on the wire.
func (c *Callback) wrap(k key, doc []byte, timestamp string) []byte {
	var random [randomSize + 8]byte
	rand.Read(random[:]) // never fails: crypto/rand ends the program instead
	nonce := strconv.FormatUint(binary.BigEndian.Uint64(random[randomSize:]), 10)
	sealed := k.seal(random[:], doc, c.account.AppID)
	out := make([]byte, 0, 256+len(sealed))
	out = append(out, "<xml><Encrypt><![CDATA["...)
	out = append(out, sealed...)
	out = append(out, "]]></Encrypt><MsgSignature><![CDATA["...)
	out = append(out, signature(c.account.Token, timestamp, nonce, sealed)...)
	out = append(out, "]]></MsgSignature><TimeStamp>"...)
	out = append(out, timestamp...)
	out = append(out, "</TimeStamp><Nonce><![CDATA["...)
	out = append(out, nonce...)
	return append(out, "]]></Nonce></xml>"...)
}

// appendCDATA splits every "]]>" over two sections; there is no other way to have one inside.
func appendCDATA(doc []byte, s string) []byte {
	doc = append(doc, "<![CDATA["...)
	for {
		before, after, found := strings.Cut(s, "]]>")
		doc = append(doc, before...)
		if !found {
			return append(doc, "]]>"...)
		}
		doc = append(doc, "]]]]><![CDATA[>"...)
		s = after
	}
}
