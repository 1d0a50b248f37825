import { Setback } from './setback'
import { WaysOn, type Ways } from './ways-on'

/** This tab has come back from Meta without a code that was taken. */
export function Returned({ login, ways }: { login: string; ways: Ways }) {
  const { title, text } = words.get(login) ?? other
  return (
    <Setback title={title} ways={<WaysOn ways={ways} tabFirst />}>
      {text}
    </Setback>
  )
}

/** What server/redirect.go says of a login, and the codes of UserError that can come of it. Anybody can write the address. */
const words = new Map([
  [
    'BUSY',
    {
      title: 'Another login is under way',
      text: 'A code of this onboarding is just being worked on. Look again in a moment.',
    },
  ],
  [
    'CODE_REFUSED',
    {
      title: 'This login was used before',
      text: 'Facebook’s answer had been given to another onboarding already. Nothing was connected here. Log in once more.',
    },
  ],
  [
    'DECLINED',
    {
      title: 'You said no at Facebook',
      text: 'The login was cancelled, or what Facebook asked for was declined. Nothing was shared. You can log in again at any time.',
    },
  ],
  [
    'FAILED',
    {
      title: 'Facebook could not log you in',
      text: 'Facebook sent this tab back without an answer to use. Nothing was shared. Try again in a few minutes.',
    },
  ],
  [
    'ONBOARDING_CANCELLED',
    {
      title: 'This onboarding was cancelled',
      text: 'It was taken back while you were at Facebook. Nothing was connected. It takes a new invitation to connect.',
    },
  ],
  [
    'INTERRUPTED',
    {
      title: 'This login could not be finished',
      text: 'It was begun in another browser or another tab, took longer than ten minutes, or was finished before. Nothing was connected by it. Log in once more, and stay in this tab.',
    },
  ],
])

const other = {
  title: 'Not connected',
  text: 'The answer of Facebook could not be taken. Nothing was connected. Try again in a moment.',
}
