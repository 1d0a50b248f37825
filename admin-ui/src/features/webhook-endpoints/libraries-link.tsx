import { ExternalLink } from '@/components/external-link'

/** The way to ready-made code that verifies what is sent. */
export function LibrariesLink() {
  return (
    <ExternalLink href="https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries">
      Libraries that verify it, by language
    </ExternalLink>
  )
}
