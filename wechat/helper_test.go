package wechat

import (
	"net/url"
	"time"
)

var vectorTime = time.Unix(1409735700, 0)

func plainQuery(timestamp string) url.Values {
	return url.Values{
		"timestamp": {timestamp}, "nonce": {"1320562132"},
		"signature": {signature("spamtest", timestamp, "1320562132")},
	}
}
