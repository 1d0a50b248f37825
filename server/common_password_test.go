package main

import "testing"

func TestPasswordsThatAreTriedFirstAreRefused(t *testing.T) {
	t.Parallel()
	if n := len(commonPasswords()); n < 3000 {
		t.Errorf("only %d passwords are known as common", n)
	}
	for password, fails := range map[string]bool{
		"qwertyuiop123": true, "Password1234": true, "123456789012": true, "CAPIconnect-2026": true, "capi.connect.1": true, "meta-facebook-admin": true,
		"ada.lovelace@example.com": true, "Lovelace12345": true, "example-ada-1": true,
		goodPassword: false, "connect four and a half": false, "lovelace weaves algebra": false, "metametamorphosis": false, "目を覚ます、朝の光の中で": false,
	} {
		if err := checkPassword(password, "ada.lovelace@example.com"); (err != nil) != fails {
			t.Errorf("%q: got %v", password, err)
		}
	}
	if err := checkPassword("lovelace12345", ""); err != nil {
		t.Errorf("of somebody else: %v", err)
	}
}
