package models

// OpenWithLimit is Open with another limit for statements than the one that nobody wants to wait for in a test.
var OpenWithLimit = open
