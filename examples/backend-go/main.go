// Command backend-go is an example of a partner's product: a list of its clients, each of whom can connect a business. It knows CAPI
// Connect by its GraphQL API alone, and nothing of this project's code.
package main

import (
	"cmp"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	port := cmp.Or(os.Getenv("PORT"), "4004")
	origin := "http://localhost:" + port
	p := &product{
		api:    api{base: cmp.Or(os.Getenv("CAPICONNECT_URL"), "http://localhost:8080"), keyFile: cmp.Or(os.Getenv("CAPICONNECT_KEY_FILE"), "data/examples.key")},
		origin: origin,
		secret: os.Getenv("WEBHOOK_SECRET"),
	}
	server := &http.Server{Addr: "127.0.0.1:" + port, Handler: p.routes(), ReadHeaderTimeout: 5 * time.Second}
	fmt.Printf("Open %s/\n", origin)
	log.Fatal(server.ListenAndServe())
}
