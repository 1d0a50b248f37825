/** Pages of the admin that are documents of their own, because each has a Content-Security-Policy of its own. */
const documents = ['/admin/connect', '/admin/playground'] as const

export type AdminDocument = (typeof documents)[number]

/** Whether the browser has to load `path`, since the admin app does not route it. */
export function isDocument(path: string) {
  return documents.some((document) => path === document || path.startsWith(`${document}?`))
}

/** Where to sign in, and come back from to `document`. */
export function signInPath(document?: AdminDocument) {
  return document ? `/admin/sign-in?return=${document}` : '/admin/sign-in'
}
