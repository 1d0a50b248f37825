import { pageSizes } from '@/components/pager'
import type { graphql } from '@/lib/graphql'
import type { Cursor } from '@/lib/paging'
import { oneOf, stringifySearch, text } from '@/lib/search-params'

type Sort = 'name' | 'fired'
type Direction = 'asc' | 'desc'
type OrderField = ReturnType<typeof graphql.scalar<'DatasetOrderField'>>
type DatasetFilter = NonNullable<ReturnType<typeof graphql.scalar<'DatasetFilter'>>>

/** What the list of datasets shows, as it stands in the URL. Whatever equals its default is left out. */
export interface DatasetsSearch extends Cursor {
  q?: string
  relation?: 'owned' | 'shared'
  /** For how many days without an event. */
  silent?: number
  unavailable?: 'yes'
  sort?: Sort
  dir?: Direction
  size?: number
}

const defaultSize = 25
/** The days of silence that can be chosen. */
export const silences = [1, 7, 30, 90]
const day = 24 * 60 * 60 * 1000

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseDatasetsSearch(raw: Record<string, unknown>): DatasetsSearch {
  const [size, silent] = [Number(raw.size), Number(raw.silent)]
  return {
    q: text(raw.q),
    relation: oneOf(['owned', 'shared'], raw.relation),
    silent: silences.includes(silent) ? silent : undefined,
    unavailable: oneOf(['yes'], raw.unavailable),
    sort: oneOf(['name', 'fired'], raw.sort),
    dir: oneOf(['asc', 'desc'], raw.dir),
    size: pageSizes.includes(size) && size !== defaultSize ? size : undefined,
    after: text(raw.after),
    before: text(raw.before),
  }
}

/** The server’s filter. Silence counts from the start of a day in UTC, so that a page goes on asking for the same. */
export function filterOf({ q, relation, silent, unavailable }: DatasetsSearch, now: number): DatasetFilter {
  const relations = { owned: 'OWNED', shared: 'SHARED' } as const
  return {
    search: q,
    relation: relation && relations[relation],
    isUnavailable: unavailable && true,
    silentSince: silent === undefined ? undefined : daysBefore(silent, now),
  }
}

function daysBefore(days: number, now: number) {
  return new Date((Math.floor(now / day) - days) * day).toISOString()
}

export function sizeOf({ size }: DatasetsSearch) {
  return size ?? defaultSize
}

/** How the list is sorted: by name unless the URL says otherwise. */
export function orderOf({ sort = 'name', dir }: DatasetsSearch) {
  return { sort, dir: dir ?? firstDirection(sort) }
}

/** The search after a click on a column's head: sorts by it, or turns the direction round. Starts at the first page. */
export function sortBy(search: DatasetsSearch, sort: Sort): DatasetsSearch {
  const now = orderOf(search)
  const turned: Direction = now.dir === 'asc' ? 'desc' : 'asc'
  const dir = now.sort === sort ? turned : firstDirection(sort)
  return { ...search, sort, dir, after: undefined, before: undefined }
}

/** Whether two searches differ in nothing but what is typed. */
export function differOnlyInText(one: DatasetsSearch, other: DatasetsSearch) {
  const [rest, otherRest] = [one, other].map((search) =>
    stringifySearch({ ...parseDatasetsSearch({ ...search }), q: undefined }),
  )
  return one.q !== other.q && rest === otherRest
}

export function isFiltered({ q, relation, silent, unavailable }: DatasetsSearch) {
  return [q, relation, silent, unavailable].some((condition) => condition !== undefined)
}

/** The whole list that `search` finds, as a file for spreadsheets. */
export function exportPath({ q, relation, silent, unavailable }: DatasetsSearch) {
  return `/admin/export/datasets.csv${stringifySearch({ q, relation, silent, unavailable })}`
}

export const orderFields: Record<Sort, OrderField> = { name: 'NAME', fired: 'LAST_FIRED_AT' }

function firstDirection(sort: Sort): Direction {
  return sort === 'fired' ? 'desc' : 'asc'
}
