import { NativeSelect } from '@mantine/core'
import { OperationChoice } from './operation-choice'
import classes from './operation-list.module.css'
import { groups, type ReadyOperation } from './operations'
import type { Runs } from './runs'
import type { Streams } from './streams'
import { useActive, useSelectTab } from './use-active'

interface OperationListProps {
  operations: ReadyOperation[]
  runs: Runs
  streams: Streams
}

/** The ready operations by what they do; narrow screens have a menu instead. */
export function OperationList({ operations, runs, streams }: OperationListProps) {
  const { index } = useActive()
  const select = useSelectTab()
  return (
    <>
      <NativeSelect
        className={classes.menu}
        aria-label="Operation"
        data={operations.map(({ title }, tab) => ({ value: String(tab), label: title }))}
        value={String(index)}
        onChange={(event) => select(Number(event.currentTarget.value))}
      />
      <div className={classes.list}>
        {groups.map((group) => (
          <section key={group} aria-labelledby={`operations-${group}`}>
            <h2 className={classes.heading} id={`operations-${group}`}>
              {group}
            </h2>
            <ul className={classes.choices}>
              {operations.map(
                (operation, tab) =>
                  operation.group === group && (
                    <OperationChoice
                      key={operation.id}
                      operation={operation}
                      runs={runs}
                      streams={streams}
                      tab={tab}
                      onSelect={() => select(tab)}
                    />
                  ),
              )}
            </ul>
          </section>
        ))}
      </div>
    </>
  )
}
