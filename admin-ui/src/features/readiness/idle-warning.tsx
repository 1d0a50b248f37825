import { readFragment, type FragmentOf } from 'gql.tada'
import { Notice } from '@/components/notice'
import { ExternalLink } from '@/components/external-link'
import { formatDay } from '@/lib/format'
import { graphql } from '@/lib/graphql'

export const idleWarningFragment = graphql(`
  fragment IdleWarning on Readiness {
    isIdle
    lastCallOn
    inactiveOn
  }
`)

/** That an app which calls nothing may lose its access; nothing while it calls. */
export function IdleWarning({ readiness }: { readiness: FragmentOf<typeof idleWarningFragment> }) {
  const { isIdle, lastCallOn, inactiveOn } = readFragment(idleWarningFragment, readiness)
  if (!isIdle || !lastCallOn || !inactiveOn) {
    return null
  }
  return (
    <Notice>
      The app has called nothing at Meta since {formatDay(lastCallOn)}. From {formatDay(inactiveOn)} on Meta may take it
      for inactive, if it also receives no webhook and nobody logs in: then all of its tokens end, and permissions that
      it has not used are to be applied for again. While a business is connected, it is checked every day, which is a
      call.{' '}
      <ExternalLink href="https://developers.facebook.com/docs/development/maintaining-data-access">
        Maintaining data access
      </ExternalLink>
    </Notice>
  )
}
