import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './filters.module.css'

interface FiltersProps {
  /** Whether there is something to clear. */
  filtered: boolean
  onClear: () => void
  /** What can be done with the list as it is filtered. */
  actions?: ReactNode
  children: ReactNode
}

/** What narrows a list, and the way back to all of it. */
export function Filters({ filtered, onClear, actions, children }: FiltersProps) {
  return (
    <div className={classes.bar}>
      <div role="search" className={classes.filters}>
        {children}
        {filtered && (
          <Button variant="subtle" onClick={onClear}>
            Clear filters
          </Button>
        )}
      </div>
      {actions}
    </div>
  )
}
