import { Button, CopyButton } from '@mantine/core'
import { Icon } from '@/components/icon'
import classes from './connect.module.css'
import { Setback } from './setback'

interface OnPhoneProps {
  /** A client's own link, to be opened on a computer. */
  link: string | null
  onLeave: () => void
}

/** Meta offers this login in browsers on computers only: how to get there, or to try it here all the same. */
export function OnPhone({ link, onLeave }: OnPhoneProps) {
  return (
    <Setback
      title="Please continue on a computer"
      ways={
        <div className={classes.buttons}>
          {link && (
            <CopyButton value={link} timeout={1500}>
              {({ copied, copy }) => (
                <Button size="md" leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
                  {copied ? 'Copied' : 'Copy your link'}
                </Button>
              )}
            </CopyButton>
          )}
          <Button size="md" variant="default" onClick={onLeave}>
            Try on this device
          </Button>
        </div>
      }
    >
      Meta does not offer this login on phones and tablets. Open {link ? 'your link' : 'this page'} in a browser on a
      computer. You can try it here; should Facebook say that it does not work, nothing is lost.
    </Setback>
  )
}
