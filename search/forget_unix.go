//go:build unix

package search

import "golang.org/x/sys/unix"

// forget takes a mapped file's pages out of the process's memory. It is advice: where it is refused, they stay.
func forget(file []byte) { _ = unix.Madvise(file, unix.MADV_DONTNEED) }
