import { readFragment, type FragmentOf } from 'gql.tada'
import { Copyable } from '@/components/copyable'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { Panel } from '@/components/panel'
import { Tag } from '@/components/tag'
import { formatDay } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { levelWords } from './readiness-words'

export const tierPanelFragment = graphql(`
  fragment TierPanel on Readiness {
    accessTier {
      level
      metaName
      seenAt
    }
    countedSince
    lastCallOn
  }
`)

/** Which tier of access the app has, as Meta's answers tell it. */
export function TierPanel({ readiness }: { readiness: FragmentOf<typeof tierPanelFragment> }) {
  const { accessTier, countedSince, lastCallOn } = readFragment(tierPanelFragment, readiness)
  return (
    <Panel title="Marketing API access tier" hint="As the headers of Meta’s answers tell it; not all answers do.">
      <Facts
        facts={[
          ['Tier', accessTier?.level ? <Level key="level" level={accessTier.level} /> : 'Not known yet'],
          [
            'Meta’s word',
            accessTier ? (
              <Copyable key="word" value={accessTier.metaName} label="Meta’s word" />
            ) : (
              'No answer has told it'
            ),
          ],
          ['Told', accessTier ? <Moment key="told" at={accessTier.seenAt} full /> : 'Never'],
          ['Latest call to Meta', lastCallOn ? `${formatDay(lastCallOn)} (UTC)` : 'None yet'],
          ['Counted since', countedSince ? `${formatDay(countedSince)} (UTC)` : 'The first call'],
        ]}
      />
    </Panel>
  )
}

function Level({ level }: { level: keyof typeof levelWords }) {
  return <Tag tone={levelWords[level].tone}>{levelWords[level].label}</Tag>
}
