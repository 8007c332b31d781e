package bot

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"shangda/wechat"
)

// Webhook is the platform's callback address.
type Webhook struct {
	Bot      *Bot
	Callback *wechat.Callback
	Now      func() time.Time
	// Allow limits how often one address may be refused before it gets 429; nil allows everything.
	Allow func(ctx context.Context, address string) bool
	Log   *slog.Logger
}

// Routes registers GET and POST /wechat.
func (w *Webhook) Routes(r gin.IRouter) {
	r.GET("/wechat", w.verify)
	r.POST("/wechat", w.receive)
}

// verify proves to the platform that this address is ours.
func (w *Webhook) verify(c *gin.Context) {
	echo, err := w.Callback.Verify(c.Request.URL.Query(), w.Now())
	if err != nil {
		w.refuse(c, err)
		return
	}
	c.String(http.StatusOK, "%s", echo)
}

func (w *Webhook) receive(c *gin.Context) {
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, wechat.MaxBody))
	if err != nil {
		w.refuse(c, err)
		return
	}
	envelope, err := w.Callback.Open(c.Request.URL.Query(), body, w.Now())
	if err != nil {
		w.refuse(c, err)
		return
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), Budget)
	defer cancel()
	sealed, err := w.Callback.Seal(envelope, w.Bot.Answer(ctx, envelope.Message), w.Now())
	if err != nil {
		w.Log.Error("seal reply", "err", err)
		sealed = []byte("success") // the message is logged; a redelivery would only fail again
	}
	c.Data(http.StatusOK, "application/xml; charset=utf-8", sealed)
}

// refuse turns an error of the protocol into a status. The log says why, never what.
func (w *Webhook) refuse(c *gin.Context, err error) {
	var tooLarge *http.MaxBytesError
	status := http.StatusBadRequest
	switch {
	case errors.As(err, &tooLarge):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, wechat.ErrForbidden):
		status = http.StatusForbidden
	}
	if w.Allow != nil && !w.Allow(c.Request.Context(), c.ClientIP()) {
		status = http.StatusTooManyRequests
	} else {
		w.Log.Warn("callback refused", "status", status, "reason", err)
	}
	w.Bot.Metrics.refuse(strconv.Itoa(status))
	c.AbortWithStatus(status)
}
