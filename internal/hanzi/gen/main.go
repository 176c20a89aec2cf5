// Command gen makes the tables of package hanzi from OpenCC's. Of one table of
// characters it makes that behind hanzi.Fold:
//
//	go run ./gen -out data/simplified.txt PATH/TSCharacters.txt
//
// To those pairs it adds the compatibility ideographs and radicals of Unicode,
// which NFKC replaces by one character each, and a few of our own.
//
// Of characters and phrases it makes the two files of a conversion, such as the
// one behind hanzi.Traditional:
//
//	go run ./gen -out data/traditional.txt -phrases data/traditional.gz PATH/STCharacters.txt PATH/STPhrases.txt
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const notice = `# Pairs of characters: the first is written as the second when text is compared.
# Made from OpenCC's TSCharacters.txt (Apache License 2.0, see LICENSE.OpenCC),
# changed: first choice only, a few pairs and the compatibility ideographs and
# radicals of Unicode (NFKC) added, chains followed to their end. Do not edit: run
# go generate.
`

func main() {
	log.SetFlags(0)
	out := flag.String("out", "data/simplified.txt", "`file` to write")
	phrases := flag.String("phrases", "data/traditional.gz", "`file` to write phrases to, with two tables")
	flag.Parse()
	var err error
	switch flag.NArg() {
	case 1:
		err = makeFolding(*out, flag.Arg(0))
	case 2:
		err = makeConversion(*out, *phrases, flag.Arg(0), flag.Arg(1))
	default:
		log.Fatal("gen: name OpenCC's TSCharacters.txt, or a table of characters and one of phrases")
	}
	if err != nil {
		log.Fatalf("gen: %v", err)
	}
}

func makeFolding(out, characters string) error {
	pairs, err := readPairs(characters)
	if err != nil {
		return err
	}
	addCompatibility(pairs)
	addUnited(pairs)
	closeChains(pairs)
	return os.WriteFile(out, format(pairs), 0o644)
}

// readPairs takes the first choice of every row whose both sides are one rune.
func readPairs(name string) (map[rune]rune, error) {
	rows, err := readRows(name)
	if err != nil {
		return nil, err
	}
	pairs := make(map[rune]rune)
	for from, to := range rows {
		if utf8.RuneCountInString(from) == 1 && utf8.RuneCountInString(to[0]) == 1 {
			pairs[first(from)] = first(to[0])
		}
	}
	return pairs, nil
}

// readRows reads a table of OpenCC's: what is written on the left of a row, and
// the choices on its right, best first.
func readRows(name string) (map[string][]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows := make(map[string][]string)
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		from, to, ok := strings.Cut(lines.Text(), "\t")
		if choices := strings.Fields(to); ok && len(choices) > 0 && !strings.HasPrefix(from, "#") {
			rows[from] = choices
		}
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s holds no row of the form 甲<TAB>乙", name)
	}
	return rows, lines.Err()
}

func addCompatibility(pairs map[rune]rune) {
	for _, block := range [][2]rune{{0x2E80, 0x2FDF}, {0xF900, 0xFAFF}, {0x2F800, 0x2FA1F}} {
		for r := block[0]; r <= block[1]; r++ {
			n := norm.NFKC.String(string(r))
			if unicode.Is(unicode.Han, r) && utf8.RuneCountInString(n) == 1 {
				pairs[r] = first(n)
			}
		}
	}
}

// united are pairs that OpenCC's table leaves apart, since the first is a
// simplified character too: 瞭望 stays so. Compared they must be one, or 瞭解
// would not be 了解; those are left out where the first is common by itself, as 像 is.
const united = "瞭了 藉借 覆复 彷仿 甦苏 祇只 衹只 揹背 鎗枪 荳豆 馀余 锺钟"

func addUnited(pairs map[rune]rune) {
	for pair := range strings.FieldsSeq(united) {
		r := []rune(pair)
		pairs[r[0]] = r[1]
	}
}

// closeChains makes folding idempotent: 薴→苧 and 苧→苎 become 薴→苎. What
// maps to itself is dropped, a ring is cut where it is entered.
func closeChains(pairs map[rune]rune) {
	for from, to := range pairs {
		for range len(pairs) {
			next, ok := pairs[to]
			if !ok || next == to || next == from {
				break
			}
			to = next
		}
		pairs[from] = to
	}
	maps.DeleteFunc(pairs, func(from, to rune) bool { return from == to })
}

// format writes 32 pairs to a line, by code point, so that a change of the
// source is a small difference here.
func format(pairs map[rune]rune) []byte {
	var b strings.Builder
	b.WriteString(notice)
	for i, from := range slices.SortedFunc(maps.Keys(pairs), cmp.Compare[rune]) {
		b.WriteRune(from)
		b.WriteRune(pairs[from])
		if i%32 == 31 {
			b.WriteByte('\n')
		}
	}
	if !strings.HasSuffix(b.String(), "\n") {
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
