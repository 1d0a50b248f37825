import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { Tag, type Tone } from '@/components/tag'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './settings.module.css'

export const encryptionKeysFragment = graphql(`
  fragment EncryptionKeys on Settings {
    encryptionKeys {
      keyId
      state
      sealed
      unreadable
    }
    environment {
      name
      file
    }
  }
`)

/** The keys of the encryption keyset, how much each holds, and how it is rotated. */
export function EncryptionKeys({ settings }: { settings: FragmentOf<typeof encryptionKeysFragment> }) {
  const { encryptionKeys, environment } = readFragment(encryptionKeysFragment, settings)
  const file = environment.find(({ name }) => name === 'ENCRYPTION_KEYSET')?.file ?? null
  return (
    <Panel title="Encryption keys" hint={origin(file)} flush>
      <DataTable
        caption="Encryption keys"
        head={
          <>
            <th scope="col">Key</th>
            <th scope="col">State</th>
            <th scope="col">Sealed</th>
            <th scope="col">Unreadable</th>
          </>
        }
      >
        {encryptionKeys.map(({ keyId, state, sealed, unreadable }) => (
          <tr key={keyId}>
            <Cell label="Key" heading>
              {state === 'DAMAGED' ? 'No key' : <Copyable value={keyId} label="key" />}
            </Cell>
            <Cell label="State">
              <Tag tone={states[state].tone}>{states[state].label}</Tag>
            </Cell>
            <Cell label="Sealed">{formatCount(sealed)}</Cell>
            <Cell label="Unreadable">{formatCount(unreadable)}</Cell>
          </tr>
        ))}
      </DataTable>
      <p className={classes.note}>{next(encryptionKeys, file)}</p>
    </Panel>
  )
}

type Key = ResultOf<typeof encryptionKeysFragment>['encryptionKeys'][number]

const states: Record<Key['state'], { label: string; tone: Tone }> = {
  PRIMARY: { label: 'Seals', tone: 'ok' },
  OLD: { label: 'Opens only', tone: 'wait' },
  MISSING: { label: 'Missing', tone: 'bad' },
  DAMAGED: { label: 'Damaged', tone: 'bad' },
}

function origin(file: string | null) {
  return file ? `Read from ${file}, and again whenever that changes.` : 'Given by ENCRYPTION_KEYSET, by value.'
}

function next(keys: readonly Key[], file: string | null) {
  const old = keys.filter(({ state }) => state === 'OLD')
  if (keys.some(({ state }) => state === 'MISSING')) {
    return 'A key that is in use is missing: put the keyset back from the copy that you keep.'
  }
  if (old.some(({ sealed, unreadable }) => sealed + unreadable > 0)) {
    return 'The keyset was rotated; what the former keys hold is sealed anew by itself.'
  }
  if (old.length > 0) {
    return 'Nothing is sealed with the former keys any more: “capiconnect keys retire” drops them.'
  }
  return file
    ? '“capiconnect keys rotate” makes a fresh key while the program runs. Keep a copy of the file: without it the tokens are lost.'
    : 'To rotate it while the program runs, put it into a file and name that by ENCRYPTION_KEYSET_FILE.'
}
