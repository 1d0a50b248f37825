package crashtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"capiconnect/meta/metasandbox"
	"capiconnect/models/seal"
)

// plant connects businesses past the program, faster than it could: the sandbox gives the tokens, and the rows are written as the
// program would.
func (in *installation) plant(n int) {
	in.t.Helper()
	var e *evidence
	in.examine(func(got *evidence) { e = got })
	ctx := context.Background()
	conn, err := in.database.connect(ctx)
	if err != nil {
		in.t.Fatal(err)
	}
	defer conn.Close(ctx)
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		for range n {
			if err := in.plantOne(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		in.t.Fatal(err)
	}
}

func (in *installation) plantOne(ctx context.Context, tx pgx.Tx, e *evidence) error {
	metaID := in.sandbox.AddBusiness("Planted", 1, 0)
	token, err := in.exchange(metaID)
	if err != nil {
		return err
	}
	businessID, credentialID := uuid.NewString(), uuid.NewString()
	sealed, err := e.sealer.Seal([]byte(token), "credentials/ciphertext/"+credentialID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO businesses (id, meta_id, labels, status, connected_at, created_at, last_checked_at)
		VALUES ($1, $2, '{planted}', 'CONNECTED', now(), now(), now())`, businessID, metaID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO credentials (id, business_id, state, origin, ciphertext, fingerprint, granted_at)
		VALUES ($1, $2, 'LIVE', 'EXCHANGE', $3, $4, now())`, credentialID, businessID, sealed, e.hmac("token", token))
	return err
}

// exchange does what the program does with a code, beside it.
func (in *installation) exchange(metaID string) (token string, err error) {
	code, err := in.sandbox.IssueCode(metasandbox.CodeRequest{BusinessID: metaID})
	if err != nil {
		return "", err
	}
	query := url.Values{"client_id": {in.sandbox.AppID()}, "client_secret": {in.sandbox.AppSecret()}, "code": {code}}
	answer := httptest.NewRecorder()
	in.tokens.ServeHTTP(answer, httptest.NewRequest("GET", "http://localhost/v26.0/oauth/access_token?"+query.Encode(), nil))
	var got struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil || got.Token == "" {
		return "", fmt.Errorf("exchanging a code at the sandbox: %s", answer.Body)
	}
	return got.Token, nil
}

// sealedWith counts stored tokens by the key that sealed them.
func (e *evidence) sealedWith() map[uint32]int {
	keys := map[uint32]int{}
	for _, c := range e.credentials {
		if id, ok := seal.KeyID(c.Ciphertext); ok {
			keys[id]++
		}
	}
	return keys
}
