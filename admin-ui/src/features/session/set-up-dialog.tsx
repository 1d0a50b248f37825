import { Modal } from '@mantine/core'
import { QRCodeSVG } from 'qrcode.react'
import { useState } from 'react'
import { Copyable } from '@/components/copyable'
import { confirmSecondFactor, type Offer } from './account'
import { CodeForm } from './code-form'
import { RecoveryCodes } from './recovery-codes'
import classes from './second-factor.module.css'

interface SetUpDialogProps {
  /** Null while there is nothing to set up. */
  offer: Offer | null
  onClose: () => void
  onDone: () => void
}

/** Shows a secret for the authenticator app, takes the first code of it, and then shows the recovery codes. */
export function SetUpDialog({ offer, onClose, onDone }: SetUpDialogProps) {
  const [codes, setCodes] = useState<string[] | null>(null)
  return (
    <Modal
      opened={offer !== null}
      onClose={onClose}
      returnFocus={!codes}
      title={codes ? 'Keep your recovery codes' : 'Set up a second factor'}
      // The codes are shown once: neither key nor mouse may lose them by a slip.
      closeOnClickOutside={!codes}
      closeOnEscape={!codes}
      withCloseButton={!codes}
    >
      {offer && !codes && (
        <CodeForm
          submit="Turn on"
          appOnly
          onCode={async (code) => setCodes(await confirmSecondFactor(code))}
          onCancel={onClose}
        >
          <p className={classes.sentence}>
            Scan this with an authenticator app, such as the one that comes with your phone or password manager. Then enter
            the code that it shows.
          </p>
          <QRCodeSVG className={classes.scan} value={offer.uri} marginSize={4} title="QR code for your authenticator app" />
          <p className={classes.secret}>
            Without a camera, type <Copyable value={offer.secret} shown={grouped(offer.secret)} label="secret" />
          </p>
        </CodeForm>
      )}
      {codes && <RecoveryCodes codes={codes} onDone={onDone} />}
    </Modal>
  )
}

/** In fours, as people read it off. */
function grouped(secret: string) {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}
