package bot

import (
	"strings"

	"shangda/disclosure"
	"shangda/store"
)

// applyMedia takes a picture of the identity document where it is asked for, and explains what else cannot be taken.
func (t *turn) applyMedia(f store.Form) bool {
	if t.msg.MsgType != "image" || f.Step != string(disclosure.FieldIDFile) || t.Fetch == nil {
		return t.askField(f, sayTextPlease)
	}
	data, err := t.Fetch(t.ctx, t.msg.MediaID)
	if err != nil {
		t.Log.Warn("picture not fetched", "err", err)
		return t.askField(f, sayPictureLost)
	}
	kind := imageType(data)
	if kind == "" || len(data) > mostUpload {
		return t.askField(f, sayPictureWrong)
	}
	file := &store.File{Purpose: store.FileIdentity, Type: kind, Name: "identity", Data: disclosure.BarePicture(data)}
	// The draft names the file by the number that it gets in the same transaction.
	t.effects = append(t.effects, t.Store.KeepFile(file, t.now), t.Store.KeepFormWith(func() store.Form {
		f.Application.IDFile = file.ID
		f.Step = nextStep(&f.Application, disclosure.FieldIDFile)
		return f
	}, t.now))
	next := f
	next.Application.IDFile, next.Version = -1, f.Version+1
	next.Step = nextStep(&next.Application, disclosure.FieldIDFile)
	return t.askField(next, sayPictureKept)
}

// mostUpload bounds a picture; the platform's own limit is the same.
const mostUpload = 10 << 20

// imageType is the media type of a picture as its first bytes tell it; empty for everything else.
func imageType(data []byte) string {
	switch {
	case strings.HasPrefix(string(data[:min(len(data), 8)]), "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case strings.HasPrefix(string(data[:min(len(data), 3)]), "\xff\xd8\xff"):
		return "image/jpeg"
	}
	return ""
}
