import { Button, Group, Modal } from '@mantine/core'
import type { FragmentOf } from 'gql.tada'
import { useState, type ReactNode } from 'react'
import { Name } from '@/components/name'
import { focusOnMount } from '@/lib/focus-on-mount'
import classes from './ending.module.css'
import { Receipt, type receiptFragment } from './receipt'

/** What a dialog that ends a connection is opened with. */
export interface EndingDialogProps {
  opened: boolean
  onClose: () => void
}

/** A key for a dialog that begins anew with each opening, and what to call once nothing of it is seen any more. */
export function useOpenings() {
  const [times, setTimes] = useState(0)
  return [times, () => setTimes(times + 1)] as const
}

interface EndingModalProps extends EndingDialogProps {
  /** Whose connection ends. */
  name: string
  connectedAppsUrl: string
  question: ReactNode
  /** Once there is one, it takes the place of the form. */
  receipt: FragmentOf<typeof receiptFragment> | null
  fetching: boolean
  onClosed: () => void
  /** The form. */
  children: ReactNode
}

/** Asks before a connection is ended, then shows the receipt. */
export function EndingModal(props: EndingModalProps) {
  const { name, connectedAppsUrl, question, receipt, fetching, opened, onClose, onClosed, children } = props

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
      title={receipt ? <ReceiptTitle name={name} /> : question}
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

function ReceiptTitle({ name }: { name: string }) {
  return (
    <>
      Receipt: <Name>{name}</Name>
    </>
  )
}
