import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { ShownOnce } from '@/components/shown-once'

interface OneTimeLinkProps {
  email: string
  link: string
  expiresAt: string
  onDone: () => void
}

/** A link with which somebody signs in, to hand over to them. */
export function OneTimeLink({ email, link, expiresAt, onDone }: OneTimeLinkProps) {
  return (
    <ShownOnce label="One-time link" value={link} copy="Copy link" onDone={onDone}>
      <p>
        Hand this link to <Name>{email}</Name>, and to nobody else: it signs in whoever opens it first. It works once, and
        ends <Moment at={expiresAt} />. It is shown only here and only now; you can make another one at any time.
      </p>
    </ShownOnce>
  )
}
