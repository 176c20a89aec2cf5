package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"
)

// Limits in bytes, looked at before a file is read. A text of MaxText is a
// book of 1.4 million Chinese characters; a larger one is a mistake.
const (
	MaxText  = 4 << 20
	MaxTable = 16 << 20
	MaxFile  = 32 << 20
)

// maxLinks bounds chains of symbolic links, which can form a ring.
const maxLinks = 8

// fault is a problem whose file is not known yet.
type fault struct {
	line    int
	message string
}

// Error returns the message alone.
func (e *fault) Error() string { return e.message }

func faultf(line int, format string, args ...any) *fault {
	return &fault{line, fmt.Sprintf(format, args...)}
}

// readText reads a text file: no larger than limit, UTF-8 without control
// characters; line ends become \n and a byte order mark is dropped. The
// error is a *fault; a missing file gives fs.ErrNotExist instead.
func (f *Folder) readText(name string, limit int64) ([]byte, error) {
	if err := f.checkFile(name, limit); err != nil {
		return nil, err
	}
	file, err := f.fsys.Open(name)
	if err != nil {
		return nil, faultf(0, "%s", readMessage(err, "file"))
	}
	defer file.Close()
	// One byte more than allowed tells a file that grew after it was looked at.
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, faultf(0, "%s", readMessage(err, "file"))
	}
	if int64(len(data)) > limit {
		return nil, sizeFault(int64(len(data)), limit)
	}
	return normalText(data)
}

// normalText checks that data is text and drops a byte order mark and \r.
func normalText(data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	return data, checkText(data)
}

// checkFile looks at a file before it is opened: a regular file inside the
// folder, not larger than limit. Opening comes later because a named pipe
// would block and a large file need not be read to be refused.
func (f *Folder) checkFile(name string, limit int64) error {
	info, err := f.lstat(name, maxLinks)
	var wrong *fault
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.As(err, &wrong):
		return err
	case err != nil:
		return faultf(0, "%s", readMessage(err, "file"))
	case info.IsDir():
		return faultf(0, "is a folder where a file is expected: rename the folder")
	case !info.Mode().IsRegular():
		return faultf(0, "is not a regular file: put a plain file here")
	case info.Size() > limit:
		return sizeFault(info.Size(), limit)
	}
	return nil
}

// lstat follows symbolic links between files of the folder by itself, because
// the operating system would follow them out of the folder as well.
func (f *Folder) lstat(name string, links int) (fs.FileInfo, error) {
	for i, r := range name {
		if r != '/' {
			continue
		}
		info, err := fs.Lstat(f.fsys, name[:i])
		if err != nil {
			return nil, err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return nil, faultf(0, "lies behind %s, a symbolic link to a folder, which import does not follow: put the folder itself there", name[:i])
		}
	}
	info, err := fs.Lstat(f.fsys, name)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return info, err
	}
	target, err := fs.ReadLink(f.fsys, name)
	if err != nil {
		return nil, err
	}
	target = strings.ReplaceAll(target, `\`, "/")
	inside := path.Join(path.Dir(name), target)
	switch {
	case path.IsAbs(target) || !fs.ValidPath(inside):
		return nil, faultf(0, "is a symbolic link that leaves the content folder: put the file itself here")
	case links == 0:
		return nil, faultf(0, "is a symbolic link that leads in a circle: put the file itself here")
	}
	info, err = f.lstat(inside, links-1)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, faultf(0, "is a symbolic link to %s, which does not exist: put the file itself here", inside)
	}
	return info, err
}

// checkText returns a fault for the first byte that no text may have.
func checkText(data []byte) error {
	line := 1
	for i := 0; i < len(data); {
		b := data[i]
		switch {
		case b == '\n':
			line++
		case b == 0:
			return faultf(line, "holds a NUL byte, so it is not a text file: save it as UTF-8 text")
		case isControl(rune(b)):
			return faultf(line, "holds the control character U+%04X: delete it", b)
		case b >= utf8.RuneSelf:
			r, size := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && size == 1 {
				return faultf(line, "is not valid UTF-8 (byte 0x%02X): save the file as UTF-8", b)
			}
			i += size
			continue
		}
		i++
	}
	return nil
}

// isControl reports whether r is a control character that no text may have.
func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }

func sizeFault(size, limit int64) *fault {
	return faultf(0, "is too large (%d MiB, at most %d MiB): make it smaller or split it", (size+1<<20-1)>>20, limit>>20)
}

// readMessage says in one sentence why a file or folder could not be read.
func readMessage(err error, what string) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "vanished while the folder was read: import it again"
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("cannot be read because permission is denied: make the %s readable for the user that runs hebi", what)
	}
	return fmt.Sprintf("cannot be read (%v): check the disk and import again", plainCause(err))
}

// plainCause drops the operation and the path that package fs puts before a
// cause; the problem names the file already.
func plainCause(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}
