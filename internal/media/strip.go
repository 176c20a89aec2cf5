package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// Strip leaves out of a picture what readers are not shown: where and with what
// it was taken, thumbnails, comments, what programs noted (Exif, XMP, IPTC), and
// whatever follows its end. No pixel is coded anew. The colour profile stays, and
// of Exif the orientation alone, without which a phone's picture would lie on its
// side. A picture without any of it, and a document, is returned as it is.
// ErrInvalid says that the parts of a picture cannot be told apart.
func Strip(data []byte) ([]byte, error) {
	var stripped []byte
	name := ""
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		name, stripped = formatNames["jpeg"], stripJPEG(data)
	case bytes.HasPrefix(data, []byte(pngSignature)):
		name, stripped = formatNames["png"], stripPNG(data)
	case bytes.HasPrefix(data, []byte("RIFF")):
		name, stripped = formatNames["webp"], stripWebP(data)
	case bytes.HasPrefix(data, []byte("GIF8")):
		name, stripped = formatNames["gif"], stripGIF(data)
	default:
		return data, nil
	}
	if stripped == nil {
		return nil, refused(Damaged, "a %s whose parts cannot be told apart: open it in a picture program and save it anew", name)
	}
	return stripped, nil
}

// Markers of a JPEG (ITU-T T.81, table B.1).
const (
	markStart       = 0xD8
	markEnd         = 0xD9
	markScan        = 0xDA
	markApplication = 0xE0 // to 0xEF
	markComment     = 0xFE
)

// Beginnings of the application segments of a JPEG that are looked at.
const (
	exifLead = "Exif\x00\x00"
	iccLead  = "ICC_PROFILE\x00"
	jfifLead = "JFIF\x00"
)

// stripJPEG walks the segments as decoders do; nil when it finds no end.
func stripJPEG(data []byte) []byte {
	out := append(make([]byte, 0, len(data)), 0xFF, markStart)
	if tag := jpegOrientation(data); tag > 1 {
		out = appendSegment(out, markApplication+1, append([]byte(exifLead), orientationOnly(tag)...))
	}
	for at := 2; at+1 < len(data); {
		mark := data[at+1]
		switch {
		case data[at] != 0xFF, mark == 0xFF, standsAlone(mark): // what decoders skip, and fill
			at++
		case mark == markEnd:
			return append(out, 0xFF, markEnd)
		default:
			end := segmentEnd(data, at)
			if end < 0 {
				return nil
			}
			if keepsSegment(mark, data[at+4:end]) {
				out = append(out, data[at:end]...)
			}
			if mark == markScan {
				scan := scanEnd(data, end)
				out = append(out, data[end:scan]...)
				end = scan
			}
			at = end
		}
	}
	return nil
}

// standsAlone says that a marker outside a scan begins no segment and means nothing there.
func standsAlone(mark byte) bool { return mark == 0 || 0xD0 <= mark && mark <= 0xD8 }

// segmentEnd is where the segment whose marker is at at ends; -1 beyond the data.
func segmentEnd(data []byte, at int) int {
	if at+4 > len(data) {
		return -1
	}
	length := int(binary.BigEndian.Uint16(data[at+2:]))
	if length < 2 || at+2+length > len(data) {
		return -1
	}
	return at + 2 + length
}

// scanEnd is where the next marker stands that ends a scan: in one, FF is followed by 00 or a restart.
func scanEnd(data []byte, at int) int {
	for ; at+1 < len(data); at++ {
		if data[at] == 0xFF && data[at+1] != 0xFF && !standsAlone(data[at+1]) {
			return at
		}
	}
	return len(data)
}

// keepsSegment keeps what decoding needs: of the applications' segments JFIF's
// own, the colour profile, and Adobe's, which says how the colours are coded.
func keepsSegment(mark byte, content []byte) bool {
	switch mark {
	case markApplication:
		return bytes.HasPrefix(content, []byte(jfifLead))
	case markApplication + 2:
		return bytes.HasPrefix(content, []byte(iccLead))
	case markApplication + 14:
		return bytes.HasPrefix(content, []byte("Adobe"))
	}
	return mark != markComment && (mark < markApplication || mark > markApplication+15)
}

func appendSegment(out []byte, mark byte, content []byte) []byte {
	out = append(out, 0xFF, mark)
	out = binary.BigEndian.AppendUint16(out, uint16(len(content)+2))
	return append(out, content...)
}

// jpegOrientation is the orientation that a JPEG's Exif segment names; 0 without one.
func jpegOrientation(data []byte) int {
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
		if content := data[at+4 : end]; mark == markApplication+1 && bytes.HasPrefix(content, []byte(exifLead)) {
			return orientation(content[len(exifLead):])
		}
		at = end
	}
	return 0
}

const pngSignature = "\x89PNG\r\n\x1a\n"

// shownChunk is true of the ancillary chunks of a PNG that say how its pixels
// look (PNG, third edition, section 11.3), and of those of its animation.
func shownChunk(name string) bool {
	switch name {
	case "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "pHYs", "acTL", "fcTL", "fdAT":
		return true
	}
	return false
}

// stripPNG walks the chunks; nil when it finds no end.
func stripPNG(data []byte) []byte {
	const frame = 12 // length, type and checksum
	out := append(make([]byte, 0, len(data)), pngSignature...)
	tag := pngOrientation(data)
	for at := len(pngSignature); at+frame <= len(data); {
		length := binary.BigEndian.Uint32(data[at:])
		if length > MaxBytes || at+frame+int(length) > len(data) {
			return nil
		}
		end := at + frame + int(length)
		name := string(data[at+4 : at+8])
		critical := name[0]&0x20 == 0
		if critical || shownChunk(name) {
			out = append(out, data[at:end]...)
		}
		switch {
		case name == "IHDR" && tag > 1:
			out = appendChunk(out, "eXIf", orientationOnly(tag))
		case name == "IEND":
			return out
		}
		at = end
	}
	return nil
}

func appendChunk(out []byte, name string, content []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(content)))
	from := len(out)
	out = append(append(out, name...), content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}

func pngOrientation(data []byte) int {
	const frame = 12
	for at := len(pngSignature); at+frame <= len(data); {
		length := binary.BigEndian.Uint32(data[at:])
		if length > MaxBytes || at+frame+int(length) > len(data) {
			break
		}
		if string(data[at+4:at+8]) == "eXIf" {
			return orientation(data[at+8 : at+8+int(length)])
		}
		at += frame + int(length)
	}
	return 0
}

// Flags of a WebP's VP8X chunk (RFC 9649, section 2.7.1).
const (
	webpHasXMP  = 0x04
	webpHasExif = 0x08
)

// webpChunk is one chunk: its name, and where it begins and ends with its fill byte.
type webpChunk struct {
	name       string
	start, end int
	content    []byte
}

// webpChunks are those of a WebP; nil when they do not fit into it.
func webpChunks(data []byte) []webpChunk {
	const header, frame = 12, 8
	if len(data) < header || string(data[8:12]) != "WEBP" {
		return nil
	}
	size := 8 + uint64(binary.LittleEndian.Uint32(data[4:]))
	if size > uint64(len(data)) {
		return nil
	}
	data = data[:size]
	var list []webpChunk
	for at := header; at+frame <= len(data); {
		length := uint64(binary.LittleEndian.Uint32(data[at+4:]))
		stop := uint64(at+frame) + length
		if stop > size {
			return nil
		}
		end := min(stop+length&1, size)
		list = append(list, webpChunk{name: string(data[at : at+4]), start: at, end: int(end), content: data[at+frame : stop]})
		at = int(end)
	}
	return list
}

func stripWebP(data []byte) []byte {
	chunks := webpChunks(data)
	if chunks == nil {
		return nil
	}
	tag := webpOrientation(chunks)
	out := append(make([]byte, 0, len(data)), data[:12]...)
	for _, c := range chunks {
		switch c.name {
		case "VP8X":
			at := len(out)
			out = append(out, data[c.start:c.end]...)
			if len(c.content) == 0 {
				return nil
			}
			out[at+8] &^= webpHasXMP | webpHasExif
			if tag > 1 {
				out[at+8] |= webpHasExif
			}
		case "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP":
			out = append(out, data[c.start:c.end]...)
			if len(out)%2 == 1 {
				out = append(out, 0)
			}
		}
	}
	if tag > 1 {
		content := orientationOnly(tag)
		out = append(out, "EXIF"...)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(content)))
		out = append(out, content...)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// webpOrientation is that of the Exif chunk, which only the extended form has.
func webpOrientation(chunks []webpChunk) int {
	if len(chunks) == 0 || chunks[0].name != "VP8X" {
		return 0
	}
	for _, c := range chunks {
		if c.name == "EXIF" { // some writers put the lead of a JPEG's segment before it
			return orientation(bytes.TrimPrefix(c.content, []byte(exifLead)))
		}
	}
	return 0
}

// stripGIF leaves out comments and the extensions of applications but those that
// animate or name the colours (GIF89a, sections 24 and 26); nil when it finds no end.
func stripGIF(data []byte) []byte {
	const header, packed, descriptor = 13, 10, 10
	if len(data) < header {
		return nil
	}
	at := header + colours(data[packed])
	if at > len(data) {
		return nil
	}
	out := append(make([]byte, 0, len(data)), data[:at]...)
	for at < len(data) {
		end := 0
		switch data[at] {
		case ';':
			return append(out, ';')
		case '!':
			end = subBlocks(data, at+2)
		case ',':
			if at+descriptor > len(data) {
				return nil
			}
			end = subBlocks(data, at+descriptor+colours(data[at+descriptor-1])+1)
		default:
			return nil
		}
		if end > len(data) {
			return nil
		}
		if keepsBlock(data[at:end]) {
			out = append(out, data[at:end]...)
		}
		at = end
	}
	return nil
}

func keepsBlock(block []byte) bool {
	const comment, application = 0xFE, 0xFF
	if block[0] != '!' || len(block) < 2 {
		return true
	}
	switch block[1] {
	case comment:
		return false
	case application:
		for _, name := range []string{"NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"} {
			if bytes.HasPrefix(block[2:], append([]byte{byte(len(name))}, name...)) {
				return true
			}
		}
		return false
	}
	return true
}
