// Command reference answers the queries of the benchmark with net/http and pgx and nothing between them: what there is to win by leaving out
// GraphQL, an ORM and everything that makes a product. It serves two of them, which differ in how an answer is written.
package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
)

// connections is as many as the product has for its queries.
const connections = 12

func main() {
	config, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	config.MaxConns, config.MinConns = connections, connections
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ready", func(http.ResponseWriter, *http.Request) {})
	for name, reference := range map[string]interface {
		nested(context.Context, *pgxpool.Pool) ([]byte, error)
		single(ctx context.Context, pool *pgxpool.Pool, id string) ([]byte, error)
		list(ctx context.Context, pool *pgxpool.Pool, l list) ([]byte, error)
	}{"buffer": buffer{}, "structs": structs{}} {
		mux.HandleFunc("GET /"+name+"/nested", answer(func(r *http.Request) ([]byte, error) { return reference.nested(r.Context(), pool) }))
		mux.HandleFunc("GET /"+name+"/single", answer(func(r *http.Request) ([]byte, error) {
			return reference.single(r.Context(), pool, r.FormValue("id"))
		}))
		mux.HandleFunc("GET /"+name+"/deep", answer(func(r *http.Request) ([]byte, error) {
			return reference.list(r.Context(), pool, list{selectDeep, []any{r.FormValue("name"), r.FormValue("id")}})
		}))
		mux.HandleFunc("GET /"+name+"/search", answer(func(r *http.Request) ([]byte, error) {
			return reference.list(r.Context(), pool, list{selectSearch, []any{"%" + r.FormValue("text") + "%"}})
		}))
	}
	log.Fatal(http.ListenAndServe(os.Getenv("LISTEN_ADDR"), mux))
}

// list is a statement that reads a page of businesses.
type list struct {
	statement string
	args      []any
}

func answer(read func(*http.Request) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := read(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}
}
