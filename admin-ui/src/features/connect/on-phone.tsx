import { Button, CopyButton } from '@mantine/core'
import { Icon } from '@/components/icon'
import { useWords } from './audience'
import { BookingNote } from './booking-note'
import classes from './connect.module.css'
import { Setback } from './setback'

interface OnPhoneProps {
  /** A client's own link, to be opened on a computer. */
  link: string | null
  booking: boolean
  onLeave: () => void
}

/** Meta offers this login in browsers on computers only: how to get there, or to try it here all the same. */
export function OnPhone({ link, booking, onLeave }: OnPhoneProps) {
  const { phone, copied: done } = useWords()
  return (
    <>
      <Setback
        title={phone.title}
        ways={
          <div className={classes.buttons}>
            {link && (
              <CopyButton value={link} timeout={1500}>
                {({ copied, copy }) => (
                  <Button size="md" leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
                    {copied ? done : phone.copy}
                  </Button>
                )}
              </CopyButton>
            )}
            <Button size="md" variant="default" onClick={onLeave}>
              {phone.here}
            </Button>
          </div>
        }
      >
        {phone.text}
      </Setback>
      {booking && <BookingNote />}
    </>
  )
}
