package main

import (
	"context"
	"os"
	"path/filepath"

	"shangda/document"
)

// extractCmd is the process that reads one file for another one, see document.Reader.
type extractCmd struct {
	document.Task `embed:""`
}

// Run ends the process, whose limits are lowered for good.
func (e *extractCmd) Run(ctx context.Context, s streams) error {
	os.Exit(e.Task.Run(ctx, os.Stdin, s.out, s.err))
	return nil
}

// reader reads files in processes of this program.
func reader(dataDir string) (*document.Reader, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return document.NewReader(filepath.Join(dataDir, "pdf-engine"), program, "extract"), nil
}
