import { Icon } from '@/components/icon'
import { useWords } from './audience'
import { BackLink } from './back-link'
import classes from './connect.module.css'
import { endOf, type DeadLink as Dead } from './ends'
import { SupportCode } from './support-code'

/** There is no onboarding token, or one that works no more: why, and where to go from here. */
export function DeadLink({ reason, supportCode, returnUrl }: Dead) {
  const words = useWords()
  const { title, text } = words.ends[endOf(reason, words)]
  return (
    <>
      <span className={classes.mark} data-tone="off">
        <Icon name="link" size={22} />
      </span>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{text}</p>
      {returnUrl && <BackLink to={returnUrl} />}
      {supportCode && <SupportCode code={supportCode} />}
    </>
  )
}
