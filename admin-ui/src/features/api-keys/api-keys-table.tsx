import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { graphql } from '@/lib/graphql'
import { useNow } from '@/lib/use-now'
import classes from './api-keys.module.css'
import { KeyStateTag } from './key-state-tag'
import { scopeWords } from './key-words'
import { RevokeDialog } from './revoke-dialog'
import { RotateDialog } from './rotate-dialog'

export const apiKeyRowFragment = graphql(`
  fragment ApiKeyRow on ApiKey {
    id
    name
    hint
    state
    scopes
    createdAt
    expiresAt
    lastUsedAt
    revokedAt
    formerUntil
  }
`)

type ApiKeyRow = FragmentOf<typeof apiKeyRowFragment>

interface ApiKeysTableProps {
  apiKeys: { cursor: string; node: ApiKeyRow }[]
  busy: boolean
}

/** A page of API keys. */
export function ApiKeysTable({ apiKeys, busy }: ApiKeysTableProps) {
  return (
    <DataTable
      caption="API keys"
      busy={busy}
      head={
        <>
          <th scope="col">Key</th>
          <th scope="col">State</th>
          <th scope="col">May</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col">Action</th>
        </>
      }
    >
      {apiKeys.map(({ cursor, node }) => (
        <Row key={cursor} apiKey={node} />
      ))}
    </DataTable>
  )
}

function Row({ apiKey }: { apiKey: ApiKeyRow }) {
  const key = readFragment(apiKeyRowFragment, apiKey)
  const [rotating, rotation] = useDisclosure()
  const [revoking, revocation] = useDisclosure()
  const now = useNow()
  const isActive = key.state === 'ACTIVE'
  return (
    <tr>
      <Cell label="Key" heading>
        <div>
          <span className={classes.name}>
            <Name>{key.name}</Name>
          </span>
          <div className={classes.sub}>Secret ends with {key.hint}</div>
          <div className={classes.sub}>
            Id <Copyable value={key.id} shown={`${key.id.slice(0, 8)}…`} label="id" />
          </div>
        </div>
      </Cell>
      <Cell label="State">
        <KeyStateTag state={key.state} />
        {isActive && key.formerUntil && Date.parse(key.formerUntil) > now && (
          <div className={classes.sub}>
            The former secret ends <Moment at={key.formerUntil} />
          </div>
        )}
      </Cell>
      <Cell label="May">
        <ul className={classes.scopes}>
          {key.scopes.map((scope) => (
            <li key={scope}>{scopeWords[scope].label}</li>
          ))}
        </ul>
      </Cell>
      <Cell label="Last used">
        <Moment at={key.lastUsedAt} />
      </Cell>
      <Cell label="Ends">
        <Moment at={key.revokedAt ?? key.expiresAt} />
      </Cell>
      <Cell label="Action">
        {isActive && (
          <div className={classes.actions}>
            <Button variant="default" size="xs" aria-label={`Rotate ${key.name}`} onClick={rotation.open}>
              Rotate
            </Button>
            <Button
              variant="default"
              size="xs"
              className={classes.danger}
              aria-label={`Revoke ${key.name}`}
              onClick={revocation.open}
            >
              Revoke
            </Button>
          </div>
        )}
        <RotateDialog id={key.id} name={key.name} opened={rotating} onClose={rotation.close} />
        <RevokeDialog id={key.id} name={key.name} opened={revoking} onClose={revocation.close} />
      </Cell>
    </tr>
  )
}
