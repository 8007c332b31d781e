package wechattest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/silenceper/wechat/v2/util"

	"shangda/wechat"
)

// errAbnormal is an answer that came in time but is none: the platform shows the fault at once and does not ask again.
var errAbnormal = errors.New("abnormal answer")

// passive are the types a reply may have.
var passive = map[string]bool{
	"text": true, "image": true, "voice": true, "video": true, "music": true, "news": true, "transfer_customer_service": true,
}

type sealedReply struct {
	XMLName   xml.Name `xml:"xml"`
	Encrypt   string
	Signature string `xml:"MsgSignature"`
	TimeStamp string
	Nonce     string
}

type plainReply struct {
	XMLName      xml.Name `xml:"xml"`
	ToUserName   string
	FromUserName string
	CreateTime   string
	MsgType      string
	Content      string
}

// read applies the rules of 被动回复用户消息 to an answer of the callback.
func (s *Sender) read(answer []byte, openid string) (Reply, error) {
	if len(answer) == 0 || string(answer) == "success" {
		return Reply{Silent: true}, nil
	}
	document, err := s.unseal(answer)
	if err != nil {
		return Reply{}, err
	}
	var r plainReply
	if err := xml.Unmarshal(document, &r); err != nil {
		return Reply{}, fmt.Errorf("%w: not the XML of a reply", errAbnormal)
	}
	_, err = strconv.ParseInt(r.CreateTime, 10, 64)
	switch {
	case r.ToUserName != openid:
		return Reply{}, fmt.Errorf("%w: ToUserName is not the citizen", errAbnormal)
	case r.FromUserName != s.Account.OriginalID:
		return Reply{}, fmt.Errorf("%w: FromUserName is not the account", errAbnormal)
	case err != nil:
		return Reply{}, fmt.Errorf("%w: CreateTime", errAbnormal)
	case !passive[r.MsgType]:
		return Reply{}, fmt.Errorf("%w: MsgType", errAbnormal)
	case r.MsgType == "text" && strings.TrimSpace(r.Content) == "":
		return Reply{}, fmt.Errorf("%w: empty text", errAbnormal)
	case len(r.Content) > wechat.MaxText:
		return Reply{}, fmt.Errorf("%w: text of %d bytes, limit %d", errAbnormal, len(r.Content), wechat.MaxText)
	}
	return Reply{Text: r.Content, Type: r.MsgType}, nil
}

// unseal opens an encrypted reply; only a plain account may answer in plain, and a compat account may do either.
func (s *Sender) unseal(answer []byte) ([]byte, error) {
	encrypted := bytes.Contains(answer, []byte("<Encrypt>"))
	switch {
	case encrypted && s.Account.Mode == wechat.Plain:
		return nil, fmt.Errorf("%w: encrypted for a plain account", errAbnormal)
	case !encrypted && s.Account.Mode != wechat.Plain && s.Account.Mode != wechat.Compat:
		return nil, fmt.Errorf("%w: plaintext for a safe account", errAbnormal)
	case !encrypted:
		return answer, nil
	}
	var sealed sealedReply
	if err := xml.Unmarshal(answer, &sealed); err != nil {
		return nil, fmt.Errorf("%w: not the XML of an encrypted reply", errAbnormal)
	}
	if sealed.Signature != util.Signature(s.Account.Token, sealed.TimeStamp, sealed.Nonce, sealed.Encrypt) {
		return nil, fmt.Errorf("%w: MsgSignature", errAbnormal)
	}
	_, document, err := util.DecryptMsg(s.Account.AppID, sealed.Encrypt, s.Account.AESKey)
	if err != nil {
		return nil, fmt.Errorf("%w: envelope", errAbnormal)
	}
	return document, nil
}
