// Command hebi is a bilingual newsroom in one program: it serves a site and
// carries out what its editors and operator ask of it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a container without zone files still knows Asia/Shanghai

	"github.com/alecthomas/kong"
	"golang.org/x/term"
)

// version is stamped by the build.
var version = "dev"

// Exit codes of every command; wrong usage is 2, which kong's errors get.
const (
	exitDone     = 0
	exitFailed   = 1
	exitUsage    = 2
	exitWarnings = 3
)

// errWarnings says that a command did its work, with warnings or with some
// files skipped, and has told about each.
var errWarnings = errors.New("done with warnings")

// commands is the whole command line.
type commands struct {
	Serve        serveCommand        `cmd:"" help:"Serve the site; creates what is missing and imports the starter site once."`
	Import       importCommand       `cmd:"" help:"Import a content folder or a printed page."`
	Export       exportCommand       `cmd:"" help:"Write the whole site as a content folder."`
	Publish      publishCommand      `cmd:"" help:"Publish an article by hand."`
	Withdraw     withdrawCommand     `cmd:"" help:"Take an article from its readers."`
	Eval         evalCommand         `cmd:"" help:"Measure quality over files that you name."`
	Reindex      reindexCommand      `cmd:"" help:"Bring the search index up to date; goes on where it stopped."`
	Retag        retagCommand        `cmd:"" help:"Find the themes of every article anew; those set by hand stay."`
	Themes       themesCommand       `cmd:"" help:"Say why an article has its themes."`
	Backup       backupCommand       `cmd:"" help:"Write the whole site into one file, pictures included, while it runs."`
	Restore      restoreCommand      `cmd:"" help:"Put the site that a backup holds in the place of this one."`
	Check        checkCommand        `cmd:"" help:"Hold translations against their originals: terms, names and numbers."`
	Terms        termsCommand        `cmd:"" help:"Bring the term base in from CSV, or write it out."`
	Translations translationsCommand `cmd:"" help:"List the articles with the state of their translations."`
	User         userCommand         `cmd:"" help:"Add, list, disable and reset the users of the desk."`

	Healthcheck healthcheckCommand `cmd:"" hidden:"" help:"Ask a running hebi whether it is alive; for containers."`
	Version     kong.VersionFlag   `help:"Print the version."`
}

// console is where a command speaks, and listens when it is told to.
type console struct {
	in       io.Reader
	out, err io.Writer
	// terminal says that err is a terminal, where a progress bar makes sense.
	terminal bool
	log      *slog.Logger
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run carries out one command line and returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &console{in: os.Stdin, out: stdout, err: stderr}
	var handler slog.Handler = slog.NewJSONHandler(stderr, nil)
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		c.terminal = true
		handler = slog.NewTextHandler(stderr, nil)
	}
	c.log = slog.New(handler)

	code := -1
	parser, err := kong.New(&commands{},
		kong.Name("hebi"),
		kong.Description("A bilingual (Chinese–English) newsroom in one program."),
		kong.UsageOnError(),
		kong.Writers(stdout, stderr),
		kong.Exit(func(n int) { code = n }),
		kong.Vars{"version": version},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(c),
	)
	if err != nil {
		fmt.Fprintln(stderr, "hebi:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if code >= 0 { // --help and --version end here
		return code
	}
	if err != nil {
		fmt.Fprintf(stderr, "hebi: %v; see hebi --help\n", err)
		return exitUsage
	}
	switch err := parsed.Run(); {
	case err == nil:
		return exitDone
	case errors.Is(err, errWarnings):
		return exitWarnings
	default:
		fmt.Fprintf(stderr, "hebi: %v\n", err)
		return exitFailed
	}
}
