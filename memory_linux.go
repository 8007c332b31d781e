package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// letGoOfStart takes the pages of the program's own file out of memory: the embedded knowledge, dictionaries and pages that
// were read once, at the start. What is needed again is mapped again, from the kernel's cache. All of it is advice.
func letGoOfStart() {
	own, err := os.Executable()
	if err != nil {
		return
	}
	maps, err := os.ReadFile("/proc/self/maps") // lines of: from-to rights offset device inode path
	if err != nil {
		return
	}
	for line := range strings.Lines(string(maps)) {
		f := strings.Fields(line)
		if len(f) != 6 || f[5] != own || strings.Contains(f[1], "w") {
			continue
		}
		from, to, _ := strings.Cut(f[0], "-")
		begin, err := strconv.ParseUint(from, 16, 64)
		if err != nil {
			return
		}
		end, err := strconv.ParseUint(to, 16, 64)
		if err != nil {
			return
		}
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, uintptr(begin), uintptr(end-begin), syscall.MADV_DONTNEED)
	}
}
