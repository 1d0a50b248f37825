import { formatCount, formatDay } from '@/lib/format'
import { Cell } from './cell'
import { DataTable } from './data-table'
import type { Series } from './day-chart'

interface DayTableProps {
  caption: string
  days: string[]
  series: Series[]
  totals: number[]
}

/** The same counts as a chart's, the latest day first; days without any are left out. */
export function DayTable({ caption, days, series, totals }: DayTableProps) {
  const rows = days.map((day, at) => ({ day, at })).filter(({ at }) => totals[at])
  return (
    <DataTable
      caption={caption}
      head={
        <>
          <th scope="col">Day (UTC)</th>
          {series.map(({ name }) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
          <th scope="col">All</th>
        </>
      }
    >
      {rows.reverse().map(({ day, at }) => (
        <tr key={day}>
          <Cell label="Day" heading>
            {formatDay(day)}
          </Cell>
          {series.map(({ name, values }) => (
            <Cell key={name} label={name}>
              {formatCount(values[at] ?? 0)}
            </Cell>
          ))}
          <Cell label="All">{formatCount(totals[at] ?? 0)}</Cell>
        </tr>
      ))}
    </DataTable>
  )
}
