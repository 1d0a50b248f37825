import { Empty } from '@/components/empty'
import { PageHeader } from '@/components/page-header'
import { RouterAnchor } from '@/components/router-anchor'

/** For an address that leads nowhere. */
export function NotFound() {
  return (
    <>
      <PageHeader title="Not found" documentTitle="Not found" />
      <Empty
        icon="search"
        title="There is nothing at this address"
        action={<RouterAnchor to="/businesses">All businesses</RouterAnchor>}
      >
        It may have been erased, or the link is incomplete.
      </Empty>
    </>
  )
}
