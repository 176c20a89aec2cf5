package media

import (
	"bytes"
	"encoding/binary"
	"image"
)

// formatNames are the formats as people write them.
var formatNames = map[string]string{"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "webp": "WebP"}

// whole reports whether a picture has its end. It walks the parts that a format
// says the length of and decodes no pixels, so it needs no memory; damage
// within a part is not seen. What follows the end is nobody's concern.
func whole(format string, data []byte) bool {
	switch format {
	case "png":
		return wholePNG(data)
	case "jpeg":
		return wholeJPEG(data)
	case "gif":
		return wholeGIF(data)
	case "webp":
		return wholeWebP(data)
	}
	return true
}

// wholePNG looks for the chunk IEND (PNG, third edition, section 5.3: a chunk is
// length, type, data and checksum).
func wholePNG(data []byte) bool {
	const signature, frame = 8, 12
	for at := signature; at+frame <= len(data); {
		if string(data[at+4:at+8]) == "IEND" {
			return true
		}
		length := binary.BigEndian.Uint32(data[at:])
		if length > MaxBytes {
			return false
		}
		at += frame + int(length)
	}
	return false
}

// wholeJPEG looks for the marker EOI behind the last scan (ITU-T T.81, B.1.1). In
// a scan FF is followed by 00 or a restart marker, so no FF D9 is data there;
// one in a thumbnail's segment stands before the scan.
func wholeJPEG(data []byte) bool {
	const startOfScan = 0xDA
	for at := 2; at+4 <= len(data); {
		switch {
		case data[at] != 0xFF, data[at+1] == 0xFF: // what decoders skip, and fill
			at++
		case data[at+1] == startOfScan:
			return bytes.Contains(data[at:], []byte{0xFF, 0xD9})
		default:
			at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		}
	}
	return false
}

// wholeGIF looks for the trailer behind the last block (GIF89a, sections 15 to 27).
func wholeGIF(data []byte) bool {
	const header, packed, descriptor = 13, 10, 10
	if len(data) < header {
		return false
	}
	for at := header + colours(data[packed]); at < len(data); {
		switch data[at] {
		case ';':
			return true
		case '!':
			at = subBlocks(data, at+2)
		case ',':
			if at+descriptor > len(data) {
				return false
			}
			// One byte after the colours is the code size.
			at = subBlocks(data, at+descriptor+colours(data[at+descriptor-1])+1)
		default:
			return false
		}
	}
	return false
}

// colours is the size in bytes of the colour table that packed fields announce.
func colours(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}

// subBlocks returns where a chain of blocks that begins at at ends; each begins
// with its length, and one of length 0 is the last.
func subBlocks(data []byte, at int) int {
	for at < len(data) && data[at] > 0 {
		at += int(data[at]) + 1
	}
	return at + 1
}

// wholeWebP compares the size that the RIFF header names (RFC 9649, 2.4), which
// does not count the header's first eight bytes.
func wholeWebP(data []byte) bool {
	return len(data) >= 8 && uint64(len(data)) >= 8+uint64(binary.LittleEndian.Uint32(data[4:]))
}

// sameFrame reports whether the picture within a WebP has the size that the file
// names at its beginning: a decoder makes room for the former. One that moves has
// its pictures deeper down, where no decoder of ours looks.
func sameFrame(data []byte, named image.Config) bool {
	for _, c := range webpChunks(data) {
		if c.name != "VP8 " && c.name != "VP8L" {
			continue
		}
		alone := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+c.end-c.start))
		alone = append(append(alone, "WEBP"...), data[c.start:c.end]...)
		frame, _, err := image.DecodeConfig(bytes.NewReader(alone))
		if err != nil || frame.Width != named.Width || frame.Height != named.Height {
			return false
		}
	}
	return true
}
