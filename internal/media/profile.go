package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
)

// maxProfile bounds a colour profile in bytes; those of screens have a few
// thousand, those of presses up to two million.
const maxProfile = 4 << 20

// profile is the ICC profile of a picture, whole; nil without one, and for one
// that is not of red, green and blue, which a resized picture always is.
func profile(format string, data []byte) []byte {
	var p []byte
	switch format {
	case "jpeg":
		p = jpegProfile(data)
	case "png":
		p = pngProfile(data)
	case "webp":
		for _, c := range webpChunks(data) {
			if c.name == "ICCP" {
				p = c.content
			}
		}
	}
	const header, space = 128, 16 // ICC.1:2022, section 7.2
	if len(p) < header || len(p) > maxProfile || string(p[space:space+4]) != "RGB " {
		return nil
	}
	return p
}

// jpegProfile joins the segments that a profile is cut into, each with its
// number and how many there are (ICC.1:2022, annex B.4).
func jpegProfile(data []byte) []byte {
	const lead = len(iccLead) + 2
	parts := map[byte][]byte{}
	for at := 2; at+4 <= len(data); {
		mark := data[at+1]
		if data[at] != 0xFF || mark == 0xFF || standsAlone(mark) {
			at++
			continue
		}
		end := segmentEnd(data, at)
		if end < 0 || mark == markScan {
			break
		}
		if content := data[at+4 : end]; mark == markApplication+2 && len(content) > lead && bytes.HasPrefix(content, []byte(iccLead)) {
			parts[content[len(iccLead)]] = content[lead:]
		}
		at = end
	}
	var whole []byte
	for number := byte(1); parts[number] != nil; number++ {
		whole = append(whole, parts[number]...)
	}
	return whole
}

func pngProfile(data []byte) []byte {
	const frame = 12
	for at := len(pngSignature); at+frame <= len(data); {
		length := binary.BigEndian.Uint32(data[at:])
		if length > MaxBytes || at+frame+int(length) > len(data) {
			break
		}
		if content := data[at+8 : at+8+int(length)]; string(data[at+4:at+8]) == "iCCP" {
			// A name, a zero, the kind of compression, of which there is one.
			_, packed, ok := bytes.Cut(content, []byte{0})
			if !ok || len(packed) < 1 {
				return nil
			}
			r, err := zlib.NewReader(bytes.NewReader(packed[1:]))
			if err != nil {
				return nil
			}
			p, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
			if err != nil {
				return nil
			}
			return p
		}
		at += frame + int(length)
	}
	return nil
}

// jpegWithProfile puts a profile behind the beginning of a JPEG.
func jpegWithProfile(data, p []byte) []byte {
	if p == nil {
		return data
	}
	const most = 0xFFFF - 2 - len(iccLead) - 2
	pieces := slices.Collect(slices.Chunk(p, most))
	if len(pieces) > 255 {
		return data
	}
	out := append(make([]byte, 0, len(data)+len(p)+len(pieces)*20), data[:2]...)
	for i, piece := range pieces {
		content := append([]byte(iccLead), byte(i+1), byte(len(pieces)))
		out = appendSegment(out, markApplication+2, append(content, piece...))
	}
	return append(out, data[2:]...)
}

// pngWithProfile puts a profile behind the header of a PNG.
func pngWithProfile(data, p []byte) ([]byte, error) {
	if p == nil {
		return data, nil
	}
	content := bytes.NewBufferString("ICC\x00\x00")
	w := zlib.NewWriter(content)
	_, err := w.Write(p)
	if closed := w.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, fmt.Errorf("pack colour profile: %w", err)
	}
	const header = len(pngSignature) + 12 + 13
	return append(appendChunk(slices.Clone(data[:header]), "iCCP", content.Bytes()), data[header:]...), nil
}
