import { useQuery } from 'urql'
import { Notice } from '@/components/notice'
import { RouterAnchor } from '@/components/router-anchor'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'

const setupNoticeQuery = graphql(`
  query SetupNotice {
    setup {
      checks {
        state
        title
      }
    }
  }
`)

/** What of the setup does not work; nothing when all does. It comes when it is known: the checks may wait for Meta. */
export function SetupNotice() {
  const [{ data }] = useQuery({ query: setupNoticeQuery, requestPolicy: 'cache-and-network' })
  const failed = data?.setup.checks.filter(({ state }) => state === 'FAILED') ?? []
  if (failed.length === 0) {
    return null
  }
  return (
    <Notice>
      {plural(failed.length, 'check', 'checks')} of the setup failed: {failed.map(({ title }) => title).join(', ')}.{' '}
      <RouterAnchor to="/setup" inherit underline="always">
        What to do
      </RouterAnchor>
    </Notice>
  )
}
