import { Loader } from '@mantine/core'
import { useWords } from './audience'
import classes from './connect.module.css'
import { WaysOn, type Ways } from './ways-on'

/** While Meta's window is open, or should be. */
export function Waiting({ slow, ways }: { slow: boolean; ways: Ways }) {
  const { waiting } = useWords()
  return (
    <>
      <h2 className={`${classes.title} ${classes.working}`}>
        <Loader size="sm" /> {waiting.title}
      </h2>
      <p className={classes.text}>{waiting.text}</p>
      {slow && (
        <>
          <p className={classes.text}>
            <strong>{waiting.slow}</strong> {waiting.slowText}
          </p>
          <WaysOn ways={ways} />
        </>
      )}
    </>
  )
}
