import { pageSizes } from '@/components/pager'
import type { graphql } from '@/lib/graphql'
import type { Cursor } from '@/lib/paging'
import { oneOf, someOf, stringifySearch, text } from '@/lib/search-params'
import { statuses, type ConnectionStatus } from './status-words'

type Sort = 'name' | 'connected' | 'status'
type Direction = 'asc' | 'desc'
type OrderField = ReturnType<typeof graphql.scalar<'BusinessOrderField'>>

/** What the list of businesses shows, as it stands in the URL. Whatever equals its default is left out. */
export interface BusinessesSearch extends Cursor {
  q?: string
  status?: ConnectionStatus[]
  /** Only businesses with a problem that somebody has to look at. */
  attention?: 'yes'
  sort?: Sort
  dir?: Direction
  size?: number
}

const defaultSize = 25

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseBusinessesSearch(raw: Record<string, unknown>): BusinessesSearch {
  const size = Number(raw.size)
  return {
    q: text(raw.q),
    status: someOf(statuses, raw.status),
    attention: oneOf(['yes'], raw.attention),
    sort: oneOf(['name', 'connected', 'status'], raw.sort),
    dir: oneOf(['asc', 'desc'], raw.dir),
    size: pageSizes.includes(size) && size !== defaultSize ? size : undefined,
    after: text(raw.after),
    before: text(raw.before),
  }
}

export function sizeOf({ size }: BusinessesSearch) {
  return size ?? defaultSize
}

/** How the list is sorted: the latest connection first unless the URL says otherwise. */
export function orderOf({ sort = 'connected', dir }: BusinessesSearch) {
  return { sort, dir: dir ?? firstDirection(sort) }
}

/** The search after a click on a column's head: sorts by it, or turns the direction round. Starts at the first page. */
export function sortBy(search: BusinessesSearch, sort: Sort): BusinessesSearch {
  const now = orderOf(search)
  const turned: Direction = now.dir === 'asc' ? 'desc' : 'asc'
  const dir = now.sort === sort ? turned : firstDirection(sort)
  return { ...search, sort, dir, after: undefined, before: undefined }
}

/** Whether two searches differ in nothing but what is typed. */
export function differOnlyInText(one: BusinessesSearch, other: BusinessesSearch) {
  const [rest, otherRest] = [one, other].map((search) =>
    stringifySearch({ ...parseBusinessesSearch({ ...search }), q: undefined }),
  )
  return one.q !== other.q && rest === otherRest
}

export function isFiltered({ q, status, attention }: BusinessesSearch) {
  return q !== undefined || status !== undefined || attention !== undefined
}

/** The whole list that `search` finds, as a file for spreadsheets. */
export function exportPath({ q, status, attention }: BusinessesSearch) {
  return `/admin/export/businesses.csv${stringifySearch({ q, status, attention })}`
}

export const orderFields: Record<Sort, OrderField> = { name: 'NAME', connected: 'CONNECTED_AT', status: 'STATUS' }

function firstDirection(sort: Sort): Direction {
  return sort === 'connected' ? 'desc' : 'asc'
}
