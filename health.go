package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// healthRoutes tell a supervisor whether the process lives and whether it can answer.
func (r *rooms) healthRoutes(e *gin.Engine) {
	e.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", func(c *gin.Context) {
		if err := r.ready(c.Request.Context()); err != nil {
			c.String(http.StatusServiceUnavailable, "not ready: %v\n", err)
			return
		}
		c.String(http.StatusOK, "ready\n")
	})
}

// ready says what keeps the process from answering, nil for nothing. A dead Redis doesn't: the cache degrades.
func (r *rooms) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := r.store.Ping(ctx); err != nil {
		r.log.Error("not ready", "err", err)
		return fmt.Errorf("database")
	}
	if !r.search.Ready() {
		return fmt.Errorf("index")
	}
	return nil
}

func (r *rooms) metricsRoute(e *gin.Engine, guards ...gin.HandlerFunc) {
	r.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	e.GET("/metrics", append(guards, gin.WrapH(promhttp.HandlerFor(r.metrics, promhttp.HandlerOpts{})))...)
}

// loopbackOnly hides a route from everyone who isn't on this machine, and from everyone behind a proxy.
func loopbackOnly(c *gin.Context) {
	host, _, err := net.SplitHostPort(c.Request.RemoteAddr)
	ip := net.ParseIP(host)
	if err != nil || ip == nil || !ip.IsLoopback() || c.GetHeader("X-Forwarded-For") != "" || c.GetHeader("Forwarded") != "" {
		c.AbortWithStatus(http.StatusNotFound)
	}
}

// recovered answers 500 for a handler that panics. The log has the stack, never the request.
func recovered(log *slog.Logger) gin.HandlerFunc {
	return gin.CustomRecoveryWithWriter(nil, func(c *gin.Context, p any) {
		log.Error("handler panicked", "route", c.FullPath(), "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
		c.AbortWithStatus(http.StatusInternalServerError)
	})
}

type healthCmd struct{}

// Run asks the server of these settings on its own address.
func (*healthCmd) Run(ctx context.Context, c *cli, s streams) error {
	cfg, err := settings(c, s)
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("server at %s answers %s", cfg.Listen, res.Status)
	}
	fmt.Fprintln(s.out, "ready")
	return nil
}
