package metasandbox

// IssuedToken is a token in clear text, with what tells whose it is.
type IssuedToken struct {
	Token      string
	BusinessID string
	CodeSHA256 string // as in TokenRecord
	IssuedBy   IssuedBy
	Alive      bool
	AnswerLost bool // the answer that it was made for did not get out whole
}

// IssuedTokens lists the tokens handed out, oldest first. It is for tests that
// compare what a program holds, by keyed hashes of its own, with what there is: the
// Journal has hashes only. The secrets of a sandbox are no secrets, so this gives
// away nothing but the sandbox.
func (s *Sandbox) IssuedTokens() []IssuedToken {
	issued := s.journal.issuedTokens()
	list := make([]IssuedToken, 0, len(issued))
	for _, t := range issued {
		list = append(list, IssuedToken{
			Token:      t.token,
			BusinessID: t.grant.Business,
			CodeSHA256: t.from.codeSHA256,
			IssuedBy:   t.from.how,
			Alive:      s.end(t.grant, t.fingerprint) == nil,
			AnswerLost: t.answerLost,
		})
	}
	return list
}
