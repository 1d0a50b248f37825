/** How the partner presents itself, as far as a page's program needs to know. */
export interface Brand {
  name?: string
  accentColor?: string
  supportContact?: string
  privacyUrl?: string
}

/** What the server has put into the document: server/connect_page.go. */
export function readBrand(): Brand {
  const text = document.getElementById('branding')?.textContent
  return text ? (JSON.parse(text) as Brand) : {}
}

/** Where a link to whoever helps leads. */
export function contactHref(contact: string) {
  return contact.startsWith('https:') ? contact : `mailto:${encodeURIComponent(contact).replace('%40', '@')}`
}
