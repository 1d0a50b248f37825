import { useWords } from './audience'
import { BookingNote } from './booking-note'
import classes from './connect.module.css'
import { FacebookButton } from './facebook-button'
import { fill, useTime } from './fill'

interface InvitationProps {
  /** Whether the SDK is there, so that the click can open the window. */
  ready: boolean
  /** Until when the link of a client works. */
  until?: string
  booking: boolean
  onConnect: () => void
}

/** The button before it is pressed. */
export function Invitation({ ready, until, booking, onConnect }: InvitationProps) {
  const { invitation } = useWords()
  const time = useTime()
  return (
    <>
      <h2 className={classes.title}>{invitation.title}</h2>
      <p className={classes.text}>{invitation.text}</p>
      {booking && <BookingNote />}
      <div className={classes.buttons}>
        <FacebookButton disabled={!ready} onClick={onConnect}>
          {invitation.connect}
        </FacebookButton>
        {!ready && (
          <p className={classes.quiet} role="status">
            {invitation.preparing}
          </p>
        )}
      </div>
      {until && <p className={classes.quiet}>{fill(invitation.until, { time: time(until) })}</p>}
    </>
  )
}
