import { VisuallyHidden } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import type { ReactNode } from 'react'
import { plural } from '@/lib/format'
import type { Cursor, PageInfo } from '@/lib/paging'
import { EmptyPage } from './empty-page'
import classes from './list-page.module.css'
import { ListSkeleton } from './list-skeleton'
import { PageFailure } from './page-failure'
import { Pager } from './pager'

interface PagedListProps<Edge> {
  /** The page as far as it is known. */
  list?: { edges: Edge[]; pageInfo: PageInfo; totalCount: number }
  error?: CombinedError
  /** The page that was asked for. */
  cursor: Cursor
  /** What the list holds, in the singular: "job". */
  one: string
  many: string
  size: number
  onSize?: (size: number) => void
  onMove: (cursor: Cursor) => void
  onRetry: () => void
  /** In place of a list that holds nothing. */
  empty: ReactNode
  /** The table of a page that holds something. */
  children: (edges: Edge[]) => ReactNode
}

/** A list with pages in whichever state it is: loading, failed, empty or full. */
export function PagedList<Edge>(props: PagedListProps<Edge>) {
  const { list, error, cursor, one, many, size, onSize, onMove, onRetry, empty, children } = props
  return (
    <div className={classes.list}>
      <VisuallyHidden role="status">{list && `${plural(list.totalCount, one, many)} found`}</VisuallyHidden>
      {error && <PageFailure error={error} cursor={cursor} onRetry={onRetry} onFirstPage={() => onMove({})} />}
      {!list && !error && <ListSkeleton label={`Loading ${many}`} />}
      {list && list.edges.length === 0 && (list.totalCount > 0 ? <EmptyPage onFirstPage={() => onMove({})} /> : empty)}
      {list && list.edges.length > 0 && (
        <>
          {children(list.edges)}
          <Pager
            page={list.pageInfo}
            total={list.totalCount}
            one={one}
            many={many}
            size={size}
            onSize={onSize}
            onMove={onMove}
          />
        </>
      )}
    </div>
  )
}
