import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import type { ReactNode } from 'react'
import { Copyable } from '@/components/copyable'
import { ExternalLink } from '@/components/external-link'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { Tag } from '@/components/tag'
import { formatCount } from '@/lib/format'
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
    tries
    lastTriedAt
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
          ['Tries', proof.tries === 0 ? 'None yet' : formatCount(proof.tries)],
          ...(pending ? waiting(proof) : [ended(proof)]),
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

type Proof = ResultOf<typeof receiptFragment>
type Fact = [name: string, value: ReactNode]

function waiting({ lastTriedAt, nextAttemptAt }: Proof): Fact[] {
  return [
    ['Last try', <Moment key="last" at={lastTriedAt} none="Not yet" full />],
    ['Next try', <Moment key="next" at={nextAttemptAt} none="Not planned" full />],
  ]
}

function ended({ endedAt }: Proof): Fact {
  return ['Ended', <Moment key="ended" at={endedAt} none="Not yet" full />]
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
