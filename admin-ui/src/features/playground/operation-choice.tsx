import { useGraphiQL } from '@graphiql/react'
import { UnstyledButton } from '@mantine/core'
import classes from './operation-list.module.css'
import type { ReadyOperation } from './operations'
import { selectOperation } from './selected-operation'
import { isLive, useStream, type Streams } from './streams'

interface OperationChoiceProps {
  operation: ReadyOperation
  streams: Streams
  /** Which tab of the editor it has. */
  tab: number
  onSelect: () => void
}

/** A ready operation, whether it has been edited, and whether it is being watched. */
export function OperationChoice({ operation, streams, tab, onSelect }: OperationChoiceProps) {
  const isCurrent = useGraphiQL(({ activeTabIndex }) => activeTabIndex === tab)
  const query = useGraphiQL(({ tabs }) => tabs[tab]?.query)
  const stream = useStream(streams, selectOperation(operation.document, null)?.name ?? '')
  const live = operation.group === 'Watch' && isLive(stream)
  return (
    <li>
      <UnstyledButton className={classes.choice} aria-current={isCurrent || undefined} onClick={onSelect}>
        <span className={classes.title}>{operation.title}</span>
        {live ? (
          <span className={classes.live}>Live</span>
        ) : (
          query !== undefined && query !== operation.document && <span className={classes.edited}>Edited</span>
        )}
      </UnstyledButton>
    </li>
  )
}
