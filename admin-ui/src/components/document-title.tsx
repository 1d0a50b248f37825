import { useDocumentTitle } from '@mantine/hooks'

/** The name of the page in the tab and in the history; that of the product alone where there is no page yet. */
export function DocumentTitle({ of }: { of?: string }) {
  useDocumentTitle(of ? `${of} · CAPI Connect` : 'CAPI Connect')
  return null
}
