package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	sdk "github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	sdkserver "github.com/silenceper/wechat/v2/officialaccount/server"
)

// child is a process of this test binary: the product, or the bare echo it is compared with.
type child struct {
	b      *testing.B
	cmd    *exec.Cmd
	addr   string
	output bytes.Buffer
	exit   chan error
	took   time.Duration // from the start to the first good answer on the path asked
}

// product starts `serve` in dir and waits until it is ready. With SHANGDA_TEST_PROFILE=FOLDER it is profiled there.
func product(b *testing.B, dir string) *child {
	b.Helper()
	addr := anAddress(b)
	cmd := program(dir, "serve")
	if profiles := os.Getenv("SHANGDA_TEST_PROFILE"); profiles != "" {
		name := filepath.Join(profiles, time.Now().Format("150405.000"))
		cmd.Args = append(os.Args[:1:1], "-test.run=^$", "-test.bench=^BenchmarkChild$", "-test.benchtime=1x",
			"-test.cpuprofile="+name+".cpu")
		cmd.Env = append(cmd.Env[1:], "SHANGDA_TEST_CHILD=serve", "SHANGDA_TEST_HEAP="+name+".heap")
	}
	cmd.Env = append(cmd.Env, environment(dir, addr)...)
	return begin(b, cmd, addr, "/readyz")
}

// echo starts the bare echo, whose replies have so many bytes.
func echo(b *testing.B, size int) *child {
	b.Helper()
	addr := anAddress(b)
	cmd := exec.Command(os.Args[0], "-test.run=^$", "-test.bench=^BenchmarkChild$", "-test.benchtime=1x")
	cmd.Env = []string{"SHANGDA_TEST_CHILD=echo", "SHANGDA_TEST_LISTEN=" + addr, fmt.Sprintf("SHANGDA_TEST_SIZE=%d", size)}
	return begin(b, cmd, addr, "/healthz")
}

// environment are the settings of a product with an official account in safe mode that nobody is too fast for.
func environment(dir, addr string) []string {
	return []string{
		"SHANGDA_LISTEN=" + addr, "SHANGDA_DATA_DIR=" + filepath.Join(dir, "data"), "SHANGDA_WECHAT_APP_ID=" + account.AppID,
		"SHANGDA_WECHAT_APP_SECRET=secret-of-the-app", "SHANGDA_WECHAT_ORIGINAL_ID=" + account.OriginalID,
		"SHANGDA_WECHAT_TOKEN=" + account.Token, "SHANGDA_WECHAT_AES_KEY=" + account.AESKey, "SHANGDA_WECHAT_MODE=safe",
		"SHANGDA_LIMITS_CITIZEN_PER_MINUTE=1000000", "SHANGDA_LIMITS_ADDRESS_PER_MINUTE=1000000",
	}
}

func anAddress(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func begin(b *testing.B, cmd *exec.Cmd, addr, path string) *child {
	b.Helper()
	p := &child{b: b, cmd: cmd, addr: addr, exit: make(chan error, 1)}
	cmd.Stderr = &p.output
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	go func() { p.exit <- cmd.Wait() }()
	b.Cleanup(func() { _ = cmd.Process.Kill() })
	for time.Since(start) < 3*time.Minute {
		if res, err := http.Get("http://" + addr + path); err == nil {
			res.Body.Close()
			if p.took = time.Since(start); res.StatusCode == http.StatusOK {
				return p
			}
		}
		select {
		case err := <-p.exit:
			b.Fatalf("child ended at the start: %v\n%s", err, &p.output)
		case <-time.After(2 * time.Millisecond):
		}
	}
	b.Fatalf("child is not ready\n%s", &p.output)
	return nil
}

func (p *child) stop() {
	p.b.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.b.Fatal(err)
	}
	if err := <-p.exit; err != nil {
		p.b.Fatalf("child ended with %v\n%s", err, &p.output)
	}
}

func (p *child) kill() {
	p.b.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.b.Fatal(err)
	}
	<-p.exit
}

// cpu is the processor time of the child so far, user and system, in steps of 10 ms.
func (p *child) cpu() time.Duration {
	p.b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		p.b.Fatal(err)
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:])) // after the name: field 3 of proc(5)
	var ticks int
	for _, f := range fields[14-3 : 16-3] {
		n, err := strconv.Atoi(f)
		if err != nil {
			p.b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// memory is a line of the child's /proc/PID/status, such as VmRSS, in MB.
func (p *child) memory(name string) float64 {
	p.b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), name+":")
	var kilobytes float64
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		p.b.Fatalf("%s: %v", name, err)
	}
	return kilobytes / 1024
}

// BenchmarkChild is no benchmark but what BenchmarkHouse starts as a process of its own.
func BenchmarkChild(b *testing.B) {
	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	switch os.Getenv("SHANGDA_TEST_CHILD") {
	case "serve":
		ctx, end := context.WithCancel(context.Background())
		defer end()
		go func() {
			<-stopped.Done()
			if err := writeHeap(os.Getenv("SHANGDA_TEST_HEAP")); err != nil {
				b.Error(err)
			}
			end()
		}()
		if code := run(ctx, []string{"serve"}, streams{io.Discard, os.Stderr, os.Environ()}); code != 0 {
			b.Fatalf("serve: exit %d", code)
		}
	case "echo":
		size, err := strconv.Atoi(os.Getenv("SHANGDA_TEST_SIZE"))
		if err != nil {
			b.Fatal(err)
		}
		srv := &http.Server{Addr: os.Getenv("SHANGDA_TEST_LISTEN"), Handler: bareEcho(size)}
		go func() { <-stopped.Done(); _ = srv.Shutdown(context.Background()) }()
		if err := srv.ListenAndServe(); err != http.ErrServerClosed {
			b.Fatal(err)
		}
	default:
		b.Skip("started by BenchmarkHouse")
	}
}

// writeHeap writes what the living process holds.
func writeHeap(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	runtime.GC()
	return errors.Join(pprof.WriteHeapProfile(f), f.Close())
}

// bareEcho is the least that answers a citizen with gin and the SDK in safe mode: decrypt, a fixed text, encrypt.
func bareEcho(size int) http.Handler {
	text := strings.Repeat("答", size/len("答"))
	shared := &sdk.Context{Config: &config.Config{AppID: account.AppID, Token: account.Token, EncodingAESKey: account.AESKey}}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.Use(gin.Recovery())
	e.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	e.POST("/wechat", func(c *gin.Context) {
		srv := sdkserver.NewServer(shared)
		srv.Request, srv.Writer = c.Request, c.Writer
		srv.SetMessageHandler(func(*message.MixMessage) *message.Reply {
			return &message.Reply{MsgType: message.MsgTypeText, MsgData: message.NewText(text)}
		})
		err := srv.Serve()
		if err == nil {
			err = srv.Send()
		}
		if err != nil {
			c.AbortWithStatus(http.StatusBadRequest)
		}
	})
	return e
}
