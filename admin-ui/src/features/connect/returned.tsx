import { useWords } from './audience'
import { DeadLink } from './dead-link'
import { Setback } from './setback'
import { WaysOn, type Ways } from './ways-on'

/** This tab has come back from Meta without a code that was taken. Anybody can write the address that says why. */
export function Returned({ login, ways }: { login: string; ways: Ways }) {
  const { ends, returned } = useWords()
  if (Object.hasOwn(ends, login)) {
    return <DeadLink reason={login} /> // it came to its end while the tab was away
  }
  const { title, text } = Object.hasOwn(returned, login) ? returned[login as keyof typeof returned] : returned.other
  return (
    <Setback title={title} ways={<WaysOn ways={ways} tabFirst />}>
      {text}
    </Setback>
  )
}
