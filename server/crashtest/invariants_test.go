package crashtest

import (
	"fmt"
)

// invariant is something that is true whenever the program has come to rest, whatever has happened to it before.
type invariant struct {
	name, sentence string
	check          func(*evidence) []string // what breaks it
}

var invariants = []invariant{
	{"I1", "each code is an attempt at most once, and every attempt is a code that was given", attemptsAreCodes},
	{"I2", "no code has reached Meta twice", codesReachMetaOnce},
	{"I3", "every token acknowledged as stored decrypts and works at Meta, and every acknowledged connection stands", acknowledgedStays},
	{"I4", "a business is there once and has at most one live token, and exactly one while it is connected", oneLiveToken},
	{"I5", "whatever is under way has a live lease or a job", somebodyCarriesOn},
	{"I6", "every token that Meta gave is held, or else its onboarding says that the outcome is unknown", lossesHaveNames},
	{"I7", "the datasets known are those that Meta shows", datasetsAreMetas},
	{"I8", "every change of status has its row in the audit", auditHasEveryChange},
	{"I9", "no secret is anywhere but in a ciphertext: rows, answers, events, output", nothingIsExposed},
	{"I10", "what Meta reported and we took is kept once and has been acted on", reportsAreActedOn},
	{"I11", "what was disconnected holds no token, and Meta says that the token is dead and was not used since", endsAreEnds},
	{"I12", "nothing hangs on a foreign parent", nothingIsForeign},
	{"I13", "a partner's server has been told of every change, whatever came twice had one id, and each subject's came in their order", changesAreTold},
	{"P-14", "no call while Meta wants none, and none to a foreign host", metaIsLeftAlone},
}

// broken checks all invariants.
func broken(e *evidence) map[string][]string {
	found := map[string][]string{}
	for _, i := range invariants {
		if violations := i.check(e); len(violations) > 0 {
			found[i.name] = violations
		}
	}
	return found
}

// violations collects sentences.
type violations []string

func (v *violations) add(format string, args ...any) { *v = append(*v, fmt.Sprintf(format, args...)) }
