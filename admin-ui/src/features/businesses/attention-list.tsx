import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { DataTable } from '@/components/data-table'
import { Empty } from '@/components/empty'
import { Icon, type IconName } from '@/components/icon'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { RouterAnchor } from '@/components/router-anchor'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { useCanOperate } from '@/lib/viewer'
import classes from './businesses-page.module.css'
import { ReconnectDialog, reconnectDialogFragment } from './reconnect-dialog'
import { StatusBadge } from './status-badge'
import { useAskAgain } from './use-ask-again'
import { useCheckConnection } from './use-check-connection'

const attentionRowFragment = graphql(
  `
    fragment AttentionRow on Business {
      id
      name
      status
      problem {
        message
        action
        actor
        since
      }
      ...ReconnectDialog
    }
  `,
  [reconnectDialogFragment],
)

export const attentionListFragment = graphql(
  `
    fragment AttentionList on Overview {
      businesses {
        needsAttention
      }
      needsAttention {
        id
        ...AttentionRow
      }
    }
  `,
  [attentionRowFragment],
)

/** The businesses with the latest problems, each with the one thing to do about it. */
export function AttentionList({ overview }: { overview: FragmentOf<typeof attentionListFragment> }) {
  const { businesses, needsAttention } = readFragment(attentionListFragment, overview)
  const canOperate = useCanOperate()
  if (needsAttention.length === 0) {
    return (
      <Empty icon="check" title="Nothing needs attention">
        Every connection works, as far as Meta has told.
      </Empty>
    )
  }
  return (
    <>
      <DataTable
        caption="Businesses that need attention"
        head={
          <>
            <th scope="col">Business</th>
            <th scope="col">Problem</th>
            <th scope="col">Since</th>
            {canOperate && <th scope="col">Action</th>}
          </>
        }
      >
        {needsAttention.map((business) => (
          <Row key={business.id} business={business} canOperate={canOperate} />
        ))}
      </DataTable>
      {businesses.needsAttention > needsAttention.length && (
        <p className={classes.more}>
          <RouterAnchor to="/businesses" search={{ attention: 'yes' }}>
            All {plural(businesses.needsAttention, 'business', 'businesses')} that need attention
          </RouterAnchor>
        </p>
      )}
    </>
  )
}

function Row({ business, canOperate }: { business: FragmentOf<typeof attentionRowFragment>; canOperate: boolean }) {
  const row = readFragment(attentionRowFragment, business)
  const { id, name, status, problem } = row
  return (
    <tr className={classes.row}>
      <Cell label="Business" heading>
        <div>
          <RouterAnchor className={classes.name} to="/businesses/$id" params={{ id }}>
            <Name>{name ?? 'Name not known yet'}</Name>
          </RouterAnchor>
          <div className={classes.sub}>
            <StatusBadge status={status} />
          </div>
        </div>
      </Cell>
      <Cell label="Problem">
        {problem?.message}
        <div className={classes.reason}>{problem?.action}</div>
      </Cell>
      <Cell label="Since">
        <Moment at={problem?.since} />
      </Cell>
      {canOperate && (
        <Cell label="Action">
          <Action business={row} />
        </Cell>
      )}
    </tr>
  )
}

/** What is most likely to help, by who has to act. */
function Action({ business }: { business: ResultOf<typeof attentionRowFragment> }) {
  const { id, name, status, problem } = business
  const [checking, check] = useCheckConnection(id)
  const [asking, ask] = useAskAgain(id)
  const [reconnecting, reconnection] = useDisclosure()
  const of = name ?? id
  if (status === 'REVOKE_STUCK') {
    return <ActButton icon="sync" verb="Ask Meta again" of={of} busy={asking} onClick={ask} />
  }
  if (problem?.actor !== 'CLIENT') {
    return <ActButton icon="shield" verb="Check" of={of} busy={checking} onClick={check} />
  }
  return (
    <>
      <ActButton icon="link" verb="Reconnect" of={of} onClick={reconnection.open} />
      <ReconnectDialog business={business} opened={reconnecting} onClose={reconnection.close} />
    </>
  )
}

interface ActButtonProps {
  icon: IconName
  verb: string
  /** Whose button it is, since every row has one. */
  of: string
  busy?: boolean
  onClick: () => void
}

function ActButton({ icon, verb, of, busy = false, onClick }: ActButtonProps) {
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon name={icon} size={14} />}
      loading={busy}
      onClick={onClick}
      aria-label={`${verb}: ${of}`}
    >
      {verb}
    </Button>
  )
}
