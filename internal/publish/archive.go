package publish

import (
	"archive/tar"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"hebi/internal/newsroom"
	"hebi/internal/store"
)

// A backup is a tar archive (POSIX.1-2001), packed by gzip, of these members in
// this order: the manifest, pieces of the tables as JSON lines, the files of
// the media folder by their hashes, and the seal, without which the backup was
// not finished.
const (
	archiveFormat = 1
	manifestName  = "hebi-backup.json"
	tablesFolder  = "tables/"
	mediaFolder   = "media/"
	sealName      = "seal.json"
)

const (
	// pieceBytes is about how much of a table stands in one member.
	pieceBytes = 1 << 20
	// maxMember bounds a member in bytes, which is held in memory whole: a file
	// of the media folder is half of it at most, a row less by far.
	maxMember = 64 << 20
	// maxRatio is how many times its packed size a backup may unpack to, beyond
	// the first freeUnpacked bytes. Rows shrink to a tenth; gzip could do 1032.
	maxRatio     = 200
	freeUnpacked = 64 << 20
)

// manifest begins a backup.
type manifest struct {
	Format int `json:"format"`
	// Hebi is the version of the program that made it.
	Hebi string `json:"hebi"`
	// Schema is the number of the newest migration of its tables.
	Schema int           `json:"schema"`
	Taken  time.Time     `json:"taken"`
	Tables []store.Table `json:"tables"`
}

// seal ends a backup.
type seal struct {
	// SHA256 is the checksum of every member before it, names included.
	SHA256 string `json:"sha256"`
	// Media is how many files there are.
	Media int `json:"media"`
	// Missing are the hashes of files that the site had lost, or found damaged.
	Missing []string `json:"missing,omitempty"`
}

// checksum is that of members in their order.
type checksum struct{ hash.Hash }

func (c checksum) add(name string, data []byte) {
	_, _ = fmt.Fprintf(c, "%s\n%d\n", name, len(data)) // a hash takes everything
	_, _ = c.Write(data)
}

func (c checksum) text() string { return hex.EncodeToString(c.Sum(nil)) }

type archiveWriter struct {
	packed *gzip.Writer
	tar    *tar.Writer
	sum    checksum
	taken  time.Time
}

func newArchiveWriter(w io.Writer, taken time.Time) *archiveWriter {
	packed, _ := gzip.NewWriterLevel(w, gzip.BestSpeed) // the level is one of gzip's
	return &archiveWriter{packed: packed, tar: tar.NewWriter(packed), sum: checksum{sha256.New()}, taken: taken}
}

func (a *archiveWriter) add(name string, data []byte) error {
	if len(data) > maxMember {
		return fmt.Errorf("%s has %d MiB, more than the %d that a backup can hold", name, len(data)>>20, maxMember>>20)
	}
	// Password hashes are among it: what unpacks it should not show it to others.
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o600, Size: int64(len(data)), ModTime: a.taken.Truncate(time.Second)}
	if err := a.tar.WriteHeader(header); err != nil {
		return err
	}
	a.sum.add(name, data)
	_, err := a.tar.Write(data)
	return err
}

func (a *archiveWriter) addJSON(name string, v any) error {
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return a.add(name, append(data, '\n'))
}

func (a *archiveWriter) close() error { return errors.Join(a.tar.Close(), a.packed.Close()) }

type archiveReader struct {
	packed, unpacked *counted
	tar              *tar.Reader
	sum              checksum
}

// counted counts what is read through it.
type counted struct {
	from  io.Reader
	bytes int64
	// check is asked after every piece; nil allows everything.
	check func() error
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.bytes += int64(n)
	if c.check != nil {
		if refused := c.check(); refused != nil {
			return n, refused
		}
	}
	return n, err
}

// openArchive begins to read a backup; ErrInvalid when it is none.
func openArchive(r io.Reader) (*archiveReader, error) {
	a := &archiveReader{packed: &counted{from: r}, sum: checksum{sha256.New()}}
	unpacked, err := gzip.NewReader(a.packed)
	if err != nil {
		return nil, a.damaged(err, "it is not packed by gzip")
	}
	unpacked.Multistream(false)
	a.unpacked = &counted{from: unpacked, check: a.checkRatio}
	a.tar = tar.NewReader(a.unpacked)
	return a, nil
}

func (a *archiveReader) checkRatio() error {
	if a.unpacked.bytes > freeUnpacked+maxRatio*a.packed.bytes {
		return refuseArchive("it unpacks to more than %d times its size, as no backup does", maxRatio)
	}
	return nil
}

// next returns the next member; io.EOF after the last. Nothing of a name is
// ever used as a path.
func (a *archiveReader) next() (name string, data []byte, err error) {
	header, err := a.tar.Next()
	if errors.Is(err, io.EOF) {
		return "", nil, err
	}
	if err != nil {
		return "", nil, a.damaged(err, "it breaks off or is damaged")
	}
	if header.Typeflag != tar.TypeReg {
		return "", nil, refuseArchive("it holds %.80q, which is no plain file", header.Name)
	}
	if header.Size > maxMember {
		return "", nil, refuseArchive("its part %.80q has %d MiB, the limit is %d", header.Name, header.Size>>20, maxMember>>20)
	}
	if data, err = io.ReadAll(a.tar); err != nil { // it grows with what comes: a size that lies costs nothing
		return "", nil, a.damaged(err, "it breaks off or is damaged")
	}
	if header.Name != sealName {
		a.sum.add(header.Name, data)
	}
	return header.Name, data, nil
}

// end makes sure that nothing follows, and reads gzip's own checksum.
func (a *archiveReader) end() error {
	if _, _, err := a.next(); !errors.Is(err, io.EOF) {
		return errors.Join(err, refuseArchive("something follows its end"))
	}
	if _, err := io.Copy(io.Discard, a.unpacked); err != nil {
		return a.damaged(err, "it breaks off or is damaged")
	}
	return nil
}

// damaged is what was found wrong; an error of the place it is read from stays what it is.
func (a *archiveReader) damaged(err error, what string) error {
	if errors.Is(err, newsroom.ErrInvalid) {
		return err
	}
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	for _, known := range []error{io.ErrUnexpectedEOF, io.EOF, gzip.ErrHeader, gzip.ErrChecksum, tar.ErrHeader} {
		corrupt = corrupt || errors.Is(err, known)
	}
	if corrupt {
		return refuseArchive("%s", what)
	}
	return fmt.Errorf("read the backup: %w", err)
}

func refuseArchive(format string, args ...any) error {
	return newsroom.Because(newsroom.ErrInvalid, "this is no whole backup of hebi (%s): use another one; nothing was changed", fmt.Sprintf(format, args...))
}
