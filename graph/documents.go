package graph

import "github.com/vektah/gqlparser/v2/gqlerror"

// Documents are the documents that the pages of this build send, by id: sha256: and the hash of the text, in hexadecimal. No request can add
// one. An id is no secret and no permission: limits and rights are those of the text.
// https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md
type Documents map[string]string

var errUnknownDocument = &gqlerror.Error{
	Message:    "There is no document with this id here. Send its text, in the member query.",
	Extensions: map[string]any{"code": "PERSISTED_DOCUMENT_NOT_FOUND"},
}

// find gives a request that names a document the document's text.
func (d Documents) find(p *params) *gqlerror.Error {
	if p.documentID == "" {
		return nil
	}
	text, isKnown := d[p.documentID]
	if !isKnown {
		return errUnknownDocument
	}
	p.Query = text
	return nil
}
