package metasandbox

import (
	"bytes"
	"encoding/json"
	"strings"
)

// member and object are a JSON object that keeps the order of its members: Meta
// answers in the order of the fields asked for.
type member struct {
	name  string
	value any
}

type object []member

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	err := o.write(&b)
	return b.Bytes(), err
}

func (o object) write(b *bytes.Buffer) error {
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeValue(b, m.name); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := writeValue(b, m.value); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// writeValue writes the objects below another one in their place: json.Marshal would read each of them once more at every level.
func writeValue(b *bytes.Buffer, value any) error {
	switch value := value.(type) {
	case object:
		return value.write(b)
	case []object:
		return writeArray(b, value)
	}
	encoded, err := json.Marshal(value)
	b.Write(encoded)
	return err
}

func writeArray(b *bytes.Buffer, objects []object) error {
	b.WriteByte('[')
	for i, o := range objects {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := o.write(b); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

// field is one entry of the fields parameter: name, or name{sub,fields}.
type field struct {
	name string
	sub  []field
}

// parseFields reads the fields parameter; an empty one yields nil.
func parseFields(text string) ([]field, *graphError) {
	p := fieldParser{text: text}
	fields, ok := p.list(0)
	if !ok || p.at != len(text) {
		return nil, newError(2500, 0, "Syntax error at character %d: fields", p.at)
	}
	return fields, nil
}

type fieldParser struct {
	text string
	at   int
}

func (p *fieldParser) list(depth int) ([]field, bool) {
	var fields []field
	for {
		length := strings.IndexAny(p.text[p.at:], ",{}")
		if length < 0 {
			length = len(p.text) - p.at
		}
		f := field{name: strings.TrimSpace(p.text[p.at : p.at+length])}
		p.at += length
		if p.accept('{') {
			sub, ok := p.list(depth + 1)
			if !ok || depth > 3 || !p.accept('}') {
				return nil, false
			}
			f.sub = sub
		}
		if f.name != "" { // Meta forgives empty entries
			fields = append(fields, f)
		}
		if !p.accept(',') {
			return fields, true
		}
	}
}

func (p *fieldParser) accept(c byte) bool {
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

// nodeType is a kind of object in the graph. A reader that returns nil leaves the
// field out of the answer, as Meta does with what it has no value for.
type nodeType[T any] struct {
	name     string
	defaults []field
	read     map[string]func(T) any
	nested   map[string]func(T, []field) (any, *graphError)
}

// render answers the fields asked for, and always the id.
func (n nodeType[T]) render(v T, fields []field) (object, *graphError) {
	if len(fields) == 0 {
		fields = n.defaults
	}
	var answer object
	hasID := false
	for _, f := range fields {
		value, err := n.value(v, f)
		if err != nil {
			return nil, err
		}
		if value != nil {
			answer = append(answer, member{f.name, value})
		}
		hasID = hasID || f.name == "id"
	}
	if !hasID {
		answer = append(answer, member{"id", n.read["id"](v)})
	}
	return answer, nil
}

func (n nodeType[T]) value(v T, f field) (any, *graphError) {
	if nested, ok := n.nested[f.name]; ok {
		return nested(v, f.sub)
	}
	read, ok := n.read[f.name]
	if !ok || len(f.sub) > 0 {
		return nil, errNoField(f.name, n.name)
	}
	return read(v), nil
}
