package store

import (
	"context"
	"slices"

	"gorm.io/gorm"
)

// orm asks for the rows of a table, or those of a statement, as values of T. It
// is what the store uses of GORM's own generic interface, gorm.G: that makes some
// hundred functions for every T, and compiling the store took 3 GB of memory.
type orm[T any] struct {
	db    *gorm.DB
	steps []func(*gorm.DB) *gorm.DB
}

// of begins a statement about the table of T.
func of[T any](db *gorm.DB) orm[T] { return orm[T]{db: db} }

func (o orm[T]) with(step func(*gorm.DB) *gorm.DB) orm[T] {
	return orm[T]{o.db, append(slices.Clip(o.steps), step)}
}

// made is the statement with a context, nothing of an earlier one in it.
func (o orm[T]) made(ctx context.Context) *gorm.DB {
	db := o.db.Session(&gorm.Session{NewDB: true, Context: ctx})
	for _, step := range o.steps {
		db = step(db)
	}
	return db
}

func (o orm[T]) Raw(sql string, args ...any) orm[T] {
	return o.with(func(db *gorm.DB) *gorm.DB { return db.Raw(sql, args...) })
}

func (o orm[T]) Where(condition any, args ...any) orm[T] {
	return o.with(func(db *gorm.DB) *gorm.DB { return db.Where(condition, args...) })
}

func (o orm[T]) Order(by string) orm[T] {
	return o.with(func(db *gorm.DB) *gorm.DB { return db.Order(by) })
}

func (o orm[T]) Limit(n int) orm[T] {
	return o.with(func(db *gorm.DB) *gorm.DB { return db.Limit(n) })
}

func (o orm[T]) Select(columns string, args ...any) orm[T] {
	return o.with(func(db *gorm.DB) *gorm.DB { return db.Select(columns, args...) })
}

// Find returns all rows.
func (o orm[T]) Find(ctx context.Context) ([]T, error) {
	var list []T
	err := o.made(ctx).Find(&list).Error
	return list, err
}

// Take returns one row; gorm.ErrRecordNotFound when there is none.
func (o orm[T]) Take(ctx context.Context) (T, error) {
	var row T
	err := o.made(ctx).Take(&row).Error
	return row, err
}

// Create inserts a row and fills in what the database gave it.
func (o orm[T]) Create(ctx context.Context, row *T) error { return o.made(ctx).Create(row).Error }

// CreateInBatches inserts rows, size at a time.
func (o orm[T]) CreateInBatches(ctx context.Context, list *[]T, size int) error {
	return o.made(ctx).CreateInBatches(list, size).Error
}

// Update sets one column and returns how many rows it was.
func (o orm[T]) Update(ctx context.Context, column string, value any) (int, error) {
	done := o.made(ctx).Model(new(T)).Update(column, value)
	return int(done.RowsAffected), done.Error
}

// Updates sets the columns that were selected, else those that are not zero, and
// returns how many rows it was.
func (o orm[T]) Updates(ctx context.Context, row T) (int, error) {
	done := o.made(ctx).Updates(row)
	return int(done.RowsAffected), done.Error
}

// Delete removes rows and returns how many.
func (o orm[T]) Delete(ctx context.Context) (int, error) {
	done := o.made(ctx).Delete(new(T))
	return int(done.RowsAffected), done.Error
}

// Count returns how many rows have a value in the column.
func (o orm[T]) Count(ctx context.Context, column string) (int64, error) {
	var n int64
	err := o.made(ctx).Model(new(T)).Select(column).Count(&n).Error
	return n, err
}
