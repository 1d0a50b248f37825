package onboarding

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"image"
	_ "image/jpeg" // for image.DecodeConfig
	_ "image/png"  // as well

	"capiconnect/models"
)

// Limits on logos: what a page loads at once, and what a browser lays out without effort. Few bytes can claim to be a huge picture.
const (
	maxLogo     = 48 << 10
	maxLogoSide = 2000
)

var errLogo = invalid("logo", "A logo is a PNG, JPEG or WebP image of at most 48 KiB and 2000 pixels a side, in Base64.")

// sizedLogo is a logo and its size in pixels.
type sizedLogo struct {
	models.Logo
	width, height int
}

// readLogo takes an image by what it is, whatever anybody calls it. SVG is none of the kinds: it can hold scripts.
func readLogo(text string) (*sizedLogo, error) {
	if len(text) > base64.StdEncoding.EncodedLen(maxLogo) {
		return nil, errLogo
	}
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, errLogo
	}
	mediaType, width, height, err := measure(content)
	if err != nil || min(width, height) < 1 || max(width, height) > maxLogoSide {
		return nil, errLogo
	}
	hash := sha256.Sum256(content)
	return &sizedLogo{models.Logo{Hash: hex.EncodeToString(hash[:16]), MediaType: mediaType, Content: content}, width, height}, nil
}

func measure(content []byte) (mediaType string, width, height int, err error) {
	if width, height, ok := measureWebP(content); ok {
		return "image/webp", width, height, nil
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(content))
	switch kind {
	case "png", "jpeg":
		return "image/" + kind, config.Width, config.Height, err
	}
	return "", 0, 0, errors.Join(err, errLogo)
}

// measureWebP reads the size out of the first chunk. https://developers.google.com/speed/webp/docs/riff_container
func measureWebP(content []byte) (width, height int, ok bool) {
	const header = 30
	if len(content) < header || string(content[:4]) != "RIFF" || string(content[8:12]) != "WEBP" {
		return 0, 0, false
	}
	switch chunk := content[20:header]; string(content[12:16]) {
	case "VP8X":
		return 1 + uint24(chunk[4:]), 1 + uint24(chunk[7:]), true
	case "VP8L":
		size := binary.LittleEndian.Uint32(chunk[1:])
		return 1 + int(size&0x3fff), 1 + int(size>>14&0x3fff), chunk[0] == 0x2f
	case "VP8 ":
		side := func(at int) int { return int(binary.LittleEndian.Uint16(chunk[at:]) & 0x3fff) }
		return side(6), side(8), bytes.Equal(chunk[3:6], []byte{0x9d, 0x01, 0x2a})
	}
	return 0, 0, false
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
