package importer

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
)

func TestPageDump(t *testing.T) {
	f := os.Getenv("DUMP")
	if f == "" {
		t.Skip()
	}
	data, _ := os.ReadFile(f)
	p := ParsePage(string(data))
	if os.Getenv("FULL") != "" {
		out, _ := json.MarshalIndent(p, "", " ")
		fmt.Println(string(out))
		return
	}
	fmt.Println("MAST", p.Masthead)
	if p.Special != nil {
		fmt.Println("SPECIAL", p.Special.Title, p.Special.Items, headOf(p.Special.EditorsNote, 90))
	}
	for i, it := range p.Items {
		fmt.Printf("[%d] %s K=%s T=%s S=%s C=%v from=%v on=%v\n", i, it.Kind, it.Kicker, it.Title, it.Subtitle, it.Credits, it.ContinuedFrom, it.ContinuedOn)
		for _, s := range it.Sections {
			fmt.Println("   §", s)
		}
		for _, s := range it.Paragraphs {
			fmt.Println("    ", len([]rune(s)), headOf(s, 60), "…", tailOf(s, 30))
		}
		for _, s := range it.Warnings {
			fmt.Println("   !", s)
		}
	}
	fmt.Println("UNPLACED", p.Unplaced, len(p.Changes))
}

func TestPageCols(t *testing.T) {
	f := os.Getenv("COLS")
	if f == "" {
		t.Skip()
	}
	data, _ := os.ReadFile(f)
	lines := readPageLines(string(data))
	for _, w := range []int{1, 2} {
		c, s := findColumns(cellsOf(lines, w))
		fmt.Println(w, c, s)
	}
	out, _ := uncolumnPage(lines)
	for _, l := range out {
		fmt.Println(l.gap, l.indent, l.text)
	}
}
