import type { ReactNode } from 'react'
import { DialogForm, type DialogFormProps } from './dialog-form'
import { Effects } from './effects'
import { Modal, type ModalProps } from './modal'
import { Name } from './name'

type Shared = Omit<ModalProps, 'held'> & Omit<DialogFormProps, 'onCancel'>

interface ActDialogProps extends Omit<Shared, 'children'> {
  /** What is acted on, where the title does not name it. */
  subject?: string
  effects: readonly ReactNode[]
  /** What there is to choose. */
  children?: ReactNode
  /** What came of it, in place of the question, where it is shown only once. */
  result?: ReactNode
}

/** Says exactly what an act does before it is done. */
export function ActDialog(props: ActDialogProps) {
  const { title, subject, effects, children, result, done, opened, onClose, ...form } = props
  return (
    <Modal title={title} held={form.fetching || Boolean(result)} done={done} opened={opened} onClose={onClose}>
      {result || (
        <DialogForm {...form} onCancel={onClose}>
          {subject && (
            <p>
              <Name>{subject}</Name>
            </p>
          )}
          <Effects effects={effects} />
          {children}
        </DialogForm>
      )}
    </Modal>
  )
}
