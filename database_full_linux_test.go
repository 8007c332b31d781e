package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"shangda/wechat"
)

// The folder of the database is a small file system of its own, which somebody else fills to the last block.
func TestFullDatabaseIsAdmittedAndRecoveredFromWithoutRestart(t *testing.T) {
	s := startOnSmallDisk(t)
	const question = "政府信息公开申请多久答复"
	s.ask("oSynthetic1", question)

	filler := fmt.Sprintf("/proc/%d/root%s", s.cmd.Process.Pid, filepath.Join(s.dir, "data", "filler"))
	fillDisk(t, filler)
	// What SQLite's log has room for is still recorded.
	recorded, got := 1, ""
	for ; recorded < 2000; recorded++ {
		if got = s.ask(fmt.Sprint("oSynthetic", recorded), question); strings.Contains(got, "没有记录") {
			break
		}
	}
	if !strings.Contains(got, "没有记录") || strings.Contains(got, "20个工作日") {
		t.Fatalf("on a full disk, after %d messages: got %q, want that nothing was recorded", recorded, got)
	}
	eventually(t, 20*time.Second, "readiness is refused", func() bool {
		status, body := s.get("/readyz")
		return status == http.StatusServiceUnavailable && strings.Contains(body, "database")
	})
	if status, _ := s.get("/healthz"); status != http.StatusOK {
		t.Errorf("on a full disk: health %d, want 200: a restart mends nothing", status)
	}
	if _, body := s.get("/metrics"); !strings.Contains(body, "shangda_unrecorded_total 1\n") {
		t.Error("the unrecorded message is not counted")
	}

	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if got := s.ask("oSynthetic1", question); !strings.Contains(got, "20个工作日") {
		t.Errorf("with room again: got %q, want the answer", got)
	}
	if status, body := s.get("/readyz"); status != http.StatusOK {
		t.Errorf("with room again: readiness %d %s", status, body)
	}
	s.stop()
	if log := s.errors.String(); !strings.Contains(log, "message not recorded") || strings.Contains(log, "公开申请") || strings.Contains(log, "oSynthetic") {
		t.Errorf("log: %s", log)
	}
}

// startOnSmallDisk serves with a data folder of 64 MiB, in a space of names where everybody may mount.
func startOnSmallDisk(t *testing.T) *server {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	own := &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	const mount = "mount -t tmpfs -o size=64m shangda data"
	try := asProgram(dir, exec.Command("sh", "-c", mount))
	try.SysProcAttr = own
	if out, err := try.CombinedOutput(); err != nil {
		t.Skipf("this machine mounts nothing for a user: %v %s", err, out)
	}
	s := server{t: t, dir: dir, addr: freeAddress(t), errors: &lockedBuffer{}, exit: make(chan error, 1)}
	s.cmd = asProgram(dir, exec.Command("sh", "-c", mount+` && exec "$0" serve`, os.Args[0]))
	s.cmd.SysProcAttr = own
	s.cmd.Env = append(s.cmd.Env, s.environ(wechat.Safe)...)
	s.run()
	s.awaitReady()
	return &s
}

// fillDisk writes a file until nothing more fits.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		n, err := f.Write(make([]byte, size))
		switch {
		case errors.Is(err, syscall.ENOSPC) && n == 0:
			size /= 2
		case err != nil && !errors.Is(err, syscall.ENOSPC):
			t.Fatal(err)
		}
	}
}
