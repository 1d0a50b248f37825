import { readFragment, type FragmentOf } from 'gql.tada'
import { Copyable } from '@/components/copyable'
import { ExternalLink } from '@/components/external-link'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { Tag } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import classes from './receipt.module.css'
import { outcomeWords } from './outcome-words'

export const receiptFragment = graphql(`
  fragment Receipt on RevocationReceipt {
    outcome
    verified
    requestedAt
    requestedBy
    endedAt
    nextAttemptAt
    fbtraceIds
  }
`)

interface ReceiptProps {
  receipt: FragmentOf<typeof receiptFragment>
  connectedAppsUrl: string
}

/** The proof of a disconnection. */
export function Receipt({ receipt, connectedAppsUrl }: ReceiptProps) {
  const proof = readFragment(receiptFragment, receipt)
  const { label, tone, sentence } = outcomeWords[proof.outcome]
  const pending = proof.outcome === 'PENDING'
  return (
    <div className={classes.receipt}>
      <Tag tone={tone}>{label}</Tag>
      <p className={classes.sentence}>{sentence}</p>
      <Facts
        facts={[
          ['Verified by Meta', proof.verified ? 'Yes' : pending ? 'Not yet' : 'No'],
          ['Requested by', proof.requestedBy],
          ['Requested', <Moment key="requested" at={proof.requestedAt} full />],
          pending
            ? ['Next try', <Moment key="next" at={proof.nextAttemptAt} none="Not planned" full />]
            : ['Ended', <Moment key="ended" at={proof.endedAt} none="Not yet" full />],
          ['Meta trace ids', <TraceIds key="traces" ids={proof.fbtraceIds} />],
          [
            'At Meta',
            <ExternalLink key="apps" href={connectedAppsUrl}>
              Connected apps
            </ExternalLink>,
          ],
        ]}
      />
    </div>
  )
}

function TraceIds({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) {
    return 'None'
  }
  return ids.map((id) => (
    <div key={id}>
      <Copyable value={id} label="trace id" />
    </div>
  ))
}
