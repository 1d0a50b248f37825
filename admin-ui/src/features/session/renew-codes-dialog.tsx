import { Modal } from '@mantine/core'
import { useState } from 'react'
import { renewRecoveryCodes } from './account'
import { CodeForm } from './code-form'
import { RecoveryCodes } from './recovery-codes'
import classes from './second-factor.module.css'

interface RenewCodesDialogProps {
  opened: boolean
  onClose: () => void
  onDone: () => void
}

/** Asks for a code, and shows fresh recovery codes for it. */
export function RenewCodesDialog({ opened, onClose, onDone }: RenewCodesDialogProps) {
  const [codes, setCodes] = useState<string[] | null>(null)

  function leave() {
    onClose()
    onDone()
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setCodes(null)}
      title={codes ? 'Keep your recovery codes' : 'Make new recovery codes?'}
      // The codes are shown once: neither key nor mouse may lose them by a slip.
      closeOnClickOutside={!codes}
      closeOnEscape={!codes}
      withCloseButton={!codes}
    >
      {codes ? (
        <RecoveryCodes codes={codes} onDone={leave} />
      ) : (
        <CodeForm
          submit="Make new codes"
          onCode={async (code) => setCodes(await renewRecoveryCodes(code))}
          onCancel={onClose}
        >
          <p className={classes.sentence}>The codes that you have kept so far are worthless afterwards.</p>
        </CodeForm>
      )}
    </Modal>
  )
}
