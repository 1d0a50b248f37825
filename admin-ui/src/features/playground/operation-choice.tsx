import { useGraphiQL } from '@graphiql/react'
import { UnstyledButton } from '@mantine/core'
import classes from './operation-list.module.css'
import type { ReadyOperation } from './operations'
import { selectOperation } from './selected-operation'
import { useRun, type Runs } from './runs'
import { isLive, useStream, type Streams } from './streams'

interface OperationChoiceProps {
  operation: ReadyOperation
  runs: Runs
  streams: Streams
  /** Which tab of the editor it has. */
  tab: number
  onSelect: () => void
}

/** A ready operation, whether it has been edited, and whether something is under way in it. */
export function OperationChoice({ operation, runs, streams, tab, onSelect }: OperationChoiceProps) {
  const isCurrent = useGraphiQL(({ activeTabIndex }) => activeTabIndex === tab)
  const query = useGraphiQL(({ tabs }) => tabs[tab]?.query)
  const stream = useStream(streams, selectOperation(operation.document, null)?.name ?? '')
  const isRunning = useRun(runs, tab)?.state === 'running'
  const activity = isRunning ? 'Running' : operation.group === 'Watch' && isLive(stream) && 'Live'
  return (
    <li>
      <UnstyledButton className={classes.choice} aria-current={isCurrent || undefined} onClick={onSelect}>
        <span className={classes.title}>{operation.title}</span>
        {activity ? (
          <span className={classes.live}>{activity}</span>
        ) : (
          query !== undefined && query !== operation.document && <span className={classes.edited}>Edited</span>
        )}
      </UnstyledButton>
    </li>
  )
}
