import { Notice } from '@/components/notice'
import { useWords } from './audience'

/** Meta does not support booking yet, which is said before the attempt. */
export function BookingNote() {
  const { booking } = useWords()
  return (
    <Notice>
      <strong>{booking.title}</strong> {booking.text}
    </Notice>
  )
}
