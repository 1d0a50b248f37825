package main

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// policy is a Content-Security-Policy in the making. https://www.w3.org/TR/CSP3/
type policy []string

func (p policy) String() string { return strings.Join(p, "; ") }

// with has directives in place of those that bear their names, or behind the others.
func (p policy) with(directives ...string) policy {
	changed := slices.Clone(p)
	for _, directive := range directives {
		name, _, _ := strings.Cut(directive, " ")
		at := slices.IndexFunc(changed, func(one string) bool { return strings.HasPrefix(one, name+" ") })
		if at < 0 {
			changed = append(changed, directive)
			continue
		}
		changed[at] = directive
	}
	return changed
}

// apiPolicy lets nothing run, should a browser ever show an answer of the API as a page.
var apiPolicy = policy{"default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'"}

// adminPolicy is for the admin app: everything from here, nothing inline.
var adminPolicy = policy{
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	"font-src 'self'",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'none'",
	"object-src 'none'",
	"require-trusted-types-for 'script'",
}

// playgroundPolicy is for the playground. Its editor works beside the page, and writes styles into it as one types; they reach no
// other host. Scripts and trusted types are as strict as everywhere.
var playgroundPolicy = adminPolicy.with("style-src 'self' 'unsafe-inline'", "worker-src 'self'")

// connectPolicy is for the pages with the login button, the only ones on which Meta's SDK runs. Without the frame of
// staticxx.facebook.com the code never arrives. Where Meta is somewhere else, exactly those origins are let in.
func connectPolicy(m metaConfig) policy {
	scripts := origins(m.SDKURL)
	frames, calls := origins(m.DialogURL), origins(m.SDKURL, m.GraphURL, m.DialogURL)
	images := origins(m.DialogURL)
	if frames == "https://www.facebook.com" {
		frames += " https://web.facebook.com https://staticxx.facebook.com"
		calls += " https://web.facebook.com"
	}
	return policy{
		"default-src 'none'",
		"script-src 'self' " + scripts,
		"style-src 'self'",
		"img-src 'self' data: " + images,
		"font-src 'self'",
		"connect-src 'self' " + calls,
		"frame-src " + frames,
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"object-src 'none'",
	}
}

// origins lists the origins of checked URLs, each once.
func origins(urls ...string) string {
	var list []string
	for _, text := range urls {
		u, err := url.Parse(text)
		if err != nil {
			continue // cannot happen: readConfig has parsed it
		}
		if origin := originOf(u); !slices.Contains(list, origin) {
			list = append(list, origin)
		}
	}
	return strings.Join(list, " ")
}

// withHeaders sets what every answer carries; a page sets its own policy in place of the API's.
func withHeaders(https bool, next http.Handler) http.Handler {
	every := http.Header{
		"Content-Security-Policy":      {apiPolicy.String()},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Permissions-Policy":           {"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
		"Referrer-Policy":              {"no-referrer"},
		"X-Content-Type-Options":       {"nosniff"},
	}
	if https {
		every.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), every) // whose values nobody changes in place
		next.ServeHTTP(w, r)
	})
}

// withNoStore keeps answers that are for one caller out of every cache.
func withNoStore(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
