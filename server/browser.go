package main

import "strings"

// mark is a text in a User-Agent and what it stands for.
type mark struct{ text, name string }

// A browser's User-Agent names all those that it is like, so that the first of these that occurs is the one that it is.
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Browser_detection_using_the_user_agent
var (
	browserMarks = []mark{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systemMarks = []mark{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	}
)

// browserOf names a browser and its system as people do, for example "Firefox on Windows"; empty when it says nothing that is known. Of the
// text itself nothing is kept: it could hold anything.
func browserOf(userAgent string) string {
	browser, system := firstOf(browserMarks, userAgent), firstOf(systemMarks, userAgent)
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + " on " + system
}

func firstOf(marks []mark, userAgent string) string {
	for _, m := range marks {
		if strings.Contains(userAgent, m.text) {
			return m.name
		}
	}
	return ""
}
