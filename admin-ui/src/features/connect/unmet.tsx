import { Icon, type IconName } from '@/components/icon'
import classes from './connect.module.css'
import { DeadLink } from './dead-link'
import type { Refusal } from './partner-page'
import { Working } from './working'

/** The window as long as it is for nobody, and why. */
export function Unmet({ because }: { because: 'asking' | 'unmet' | Refusal }) {
  if (because === 'asking') {
    return <Working title="One moment…">This window is waiting for the page that opened it.</Working>
  }
  if (because === 'dead') {
    return <DeadLink />
  }
  const { icon, title, text } = words[because]
  return (
    <>
      <span className={classes.mark} data-tone="off">
        <Icon name={icon} size={22} />
      </span>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{text}</p>
    </>
  )
}

const words: Record<'foreign' | 'unasked' | 'unmet', { icon: IconName; title: string; text: string }> = {
  foreign: {
    icon: 'shield',
    title: 'The page that opened this window may not connect you',
    text: 'The invitation is for another website. Nothing was shared. Close this window, and go to the website of the platform that invited you.',
  },
  unasked: {
    icon: 'warning',
    title: 'No answer from the server',
    text: 'Nothing was shared. Check your network connection, close this window, and press the button again.',
  },
  unmet: {
    icon: 'link',
    title: 'Please press the button again',
    text: 'The page that opened this window is gone, or does not answer. Close the window, go back to that page, and press its button once more.',
  },
}
