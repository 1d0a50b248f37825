import { Button, Group, Modal } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import type { ReactNode } from 'react'
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
  onClosed: () => void
  /** The form. */
  children: ReactNode
}

/** Asks before a connection is ended, then shows the receipt. */
export function EndingModal(props: EndingModalProps) {
  const { question, receipt, fetching, opened, onClose, onClosed, children } = props
  const { name, metaId, connectedAppsUrl } = readFragment(endingDialogFragment, props.business)
  const known = <Name>{name ?? metaId}</Name>

  function leave() {
    if (receipt) {
      // The button that opened the dialog goes away with the connection.
      document.getElementById('main')?.focus({ preventScroll: true })
    }
    onClosed()
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={leave}
      returnFocus={!receipt}
      title={receipt ? <>Receipt: {known}</> : question(known)}
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
      size="lg"
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
