import { UnstyledButton } from '@mantine/core'
import classes from './data-table.module.css'
import { Icon } from './icon'

interface SortHeaderProps {
  label: string
  /** The direction the list is sorted in by this column; undefined when it is sorted by another. */
  sorted?: 'asc' | 'desc'
  onSort: () => void
}

/** The head of a column that the list can be sorted by. */
export function SortHeader({ label, sorted, onSort }: SortHeaderProps) {
  return (
    <th scope="col" aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}>
      <UnstyledButton className={classes.sort} data-sorted={sorted} onClick={onSort}>
        {label}
        <Icon name={sorted ? (sorted === 'asc' ? 'up' : 'down') : 'chevron'} size={14} />
      </UnstyledButton>
    </th>
  )
}
