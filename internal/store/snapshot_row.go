package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// ColumnKind says what a column holds, whichever the database.
type ColumnKind string

// The kinds of columns; in a backup's rows they are a number, true or false, a
// string, an RFC 3339 time in UTC, a number and base64.
const (
	IntegerColumn ColumnKind = "integer"
	BooleanColumn ColumnKind = "boolean"
	TextColumn    ColumnKind = "text"
	TimeColumn    ColumnKind = "time"
	RealColumn    ColumnKind = "real"
	BytesColumn   ColumnKind = "bytes"
)

// columnKinds are the kinds by what the two drivers call the types in use.
func columnKinds() map[string]ColumnKind {
	return map[string]ColumnKind{
		"INTEGER": IntegerColumn, "BIGINT": IntegerColumn, "INT4": IntegerColumn, "INT8": IntegerColumn,
		"BOOLEAN": BooleanColumn, "BOOL": BooleanColumn, "TEXT": TextColumn, "DATETIME": TimeColumn, "TIMESTAMPTZ": TimeColumn,
		"DOUBLE PRECISION": RealColumn, "FLOAT8": RealColumn, "BLOB": BytesColumn, "BYTEA": BytesColumn,
	}
}

// Column is a column of a table in a backup.
type Column struct {
	Name string     `json:"name"`
	Kind ColumnKind `json:"kind"`
}

// rowWriter writes rows as JSON lists, one a line, in a buffer of its own.
type rowWriter struct {
	columns []Column
	values  []any
	places  []any
	buffer  bytes.Buffer
	encoder *json.Encoder
}

func newRowWriter(columns []Column) *rowWriter {
	w := &rowWriter{columns: columns, values: make([]any, len(columns)), places: make([]any, len(columns))}
	for i := range w.values {
		w.places[i] = &w.values[i]
	}
	w.encoder = json.NewEncoder(&w.buffer)
	w.encoder.SetEscapeHTML(false)
	return w
}

// line is the scanned row with its line end; it is good until the next one.
func (w *rowWriter) line() ([]byte, error) {
	for i, v := range w.values {
		switch v := v.(type) {
		case time.Time:
			w.values[i] = v.UTC().Format(time.RFC3339Nano)
		case []byte:
			if w.columns[i].Kind == TextColumn {
				w.values[i] = string(v)
			}
		case int64:
			if w.columns[i].Kind == BooleanColumn {
				w.values[i] = v != 0
			}
		}
	}
	w.buffer.Reset()
	if err := w.encoder.Encode(w.values); err != nil {
		return nil, err
	}
	return w.buffer.Bytes(), nil
}

// parseRow reads what line wrote.
func parseRow(columns []Column, line []byte) ([]any, error) {
	var fields []json.RawMessage
	if err := json.Unmarshal(line, &fields); err != nil {
		return nil, err
	}
	if len(fields) != len(columns) {
		return nil, fmt.Errorf("%d values for %d columns", len(fields), len(columns))
	}
	values := make([]any, len(fields))
	for i, field := range fields {
		if string(field) == "null" {
			continue
		}
		var err error
		if values[i], err = parseField(columns[i].Kind, field); err != nil {
			return nil, fmt.Errorf("column %q: %w", columns[i].Name, err)
		}
	}
	return values, nil
}

func parseField(kind ColumnKind, field []byte) (any, error) {
	switch kind {
	case IntegerColumn:
		return parsed[int64](field)
	case BooleanColumn:
		return parsed[bool](field)
	case TextColumn:
		return parsed[string](field)
	case TimeColumn:
		at, err := parsed[time.Time](field)
		return at.UTC(), err
	case RealColumn:
		return parsed[float64](field)
	case BytesColumn:
		return parsed[[]byte](field)
	}
	return nil, fmt.Errorf("unknown kind %q", kind)
}

func parsed[T any](field []byte) (T, error) {
	var v T
	err := json.Unmarshal(field, &v)
	return v, err
}
