import { Button } from '@mantine/core'
import { Empty } from './empty'

/** In place of a page of a list that has lost all its entries while other pages have some. */
export function EmptyPage({ onFirstPage }: { onFirstPage: () => void }) {
  return (
    <Empty
      icon="search"
      title="This page is empty now"
      action={
        <Button variant="default" onClick={onFirstPage}>
          First page
        </Button>
      }
    >
      What stood here has moved to another page or is gone.
    </Empty>
  )
}
