import { Button } from '@mantine/core'
import { useWords } from './audience'
import classes from './connect.module.css'
import { FacebookButton } from './facebook-button'
import type { SdkState } from './use-facebook-sdk'

/** How somebody can go on. */
export interface Ways {
  /** Whether Meta's window can be opened; null on a phone, where it is not tried. */
  sdk: SdkState | null
  /** Opens Meta's window. */
  connect: () => void
  /** Goes to Meta in this tab, for which neither window nor SDK are needed. */
  leave: () => void
}

interface WaysOnProps {
  ways: Ways
  /** Whether going on in this tab is what helps. */
  tabFirst?: boolean
}

/** The buttons of a journey that has come to a halt. */
export function WaysOn({ ways: { sdk, connect, leave }, tabFirst = false }: WaysOnProps) {
  const { inThisTab, tryAgain } = useWords()
  const tab = tabFirst || sdk === 'blocked' || sdk === null
  const inTab = tab ? (
    <FacebookButton onClick={leave}>{inThisTab}</FacebookButton>
  ) : (
    <Button size="md" variant="default" onClick={leave}>
      {inThisTab}
    </Button>
  )
  const inWindow = tab ? (
    <Button size="md" variant="default" disabled={sdk === 'loading'} onClick={connect}>
      {tryAgain}
    </Button>
  ) : (
    <FacebookButton disabled={sdk === 'loading'} onClick={connect}>
      {tryAgain}
    </FacebookButton>
  )
  const isWindowed = sdk === 'ready' || sdk === 'loading'
  return (
    <div className={classes.buttons}>
      {tab && inTab}
      {isWindowed && inWindow}
      {!tab && inTab}
    </div>
  )
}
