import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { readFragment, type FragmentOf } from 'gql.tada'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import classes from './business-settings.module.css'
import { EraseDialog, eraseDialogFragment } from './erase-dialog'

export const erasureFragment = graphql(
  `
    fragment Erasure on Business {
      status
      ...EraseDialog
    }
  `,
  [eraseDialogFragment],
)

/** Leads to the erasure of a business, once it is disconnected. */
export function Erasure({ business }: { business: FragmentOf<typeof erasureFragment> }) {
  const erasable = readFragment(erasureFragment, business)
  const [erasing, erasure] = useDisclosure()
  const isDisconnected = erasable.status === 'DISCONNECTED'
  return (
    <Panel title="Erase">
      <p className={classes.text}>
        Everything known about this business is deleted here, for good: its datasets, permissions, onboardings and receipts.
        The audit keeps that it happened, not what was erased.
        {!isDisconnected && ' Disconnect the business first.'}
      </p>
      <Button color="red.8" disabled={!isDisconnected} onClick={erasure.open}>
        Erase business
      </Button>
      <EraseDialog business={erasable} opened={erasing} onClose={erasure.close} />
    </Panel>
  )
}
