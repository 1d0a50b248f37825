import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { DataTable } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './settings.module.css'

export const retentionFragment = graphql(`
  fragment Retention on Settings {
    retention {
      what
      days
    }
  }
`)

/** How long what is kept. */
export function Retention({ settings }: { settings: FragmentOf<typeof retentionFragment> }) {
  const { retention } = readFragment(retentionFragment, settings)
  return (
    <Panel title="How long things are kept" hint="Counted from when they ended. No setting changes this." flush>
      <DataTable
        caption="How long things are kept"
        head={
          <>
            <th scope="col">What</th>
            <th scope="col">Kept for</th>
          </>
        }
      >
        {retention.map(({ what, days }) => (
          <tr key={what}>
            <Cell label="What" heading>
              {capitalised(what)}
            </Cell>
            <Cell label="Kept for">{days === 0 ? 'Not at all' : plural(days, 'day')}</Cell>
          </tr>
        ))}
      </DataTable>
      <p className={classes.note}>
        Businesses stay, with their receipts and the onboardings that led to them, until they are erased. The audit and the
        evidence of deletions stay for good.
      </p>
    </Panel>
  )
}

function capitalised(text: string) {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
