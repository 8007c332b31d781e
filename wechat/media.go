package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/silenceper/wechat/v2/util"
)

// MaxMedia bounds what is downloaded: the platform's own limit of a picture.
const MaxMedia = 10 << 20

// ErrTooMuch: the file is larger than MaxMedia.
var ErrTooMuch = errors.New("file is too large")

// Media downloads what a citizen sent, by the number that the message has of it; the platform keeps it for three days. The
// address that messages carry beside it is never used.
func (c *Client) Media(ctx context.Context, id string) ([]byte, error) {
	const path = "/cgi-bin/media/get"
	token, err := c.tokens.get(ctx, "")
	if err != nil {
		return nil, err
	}
	data, err := c.download(ctx, path, token, id)
	if Classify(err) != Refresh {
		return data, err
	}
	if token, err = c.tokens.get(ctx, token); err != nil {
		return nil, err
	}
	return c.download(ctx, path, token, id)
}

func (c *Client) download(ctx context.Context, path, token, id string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	query := url.Values{"access_token": {token}, "media_id": {id}}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path+"?"+query.Encode(), nil)
	if err != nil {
		return nil, errors.New("address is no URL")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("wechat %s: %w", path, withoutAddress(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("wechat %s: HTTP status %d", path, resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, MaxMedia+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("wechat %s: %w", path, withoutAddress(err))
	case len(data) > MaxMedia:
		return nil, fmt.Errorf("wechat %s: %w", path, ErrTooMuch)
	}
	// A failure comes as JSON under the status of a success.
	if kind := resp.Header.Get("Content-Type"); strings.Contains(kind, "json") || strings.Contains(kind, "text/plain") {
		var code util.CommonError
		if err := json.Unmarshal(data, &code); err == nil && code.ErrCode != 0 {
			return nil, fmt.Errorf("wechat %s: %w", path, &APIError{Code: int(code.ErrCode), Message: redact(code.ErrMsg)})
		}
	}
	return data, nil
}
