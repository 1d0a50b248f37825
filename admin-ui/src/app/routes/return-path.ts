const home = '/admin/'

/** Where to go after signing in: `wanted` when it is a page of the admin, else its home. Never another site. */
export function returnPath(wanted: string | undefined) {
  if (wanted === undefined || !URL.canParse(wanted, window.location.origin)) {
    return home
  }
  const url = new URL(wanted, window.location.origin)
  const ours = url.origin === window.location.origin && url.pathname.startsWith('/admin/')
  return ours && url.pathname !== '/admin/sign-in' ? url.pathname + url.search : home
}
