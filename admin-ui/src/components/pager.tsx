import { Button, NativeSelect } from '@mantine/core'
import { formatCount, plural } from '@/lib/format'
import type { Cursor, PageInfo } from '@/lib/paging'
import { Icon } from './icon'
import classes from './pager.module.css'

interface PagerProps {
  page: PageInfo
  /** How many there are in all pages. */
  total: number
  /** What the list holds, in the singular: "business". */
  one: string
  many: string
  size: number
  /** Without it the size is fixed. */
  onSize?: (size: number) => void
  onMove: (cursor: Cursor) => void
}

export const pageSizes = [10, 25, 50, 100]

/** The foot of a list: how many there are, and the way to the pages before and after. */
export function Pager({ page, total, one, many, size, onSize, onMove }: PagerProps) {
  const alone = !page.hasNextPage && !page.hasPreviousPage
  return (
    <nav className={classes.pager} aria-label={`Pages of ${many}`}>
      <span className={classes.total}>{plural(total, one, many)}</span>
      {onSize && total > (pageSizes[0] ?? 0) && (
        <NativeSelect
          aria-label={`${many} per page`}
          size="xs"
          data={pageSizes.map((count) => ({ value: String(count), label: `${formatCount(count)} per page` }))}
          value={String(size)}
          onChange={(event) => onSize(Number(event.currentTarget.value))}
        />
      )}
      {!alone && (
        <div className={classes.moves}>
          <Button
            variant="default"
            size="xs"
            leftSection={<Icon name="left" size={14} />}
            disabled={!page.hasPreviousPage}
            onClick={() => onMove({ before: page.startCursor ?? undefined })}
          >
            Previous
          </Button>
          <Button
            variant="default"
            size="xs"
            rightSection={<Icon name="right" size={14} />}
            disabled={!page.hasNextPage}
            onClick={() => onMove({ after: page.endCursor ?? undefined })}
          >
            Next
          </Button>
        </div>
      )}
    </nav>
  )
}
