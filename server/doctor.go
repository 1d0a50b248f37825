package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"capiconnect/doctor"
	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding"
)

type doctorCommand struct{}

// Help implements kong.HelpProvider.
func (doctorCommand) Help() string {
	return "Takes the settings of the program, changes nothing, and ends with 0 when no check failed. What cannot be found out from here is unknown. " +
		"The admin app shows the same checks under Setup."
}

// Run prints how every check came out, and what is to be done.
func (doctorCommand) Run(ctx context.Context, env *environment) (err error) {
	c, err := readConfig(env.getenv, needsMeta...)
	if err != nil {
		return err
	}
	if dsn := runningPrivate(ctx, c); dsn != "" {
		c.DatabaseURL = dsn
	}
	db, err := openStore(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.stop()) }()
	clock, _ := models.NewClock(ctx, db.Store) // without the database, whose absence is told, it has this machine's time
	api := newMeta(c.Meta, onboarding.NewThrottle(db.Store, clock.Now, newLog(env.stderr, c.LogLevel)), clock.Now)
	report := newDoctor(c, c.publicURL(), db.Store, api, clock.Now).Report(ctx, true)
	return printReport(env, report)
}

// newDoctor checks what is configured.
func newDoctor(c config, publicURL *url.URL, store *models.Store, api *meta.API, now func() time.Time) *doctor.Doctor {
	return doctor.New(doctor.Config{
		Store: store, Meta: api, MetaIsHere: isHere(c.Meta.GraphURL), Sealer: c.Sealer, KeysetFile: c.KeysetFile, DataDir: c.DataDir,
		Login: c.Meta.login(), PublicURL: publicURL, AllowedOrigins: c.AllowedOrigins, VerifyToken: c.Meta.WebhookVerifyToken, Now: now,
	})
}

// isHere tells whether a URL leads to this machine.
func isHere(text string) bool {
	u, err := url.Parse(text)
	return err == nil && isLoopback(u.Hostname())
}

func printReport(env *environment, report doctor.Report) error {
	table := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STATE\tCHECK\tFOUND")
	todo := ""
	for _, check := range report.Checks {
		fmt.Fprintf(table, "%s\t%s\t%s\n", strings.ToLower(string(check.State)), check.Title, check.Found)
		if check.Fix != nil {
			todo += "\n" + fixText(check)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if todo != "" {
		fmt.Fprint(env.stdout, "\nWhat to do:\n"+todo)
	}
	if failed := report.Failed(); failed > 0 {
		return fmt.Errorf("%d of %d checks failed", failed, len(report.Checks))
	}
	return nil
}

// fixers name people as the table's readers know them.
var fixers = map[doctor.By]string{doctor.ByHost: "whoever runs the program", doctor.ByAppAdmin: "an administrator of the app at Meta"}

func fixText(check doctor.Check) string {
	text := fmt.Sprintf("%s, by %s:\n  %s\n", check.Title, fixers[check.Fix.By], check.Fix.Action)
	if check.Fix.URL != nil {
		text += "  " + *check.Fix.URL + "\n"
	}
	return text
}
