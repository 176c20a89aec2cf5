package media

import "encoding/binary"

// The Exif tag that says how a picture is to be turned, and the type of its
// value (Exif 2.32, section 4.6.4; TIFF 6.0, section 2).
const (
	tagOrientation = 0x0112
	typeShort      = 3
)

// orientation reads from Exif's TIFF structure how the picture is to be turned:
// 1 to 8, of which 5 to 8 change width and height; 0 when it does not say.
func orientation(tiff []byte) int {
	const header, entry = 8, 12
	if len(tiff) < header {
		return 0
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	count := uint64(order.Uint16(tiff[at:]))
	for i := range count {
		from := at + 2 + i*entry
		if from+entry > uint64(len(tiff)) {
			return 0
		}
		e := tiff[from:]
		if order.Uint16(e) != tagOrientation {
			continue
		}
		if value := order.Uint16(e[8:]); order.Uint16(e[2:]) == typeShort && 1 <= value && value <= 8 {
			return int(value)
		}
		return 0
	}
	return 0
}

// orientationOnly is a TIFF structure that says this and nothing else.
func orientationOnly(value int) []byte {
	b := []byte("MM\x00*\x00\x00\x00\x08\x00\x01")
	b = binary.BigEndian.AppendUint16(b, tagOrientation)
	b = binary.BigEndian.AppendUint16(b, typeShort)
	b = binary.BigEndian.AppendUint32(b, 1)
	b = binary.BigEndian.AppendUint16(b, uint16(value))
	return append(b, 0, 0, 0, 0, 0, 0) // the rest of the value, and no further directory
}

// turned is the orientation that a picture's file names; 0 or 1 is as it lies.
func turned(format string, data []byte) int {
	switch format {
	case "jpeg":
		return jpegOrientation(data)
	case "png":
		return pngOrientation(data)
	case "webp":
		return webpOrientation(webpChunks(data))
	}
	return 0
}

// swapsSides says that an orientation shows the picture's rows as columns.
func swapsSides(value int) bool { return value >= 5 }
