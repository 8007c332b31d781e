package wechat

import (
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// reading is what encoding/xml makes of the same documents.
type reading struct {
	FromUserName string
	MsgType      string
	Content      string
	Scan         string `xml:"ScanCodeInfo>ScanResult"`
	Popup        []struct {
		TemplateID string `xml:"TemplateId"`
	} `xml:"SubscribeMsgPopupEvent>List"`
}

func TestScannerReadsWhatCareOrCarelessnessWrites(t *testing.T) {
	for content, want := range map[string]string{
		"<![CDATA[你好]]>": "你好",
		"你好":             "你好",
		"a &lt;b&gt; &amp; &quot;c&quot; &apos;d&apos;": `a <b> & "c" 'd'`,
		"&#20320;&#x597d;":                       "你好",
		"&#8;a&#0;b&#xFFFE;":                     "ab",
		"AT&T &nbsp; &unknownentity; & &#; &#x;": "AT&T &nbsp; &unknownentity; & &#; &#x;",
		"&#99999999999;":                         "&#99999999999;",
		"<![CDATA[a]]]]><![CDATA[>b]]>":          "a]]>b",
		"<![CDATA[<b>&amp;</b>]]>":               "<b>&amp;</b>",
		"a<!-- <Content>no</Content> -->b":       "ab",
		"a<br/>b<i class='>'>c</i>d":             "abd",
		"one\r\ntwo\rthree":                      "one\ntwo\nthree",
		"":                                       "",
		"<![CDATA[\u202e\u200f\u2067שלום\u2069 👨\u200d👩\u200d👧 🏳️‍🌈]]>": "\u202e\u200f\u2067שלום\u2069 👨\u200d👩\u200d👧 🏳️‍🌈",
		"<![CDATA[a\x08b\x00c\x1bd\u0085e]]>":                           "abcde",
		"<![CDATA[a\xff\xfeb\xe4\xbd]]>":                                "a\uFFFDb\uFFFD",
		"</Content><Content>second":                                     "second",
		"first</Content><Content x=\"<\">":                              "",
		"&lt;!ENTITY&gt;":                                               "<!ENTITY>",
	} {
		m, err := parse(`<?xml version="1.0"?><xml><FromUserName> o1 </FromUserName><MsgType>text</MsgType><Content>` + content + `</Content></xml>`)
		if err != nil || m.Content != want {
			t.Errorf("%q: got %q, %v, want %q", content, m.Content, err, want)
		}
		if m.FromUserName != "o1" {
			t.Errorf("%q: sender %q, want o1", content, m.FromUserName)
		}
	}
}

func TestBrokenXMLIsMalformed(t *testing.T) {
	deep := strings.Repeat("<a>", 20000)
	for _, doc := range []string{
		"", " ", "success", "{}", "<", "<xml", "<xml>", "<xml><a></xml>", "</xml>", "<xml></a>", "<xml><a/>", "<><a></>",
		"<xml><![CDATA[", "<xml><!--", "<?xml", "<xml><a b='></xml>", "<xml><a <b></xml>", "<xml/>", "<xml></xml>",
		`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><FromUserName>o</FromUserName><MsgType>text</MsgType></xml>`,
		deep, deep + strings.Repeat("</a>", 20000), "<xml>" + strings.Repeat("<a/>", 16000), strings.Repeat("<![CDATA[a]]>", 5000),
	} {
		if _, err := parse(doc); !errors.Is(err, ErrMalformed) {
			t.Errorf("%.40q: %v, want malformed", doc, err)
		}
	}
}

func TestErrorsNeverQuoteTheMessage(t *testing.T) {
	for _, doc := range []string{"<xml><Content>秘密", "<xml><秘密></xml>", "<xml><Content>秘密</秘密></xml>", "秘密"} {
		if _, err := parse(doc); err == nil || strings.Contains(err.Error(), "秘密") {
			t.Errorf("%q: error %v", doc, err)
		}
	}
}

// FuzzScan holds the scanner to encoding/xml: whatever that reads, this reads the same.
func FuzzScan(f *testing.F) {
	for _, s := range []string{
		"<xml><FromUserName><![CDATA[o]]></FromUserName><MsgType>text</MsgType><Content>a&amp;b</Content></xml>",
		"<xml>" + vectorPlain + "</xml>",
		"<a><ScanCodeInfo x='>'><ScanResult>1</ScanResult></ScanCodeInfo><ScanCodeInfo/></a>",
		"<a><SubscribeMsgPopupEvent><List><TemplateId>1</TemplateId></List><List/></SubscribeMsgPopupEvent></a>",
		"<a><Content>1<b>2</b>3<!-- 4 -->\r\n<![CDATA[\r]]></Content><Content/></a>",
		"<a><Content>&#x10FFFF;&#xD800;&#13;</Content ></a>", "\ufeff<a/>", "<a>&#8;\x08\xff</a>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		var got Message
		err := scan(clean(doc), got.field)
		if err != nil && !errors.Is(err, ErrMalformed) {
			t.Fatalf("error %v is not ErrMalformed", err)
		}
		if !utf8.ValidString(got.Content) || strings.ContainsFunc(got.Content, func(r rune) bool { return !legal(r) }) {
			t.Fatalf("content %q is not clean", got.Content)
		}
		var want reading
		if !alike(clean(doc)) || xml.Unmarshal([]byte(clean(doc)), &want) != nil {
			return
		}
		if err != nil {
			t.Fatalf("%q: %v, yet encoding/xml reads it", doc, err)
		}
		if got.FromUserName != clean(want.FromUserName) || got.Content != clean(want.Content) || got.ScanResult != clean(want.Scan) {
			t.Fatalf("%q: got %+v, want %+v", doc, got, want)
		}
		var gotLists, wantLists []string
		for _, s := range got.Subscriptions {
			gotLists = append(gotLists, s.TemplateID)
		}
		for _, s := range want.Popup {
			wantLists = append(wantLists, clean(s.TemplateID))
		}
		if !reflect.DeepEqual(gotLists, wantLists) {
			t.Fatalf("%q: lists %q, want %q", doc, gotLists, wantLists)
		}
	})
}

// alike leaves out what the two readers treat differently on purpose: name spaces, declarations, more depth than the
// platform has, and other lists of subscriptions.
func alike(doc string) bool {
	if strings.Contains(doc, "SubscribeMsgChangeEvent") || strings.Contains(doc, "SubscribeMsgSentEvent") {
		return false
	}
	d := xml.NewDecoder(strings.NewReader(doc))
	for depth := 0; ; {
		token, err := d.RawToken()
		if err != nil {
			return err == io.EOF
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth || token.Name.Space != "" {
				return false
			}
		case xml.EndElement:
			if depth--; depth == 0 {
				return true
			}
		case xml.Directive:
			return false
		}
	}
}

// FuzzOpen lets anything at all arrive behind a good signature: no panic, and only the errors the door knows.
func FuzzOpen(f *testing.F) {
	c, err := NewCallback(vectorAccount(Plain))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("<xml>" + vectorPlain + "</xml>"))
	f.Add([]byte("<xml><ToUserName>gh_10f6c3c3ac5a</ToUserName><FromUserName>o</FromUserName><MsgType>event</MsgType><Event>CLICK</Event></xml>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		env, err := c.Open(plainQuery("1409735669"), body, vectorTime)
		switch {
		case err == nil:
			if env.Message.ToUserName != "gh_10f6c3c3ac5a" || len(env.Message.Key()) > 64 || len(env.Message.Kind()) > 64 {
				t.Fatalf("got %+v", env.Message)
			}
			if _, err := c.Seal(env, env.Message.Content, vectorTime); err != nil {
				t.Fatal(err)
			}
		case !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrForbidden) && !errors.Is(err, ErrTooLarge):
			t.Fatalf("unknown error %v", err)
		}
	})
}

// FuzzOpenSealed does the same inside and outside of an envelope.
func FuzzOpenSealed(f *testing.F) {
	c, err := NewCallback(vectorAccount(Safe))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("<xml>"+vectorPlain+"</xml>"), "")
	f.Add([]byte{}, vectorEncrypt)
	f.Fuzz(func(t *testing.T, inner []byte, sealed string) {
		if sealed == "" {
			sealed = c.ring[0].seal(make([]byte, 16), inner, c.account.AppID)
		}
		sealed = strings.TrimSpace(strings.NewReplacer("<", "", "&", "", "\r", "").Replace(sealed))
		query := plainQuery("1409735669")
		query.Set("encrypt_type", "aes")
		query.Set("msg_signature", signature(c.account.Token, "1409735669", query.Get("nonce"), sealed))
		_, err := c.Open(query, []byte("<xml><Encrypt>"+sealed+"</Encrypt></xml>"), vectorTime)
		if err != nil && !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrForbidden) && !errors.Is(err, ErrTooLarge) {
			t.Fatalf("unknown error %v", err)
		}
		if errors.Is(err, ErrForbidden) && strings.Contains(err.Error(), "signature") {
			t.Fatalf("%q: %v", sealed, err)
		}
	})
}
