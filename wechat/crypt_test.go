package wechat

import (
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"
)

// The platform publishes two vectors with its WXBizMsgCrypt: a message to open (sample program) and texts to encrypt under a
// fixed random (unit test). Both use a key whose last character has its two surplus bits set.
const (
	vectorKey     = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	vectorEncrypt = "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
	vectorPlain   = `<ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName><FromUserName><![CDATA[oyORnuP8q7ou2gfYjqLzSIWZf0rs]]></FromUserName><CreateTime>1409735668</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[abcdteT]]></Content><MsgId>6054768590064713728</MsgId>`
	replyPlain    = "我是中文abcd123"
	replySealed   = "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
	videoPlain    = `<xml><ToUserName><![CDATA[oia2Tj我是中文jewbmiOUlr6X-1crbLOvLw]]></ToUserName><FromUserName><![CDATA[gh_7f083739789a]]></FromUserName><CreateTime>1407743423</CreateTime><MsgType><![CDATA[video]]></MsgType><Video><MediaId><![CDATA[eYJ1MbwPRJtOvIEabaxHs7TX2D-HV71s79GUxqdUkjm6Gs2Ed1KF3ulAOA9H1xG0]]></MediaId><Title><![CDATA[testCallBackReplyVideo]]></Title><Description><![CDATA[testCallBackReplyVideo]]></Description></Video></xml>`
	videoSealed   = "jn1L23DB+6ELqJ+6bruv23M2GmYfkv0xBh2h+XTBOKVKcgDFHle6gqcZ1cZrk3e1qjPQ1F4RsLWzQRG9udbKWesxlkupqcEcW7ZQweImX9+wLMa0GaUzpkycA8+IamDBxn5loLgZpnS7fVAbExOkK5DYHBmv5tptA9tklE/fTIILHR8HLXa5nQvFb3tYPKAlHF3rtTeayNf0QuM+UW/wM9enGIDIJHF7CLHiDNAYxr+r+OrJCmPQyTy8cVWlu9iSvOHPT/77bZqJucQHQ04sq7KZI27OcqpQNSto2OdHCoTccjggX5Z9Mma0nMJBU+jLKJ38YB1fBIz+vBzsYjrTmFQ44YfeEuZ+xRTQwr92vhA9OxchWVINGC50qE/6lmkwWTwGX9wtQpsJKhP+oS7rvTY8+VdzETdfakjkwQ5/Xka042OlUb1/slTwo4RscuQ+RdxSGvDahxAJ6+EAjLt9d8igHngxIbf6YyqqROxuxqIeIch3CssH/LqRs+iAcILvApYZckqmA7FNERspKA5f8GoJ9sv8xmGvZ9Yrf57cExWtnX8aCMMaBropU/1k+hKP5LVdzbWCG0hGwx/dQudYR/eXp3P0XxjlFiy+9DMlaFExWUZQDajPkdPrEeOwofJb"
)

func vectorAccount(mode Mode) Account {
	return Account{AppID: "wx2c2769f8efd9abc2", OriginalID: "gh_10f6c3c3ac5a", Token: "spamtest", AESKey: vectorKey, Mode: mode}
}

func TestOfficialMessageOpens(t *testing.T) {
	query := url.Values{
		"timestamp": {"1409735669"}, "nonce": {"1320562132"}, "encrypt_type": {"aes"},
		"msg_signature": {"5d197aaffba7e9b25a30732f161a50dee96bd5fa"},
	}
	for mode, plain := range map[Mode]string{Safe: "<ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>", Compat: vectorPlain} {
		c, err := NewCallback(vectorAccount(mode))
		if err != nil {
			t.Fatal(err)
		}
		body := "<xml>" + plain + "<Encrypt><![CDATA[" + vectorEncrypt + "]]></Encrypt></xml>"
		env, err := c.Open(query, []byte(body), time.Unix(1409735700, 0))
		if err != nil {
			t.Fatalf("%s: %v", mode, err)
		}
		m := env.Message
		if m.Content != "abcdteT" || m.FromUserName != "oyORnuP8q7ou2gfYjqLzSIWZf0rs" {
			t.Errorf("%s: got %+v, want abcdteT", mode, m)
		}
		if got, want := m.Key(), "m6054768590064713728.1409735668"; got != want {
			t.Errorf("%s: key %q, want %q", mode, got, want)
		}
	}
}

func TestOfficialPlainSignatureVerifies(t *testing.T) {
	c, err := NewCallback(vectorAccount(Safe))
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{
		"signature": {"16120ec1b8dbb870f510d87ce6bc2463eae6ca1a"},
		"timestamp": {"1409735669"}, "nonce": {"1320562132"}, "echostr": {"shr5ch"},
	}
	echo, err := c.Verify(query, time.Unix(1409735669, 0))
	if err != nil || echo != "shr5ch" {
		t.Errorf("got %q, %v, want shr5ch", echo, err)
	}
	query.Set("nonce", "1320562133")
	if _, err := c.Verify(query, time.Unix(1409735669, 0)); !errors.Is(err, ErrForbidden) {
		t.Errorf("another nonce: %v, want forbidden", err)
	}
}

func TestOfficialTextsSealByteForByte(t *testing.T) {
	ring, err := Account{AESKey: vectorKey}.keys()
	if err != nil {
		t.Fatal(err)
	}
	for plain, want := range map[string]string{replyPlain: replySealed, videoPlain: videoSealed} {
		got := ring[0].seal([]byte("aaaabbbbccccdddd"), []byte(plain), "wxb11529c136998cb6")
		if got != want {
			t.Errorf("seal(%.20s…) = %s, want %s", plain, got, want)
		}
		raw, err := base64.StdEncoding.DecodeString(want)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ring[0].open(make([]byte, len(raw)), raw, "wxb11529c136998cb6")
		if err != nil || string(back) != plain {
			t.Errorf("open gave %q, %v", back, err)
		}
	}
}

func TestEnvelopesAreThoseOfTheSDK(t *testing.T) {
	ring, err := Account{AESKey: vectorKey}.keys()
	if err != nil {
		t.Fatal(err)
	}
	random := []byte("0123456789abcdef")
	for size := range 130 { // every padding, four times over
		plain := []byte(strings.Repeat("政", size/3) + strings.Repeat("x", size%3))
		want, err := util.EncryptMsg(random, plain, "wx1", vectorKey)
		if err != nil {
			t.Fatal(err)
		}
		got := ring[0].seal(random, plain, "wx1")
		if got != string(want) {
			t.Fatalf("%d bytes: seal differs from the SDK", size)
		}
		raw, err := base64.StdEncoding.DecodeString(got)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ring[0].open(make([]byte, len(raw)), raw, "wx1")
		if err != nil || string(back) != string(plain) {
			t.Fatalf("%d bytes: open gave %d bytes, %v", size, len(back), err)
		}
	}
}

func TestSpoiltEnvelopesAreMalformed(t *testing.T) {
	ring, err := Account{AESKey: vectorKey}.keys()
	if err != nil {
		t.Fatal(err)
	}
	k := ring[0]
	whole := func(plain string) []byte { // encrypts exactly these bytes
		sealed := []byte(plain)
		cipher.NewCBCEncrypter(k.block, k.iv).CryptBlocks(sealed, sealed)
		return sealed
	}
	head := "0123456789abcdef"
	for name, sealed := range map[string][]byte{
		"empty":                  {},
		"half a block":           make([]byte, 16),
		"padding of 0":           whole(head + strings.Repeat("\x00", 16)),
		"padding of 33":          whole(head + strings.Repeat("\x21", 48)),
		"padding not all alike":  whole(head + "\x00\x00\x00\x00wx1" + "\x05\x08\x09\x09\x09\x09\x09\x09\x09"),
		"nothing but padding":    whole(strings.Repeat("\x20", 32)),
		"length beyond its end":  whole(head + "\x00\x00\x00\x09wx1" + strings.Repeat("\x09", 9)),
		"length of four billion": whole(head + "\xff\xff\xff\xffwx1" + strings.Repeat("\x09", 9)),
	} {
		if _, err := k.open(make([]byte, len(sealed)), sealed, "wx1"); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v, want malformed", name, err)
		}
	}
	good := whole(head + "\x00\x00\x00\x00wx1" + strings.Repeat("\x09", 9))
	if _, err := k.open(make([]byte, len(good)), good, "wx1"); err != nil {
		t.Errorf("an empty message: %v, want none", err)
	}
	if _, err := k.open(make([]byte, len(good)), good, "wx2"); !errors.Is(err, ErrForbidden) {
		t.Errorf("another app id: %v, want forbidden", err)
	}
}
