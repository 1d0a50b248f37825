import { useId } from 'react'
import { formatCount, formatDay, plural } from '@/lib/format'
import { DayTable } from './day-table'
import classes from './day-chart.module.css'

/** What a chart counts under one name, one value for each day. */
export interface Series {
  name: string
  values: number[]
}

interface DayChartProps {
  /** What is counted, in the plural: "calls". */
  many: string
  /** In the singular: "call". */
  one: string
  /** In UTC, for example "2026-11-22"; the earliest first. */
  days: string[]
  /** From the bottom of a bar to its top; more than six share their last colour. */
  series: Series[]
  /** How many of the last days stand out, and what that means. */
  marked: { days: number; meaning: string }
}

/** Counts by day as stacked bars, in words for who does not see them, and as a table. */
export function DayChart({ many, one, days, series, marked }: DayChartProps) {
  const id = useId()
  const totals = days.map((_, day) => sum(series.map(({ values }) => values[day] ?? 0)))
  const highest = Math.max(...totals)
  const top = roundUp(highest)
  return (
    <figure className={classes.figure} aria-labelledby={id}>
      <figcaption className={classes.summary} id={id}>
        {summary(days, totals, one, many)}
      </figcaption>
      {highest > 0 && (
        <>
          <div className={classes.plot}>
            <span className={classes.top}>{formatCount(top)}</span>
            <svg className={classes.bars} viewBox={`0 0 ${days.length} ${top}`} preserveAspectRatio="none" aria-hidden>
              <rect className={classes.marked} x={days.length - marked.days} width={marked.days} height={top} />
              {days.map((day, at) => (
                <Bar key={day} at={at} top={top} series={series} label={label(day, at, series)} />
              ))}
            </svg>
            <div className={classes.axis}>
              <span>{formatDay(days.at(0))}</span>
              <span>{formatDay(days.at(-marked.days))}</span>
              <span>{formatDay(days.at(-1))}</span>
            </div>
          </div>
          <ul className={classes.legend} aria-hidden>
            {series.map(({ name }, i) => (
              <li key={name} data-colour={colour(i)}>
                {name}
              </li>
            ))}
            <li data-colour="marked">{marked.meaning}</li>
          </ul>
          <details className={classes.details}>
            <summary>Show as a table</summary>
            <DayTable caption={`Table of ${many}`} days={days} series={series} totals={totals} />
          </details>
        </>
      )}
    </figure>
  )
}

/** One day: the values of all series on each other. The browser shows the label where it is pointed at. */
function Bar({ at, top, series, label }: { at: number; top: number; series: Series[]; label: string }) {
  const heights = series.map(({ values }) => values[at] ?? 0)
  return (
    <g>
      <title>{label}</title>
      <rect className={classes.target} x={at} width={1} height={top} />
      {heights.map((height, i) => (
        <rect
          key={series[i]?.name}
          className={classes.bar}
          data-colour={colour(i)}
          x={at + 0.14}
          width={0.72}
          y={top - sum(heights.slice(0, i + 1))}
          height={height}
        />
      ))}
    </g>
  )
}

const colours = 6

function colour(series: number) {
  return Math.min(series, colours - 1) + 1
}

function label(day: string, at: number, series: Series[]) {
  const parts = series.filter(({ values }) => (values[at] ?? 0) > 0)
  const words = parts.map(({ name, values }) => `${name} ${formatCount(values[at] ?? 0)}`)
  return `${formatDay(day)}: ${words.join(', ') || 'none'}`
}

function summary(days: string[], totals: number[], one: string, many: string) {
  const all = sum(totals)
  if (all === 0) {
    return `No ${many} in these ${days.length} days.`
  }
  const most = Math.max(...totals)
  return `${plural(all, one, many)} in ${days.length} days, most of them on ${formatDay(days[totals.indexOf(most)])} (${formatCount(most)}).`
}

/** The next of 1, 2, 5, 10, 20, 50 … that is not below `value`. */
function roundUp(value: number) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value
}

function sum(values: number[]) {
  return values.reduce((total, value) => total + value, 0)
}
