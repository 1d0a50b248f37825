package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"
)

// listen takes an address for a listener that setting configures.
func listen(setting, address string) (*net.TCPListener, error) {
	listener, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("another program listens on %s: stop it, or give this one another address with %s", address, setting)
	}
	if err != nil {
		return nil, fmt.Errorf("listening on %s, which %s says: %w", address, setting, err)
	}
	return listener.(*net.TCPListener), nil
}

// newServer makes a server that slow and greedy clients cannot keep busy.
func newServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug), // mostly broken handshakes of strangers
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      time.Minute,
	}
}

// localURL is how a browser on this machine reaches a listener. The name localhost is what browsers take for a safe place everywhere.
func localURL(address string) *url.URL {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		panic(err) // readConfig has checked it, or a listener has said it
	}
	return &url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", port)}
}
