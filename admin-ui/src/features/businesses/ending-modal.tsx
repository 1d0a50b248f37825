import { Button, Group } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import type { ReactNode } from 'react'
import { Modal } from '@/components/modal'
import { Name } from '@/components/name'
import { focusOnMount } from '@/lib/focus-on-mount'
import { graphql } from '@/lib/graphql'
import classes from './ending.module.css'
import { Receipt, type receiptFragment } from './receipt'

export const endingDialogFragment = graphql(`
  fragment EndingDialog on Business {
    id
    name
    metaId
    connectedAppsUrl
  }
`)

/** What a dialog that ends a connection is opened with. */
export interface EndingDialogProps {
  business: FragmentOf<typeof endingDialogFragment>
  opened: boolean
  onClose: () => void
}

interface EndingModalProps extends EndingDialogProps {
  question: (name: ReactNode) => ReactNode
  /** Once there is one, it takes the place of the form. */
  receipt: FragmentOf<typeof receiptFragment> | null
  fetching: boolean
  /** The form. */
  children: ReactNode
}

/** Asks before a connection is ended, then shows the receipt. */
export function EndingModal(props: EndingModalProps) {
  const { question, receipt, fetching, opened, onClose, children } = props
  const { name, metaId, connectedAppsUrl } = readFragment(endingDialogFragment, props.business)
  const known = <Name>{name ?? metaId}</Name>

  return (
    <Modal
      title={receipt ? <>Receipt: {known}</> : question(known)}
      held={fetching}
      done={Boolean(receipt)}
      opened={opened}
      onClose={onClose}
    >
      {receipt ? (
        <div className={classes.done}>
          <Receipt receipt={receipt} connectedAppsUrl={connectedAppsUrl} />
          <Group justify="flex-end">
            <Button onClick={onClose} ref={focusOnMount}>
              Done
            </Button>
          </Group>
        </div>
      ) : (
        children
      )}
    </Modal>
  )
}
