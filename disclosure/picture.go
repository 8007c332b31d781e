package disclosure

import (
	"bytes"
	"encoding/binary"
)

// BarePicture is a JPEG or PNG without what cameras and programs write beside the picture: where and when it was taken, with what and by
// whom, previews, comments, anything behind its end. Kept are the pixels, bit by bit, their colours, and which side of a JPEG is up. Any
// other file, and one whose parts cannot be told from one another, is given back as it is.
func BarePicture(data []byte) []byte {
	var bare []byte
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		bare = bareJPEG(data)
	case bytes.HasPrefix(data, []byte(pngHead)):
		bare = barePNG(data)
	}
	if bare == nil {
		return data
	}
	return bare
}

// Markers of JPEG (ITU T.81, table B.1).
const (
	jpegEnd     = 0xd9
	jpegScan    = 0xda
	jpegApp1    = 0xe1
	jpegApp2    = 0xe2
	jpegApp14   = 0xee
	jpegApp15   = 0xef
	jpegComment = 0xfe
)

// bareJPEG is nil when the segments do not follow one another.
func bareJPEG(data []byte) []byte {
	out := append(make([]byte, 0, len(data)), data[:2]...)
	for at := 2; at < len(data); {
		if at+1 < len(data) && data[at] == 0xff && data[at+1] == 0xff { // padding
			at++
			continue
		}
		if at+1 < len(data) && data[at] == 0xff && data[at+1] == jpegEnd {
			return append(out, data[at:at+2]...)
		}
		if at+4 > len(data) || data[at] != 0xff {
			return nil
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if end < at+4 || end > len(data) {
			return nil
		}
		marker, body := data[at+1], data[at+4:end]
		if marker == jpegScan {
			end += scanned(data[end:])
		}
		switch {
		case marker == jpegApp1:
			out = append(out, upright(body)...)
		case marker == jpegApp2 && !bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")), marker == jpegComment,
			marker > jpegApp2 && marker <= jpegApp15 && marker != jpegApp14:
		default: // tables, scans, JFIF, colours
			out = append(out, data[at:end]...)
		}
		at = end
	}
	return out // cut off before its end, as some cameras leave it
}

// scanned is the length of a scan's data, up to the next marker that does not belong to it.
func scanned(data []byte) int {
	for i := 0; i+1 < len(data); i++ {
		if next := data[i+1]; data[i] == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return i
		}
	}
	return len(data)
}

// upright is an Exif segment that says which side is up as body does, and nothing else; none when body does not say, or the usual.
func upright(body []byte) []byte {
	tiff, found := bytes.CutPrefix(body, []byte("Exif\x00\x00"))
	if !found || len(tiff) < 8 {
		return nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return nil
	}
	n := int64(order.Uint16(tiff[at:]))
	for entry := at + 2; entry+12 <= int64(len(tiff)) && entry < at+2+12*n; entry += 12 {
		if side := order.Uint16(tiff[entry+8:]); order.Uint16(tiff[entry:]) == 0x0112 && side >= 2 && side <= 8 {
			return []byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(byte(side)) + "\x00\x00\x00\x00\x00\x00")
		}
	}
	return nil
}

const pngHead = "\x89PNG\r\n\x1a\n"

// barePNG is nil when the chunks do not follow one another.
func barePNG(data []byte) []byte {
	out := append(make([]byte, 0, len(data)), pngHead...)
	for at := len(pngHead); at+12 <= len(data); {
		end := at + 12 + int(binary.BigEndian.Uint32(data[at:]))
		if end > len(data) {
			return nil
		}
		switch string(data[at+4 : at+8]) {
		case "eXIf", "tEXt", "zTXt", "iTXt", "tIME":
		case "IEND":
			return append(out, data[at:end]...)
		default:
			out = append(out, data[at:end]...)
		}
		at = end
	}
	return nil
}
