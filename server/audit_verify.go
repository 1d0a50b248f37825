package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
)

type auditVerifyCommand struct{}

// Help implements kong.HelpProvider.
func (auditVerifyCommand) Help() string {
	return "Needs the keyset of the installation. It reads the whole audit and exits with 1 when something is wrong. That the end of the audit was " +
		"cut off shows by DATA_DIR/audit.heads, which the program writes every hour: run it where that file is. After a backup of the database was " +
		"restored, what the file knows of the time after it is named as removed."
}

// Run verifies the audit and prints what is wrong with it.
func (auditVerifyCommand) Run(ctx context.Context, env *environment) error {
	c, err := readConfig(env.getenv)
	if err != nil {
		return err
	}
	sealer, err := keysetOf(c)
	if err != nil {
		return err
	}
	return withStore(ctx, c, func(store *models.Store) error {
		report, err := onboarding.VerifyAudit(ctx, store, sealer, c.DataDir)
		if err != nil {
			return err
		}
		return printAudit(env, report)
	})
}

func printAudit(env *environment, report *onboarding.AuditReport) error {
	fmt.Fprintf(env.stderr, "%d events", report.Events)
	if report.Unsigned > 0 {
		fmt.Fprintf(env.stderr, ", %d of them written by commands that had no keyset, which only their place in the chain vouches for", report.Unsigned)
	}
	fmt.Fprintln(env.stderr, ".")
	if len(report.Findings) == 0 {
		fmt.Fprintln(env.stderr, "Nothing is wrong with the audit.")
		return nil
	}
	table := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PLACE\tEVENT\tWHAT IS WRONG")
	for _, finding := range report.Findings {
		fmt.Fprintf(table, "%s\t%s\t%s\n", placeOf(finding), eventOf(finding), finding.What)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return fmt.Errorf("the audit is not as the program wrote it: %d findings", len(report.Findings))
}

func placeOf(finding onboarding.AuditFinding) string {
	if finding.Seq == 0 {
		return "none"
	}
	return fmt.Sprint(finding.Seq)
}

func eventOf(finding onboarding.AuditFinding) string {
	if finding.EventID == uuid.Nil {
		return "unknown"
	}
	return finding.EventID.String()
}
