package wechat

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/silenceper/wechat/v2/credential"
)

const (
	// tokenMargin ends a token before the platform does, so that no call is under way with one that runs out.
	tokenMargin = 5 * time.Minute
	// sharedTTL is how long this process believes the shared cache, which does not say when its token runs out.
	sharedTTL = time.Minute
)

// tokens hands out the account's access token: from memory, else from the shared cache, else from the platform's
// stable_token, which gives every process the same one. The SDK's handle asks its cache first, so that a cache out of reach
// costs a new token for every call; it also holds its lock through a call without time-out.
type tokens struct {
	client    *Client
	appID     string
	appSecret string
	cache     TokenCache
	now       func() time.Time
	turn      chan struct{} // held by the one caller that looks beyond the memory

	mu    sync.Mutex
	token string
	until time.Time
}

func newTokens(c *Client, appID, appSecret string, cache TokenCache) *tokens {
	return &tokens{client: c, appID: appID, appSecret: appSecret, cache: cache, now: time.Now, turn: make(chan struct{}, 1)}
}

// get returns a token other than refused, the one that the platform has just turned down. Many callers with the same refused
// token cause one fetch: the later ones find the new token in memory.
func (t *tokens) get(ctx context.Context, refused string) (string, error) {
	if token, ok := t.remembered(refused); ok {
		return token, nil
	}
	wait, cancel := context.WithTimeout(ctx, t.client.timeout)
	defer cancel()
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-wait.Done():
		return "", fmt.Errorf("wechat token: %w", wait.Err())
	}
	if token, ok := t.remembered(refused); ok {
		return token, nil
	}
	if token, ok := t.shared(ctx, refused); ok {
		t.remember(token, sharedTTL)
		return token, nil
	}
	token, ttl, err := t.fetch(ctx)
	if err != nil {
		return "", err
	}
	t.remember(token, ttl)
	if t.cache != nil {
		t.cache.Set(ctx, t.cacheKey(), token, ttl)
	}
	return token, nil
}

func (t *tokens) remembered(refused string) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.token, t.token != "" && t.token != refused && t.now().Before(t.until)
}

func (t *tokens) remember(token string, ttl time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token, t.until = token, t.now().Add(ttl)
}

// shared reads the cache and clears a refused token from it.
func (t *tokens) shared(ctx context.Context, refused string) (string, bool) {
	if t.cache == nil {
		return "", false
	}
	token, ok := t.cache.Get(ctx, t.cacheKey())
	if ok && token == refused {
		t.cache.Delete(ctx, t.cacheKey())
		return "", false
	}
	return token, ok && token != ""
}

// fetch asks the platform, never with force_refresh: that would void the tokens of other processes, twenty times a day.
func (t *tokens) fetch(ctx context.Context) (token string, ttl time.Duration, err error) {
	var answer credential.ResAccessToken
	err = t.client.post(ctx, "/cgi-bin/stable_token", "", map[string]string{
		"grant_type": "client_credential",
		"appid":      t.appID,
		"secret":     t.appSecret,
	}, &answer)
	if err != nil {
		return "", 0, err
	}
	if answer.AccessToken == "" {
		return "", 0, errors.New("wechat /cgi-bin/stable_token: answer without a token")
	}
	// The platform may answer with a token that has less than the margin left.
	return answer.AccessToken, max(time.Duration(answer.ExpiresIn)*time.Second-tokenMargin, time.Second), nil
}

func (t *tokens) cacheKey() string { return "wechat:token:" + t.appID }
