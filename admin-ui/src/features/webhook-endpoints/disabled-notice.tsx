import { useQuery } from 'urql'
import { Name } from '@/components/name'
import { Notice } from '@/components/notice'
import { RouterAnchor } from '@/components/router-anchor'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { useIsAdministrator } from '@/lib/viewer'

const disabledNoticeQuery = graphql(`
  query DisabledEndpointNotice {
    # As many as there can be.
    webhookEndpoints(first: 20) {
      edges {
        node {
          id
          url
          disabledReason
        }
      }
    }
  }
`)

/** Which endpoints the program itself has stopped sending to; only administrators may know of them. */
export function DisabledNotice() {
  const [{ data }] = useQuery({
    query: disabledNoticeQuery,
    requestPolicy: 'cache-and-network',
    pause: !useIsAdministrator(),
  })
  const endpoints = data?.webhookEndpoints.edges.map(({ node }) => node) ?? []
  const disabled = endpoints.filter(({ disabledReason }) => disabledReason && disabledReason !== 'BY_HAND')
  if (disabled.length === 0) {
    return null
  }
  return (
    <Notice>
      Nothing is sent any more to {plural(disabled.length, 'webhook endpoint')} that did not take it; events wait:{' '}
      {disabled.map(({ id, url }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <RouterAnchor to="/webhooks/endpoints/$id" params={{ id }} inherit underline="always">
            <Name>{url}</Name>
          </RouterAnchor>
        </span>
      ))}
    </Notice>
  )
}
