import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { ExternalLink } from '@/components/external-link'
import { Name } from '@/components/name'
import { Tag } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { useDatasetUse } from './dataset-use'
import classes from './datasets.module.css'
import { Liveness } from './liveness'
import { TestEventDialog, testEventDialogFragment } from './test-event-dialog'
import { useChooseDataset } from './use-choose-dataset'

export const datasetRowFragment = graphql(
  `
    fragment DatasetRow on Dataset {
      id
      metaId
      name
      lastFiredAt
      isUnavailable
      ownerBusinessName
      eventsManagerUrl
      ...TestEventDialog
    }
  `,
  [testEventDialogFragment],
)

interface DatasetRowProps {
  dataset: FragmentOf<typeof datasetRowFragment>
  /** Whether the viewer may use the token, and it works. */
  canAct: boolean
}

/** One dataset of a business: what is known of it, whether it counts, and what can be done with it. */
export function DatasetRow({ dataset, canAct }: DatasetRowProps) {
  const row = readFragment(datasetRowFragment, dataset)
  const { id, metaId, name, lastFiredAt, isUnavailable, ownerBusinessName, eventsManagerUrl } = row
  const { chosenId, unreachable } = useDatasetUse()
  return (
    <tr>
      <Cell label="Dataset" heading>
        <div>
          <span className={classes.name}>
            <Name>{name ?? 'Unnamed dataset'}</Name> {isUnavailable && <Tag tone="warn">Unavailable</Tag>}
            {unreachable.has(id) && <Tag tone="warn">Not usable</Tag>}
            {chosenId && <Tag tone={chosenId === id ? 'ok' : 'off'}>{chosenId === id ? 'Counts' : 'Not used'}</Tag>}
          </span>
          <div className={classes.sub}>
            <Copyable value={metaId} label="Meta id" />
          </div>
        </div>
      </Cell>
      <Cell label="Last event">
        <Liveness lastFiredAt={lastFiredAt} />
      </Cell>
      <Cell label="Owner">
        <Name>{ownerBusinessName ?? 'Not known'}</Name>
      </Cell>
      <Cell label="At Meta">
        <span className={classes.line}>
          <ExternalLink href={eventsManagerUrl}>Events Manager</ExternalLink>
        </span>
      </Cell>
      {canAct && (
        <Cell label="Actions">
          <Actions dataset={row} id={id} name={name ?? metaId} />
        </Cell>
      )}
    </tr>
  )
}

interface ActionsProps {
  dataset: FragmentOf<typeof testEventDialogFragment>
  id: string
  name: string
}

function Actions({ dataset, id, name }: ActionsProps) {
  const { businessId, isChoice, chosenId } = useDatasetUse()
  const [testing, test] = useDisclosure()
  const [choosing, choose] = useChooseDataset(businessId)
  const isRefused = chosenId !== null && chosenId !== id
  return (
    <Group gap={6}>
      {!isRefused && (
        <Button size="xs" variant="default" onClick={test.open} aria-label={`Send a test event to ${name}`}>
          Test event
        </Button>
      )}
      {isChoice && chosenId !== id && (
        <Button
          size="xs"
          variant="default"
          loading={choosing}
          onClick={() => choose(id)}
          aria-label={`Use ${name} alone`}
        >
          Use this one
        </Button>
      )}
      <TestEventDialog dataset={dataset} businessId={businessId} opened={testing} onClose={test.close} />
    </Group>
  )
}
