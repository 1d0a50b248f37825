import type { ReactNode } from 'react'
import classes from './data-table.module.css'

interface CellProps {
  /** The column's name, shown beside the value when the row is a card. */
  label: string
  /** Whether it names the row: the card's title. */
  heading?: boolean
  children: ReactNode
}

/** One value of a row. */
export function Cell({ label, heading, children }: CellProps) {
  if (heading) {
    return (
      <th scope="row" className={classes.heading}>
        {children}
      </th>
    )
  }
  return (
    <td className={classes.cell} data-label={label}>
      <div>{children}</div>
    </td>
  )
}
