// Package importer reads what editors already have and turns it into values
// of package newsroom: content folders in the format of section 6 of the
// design (folder*.go) and the text of printed newspaper pages (page*.go).
//
// It touches no database and changes nothing. What it cannot take it reports
// as a Problem that names file, line and remedy, and goes on with the rest.
package importer
