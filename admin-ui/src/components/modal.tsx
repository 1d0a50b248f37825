import { Modal as MantineModal } from '@mantine/core'
import { use, type ReactNode } from 'react'
import { useFocusReturn } from '@/lib/use-focus-return'
import { Closed } from './opened-anew'

export interface ModalProps {
  title: ReactNode
  /** While something is under way, or shown that is shown only once: neither key nor mouse may lose it by a slip. */
  held: boolean
  /** Once the act is done, with which the button that opened the dialog goes away. */
  done?: boolean
  opened: boolean
  onClose: () => void
  children: ReactNode
}

/** The frame of a dialog. */
export function Modal({ title, held, done = false, opened, onClose, children }: ModalProps) {
  useFocusReturn(opened, done)
  return (
    <MantineModal
      title={title}
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={use(Closed)}
      returnFocus={false} // to which Mantine knows no other place than the button that may be gone
      closeOnClickOutside={!held}
      closeOnEscape={!held}
      withCloseButton={!held}
      size="lg"
    >
      {children}
    </MantineModal>
  )
}
