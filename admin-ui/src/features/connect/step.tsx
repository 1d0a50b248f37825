import { Blocked } from './blocked'
import { isUnderWay, type Outcome } from './complete-onboarding'
import type { Audience } from './connect-page'
import classes from './connect.module.css'
import { Expired } from './expired'
import { FacebookButton } from './facebook-button'
import { Invitation } from './invitation'
import { OnPhone } from './on-phone'
import { Progress } from './progress'
import { Result } from './result'
import { Returned } from './returned'
import { Setback } from './setback'
import type { Journey } from './use-connect'
import { Waiting } from './waiting'
import { WaysOn, type Ways } from './ways-on'
import { Working } from './working'

interface StepProps {
  journey: Journey
  outcome: Outcome | null
  /** Whether the server tells no more about the outcome. */
  lost: boolean
  audience: Audience
  /** A client's own link. */
  link: string | null
  ways: Ways
  onRetrySdk: () => void
  onExchange: (code: string) => void
}

/** The step of the journey that the page is at. */
export function Step({ journey, outcome, lost, audience, link, ways, onRetrySdk, onExchange }: StepProps) {
  switch (journey.step) {
    case 'idle':
      if (ways.sdk === null) {
        return <OnPhone link={link} onLeave={ways.leave} />
      }
      return ways.sdk === 'blocked' ? (
        <Blocked onRetry={onRetrySdk} onLeave={ways.leave} />
      ) : (
        <Invitation ready={ways.sdk === 'ready'} audience={audience} onConnect={ways.connect} />
      )
    case 'waiting':
      return <Waiting slow={journey.slow} ways={ways} />
    case 'blocked':
      return (
        <Setback
          title="The browser blocked Facebook’s window"
          icon="warning"
          tone="warn"
          ways={<WaysOn ways={ways} tabFirst />}
        >
          You can log in without a window: this tab goes to Facebook and comes back. Or allow pop-ups for this page, and
          try again.
        </Setback>
      )
    case 'cancelled':
      return (
        <Setback title="Not connected" ways={<WaysOn ways={ways} />}>
          The Facebook window was closed, or the login was not finished. Nothing was shared. If you did not close it, an
          extension of the browser may have; then continue in this tab.
        </Setback>
      )
    case 'unopened':
      return (
        <Setback title="Facebook’s window could not be opened" ways={<WaysOn ways={ways} tabFirst />}>
          The login script refused to start. You can log in without it: this tab goes to Facebook and comes back.
        </Setback>
      )
    case 'leaving':
      return <Working title="Going to Facebook…">This tab comes back here by itself once you have logged in.</Working>
    case 'returned':
      return <Returned login={journey.login} ways={ways} />
    case 'exchanging':
      return outcome && isUnderWay(outcome) ? (
        <Progress outcome={outcome} />
      ) : (
        <Working title="Connecting…">Facebook’s answer is being exchanged. This takes a few seconds.</Working>
      )
    case 'unanswered':
      return (
        <Setback
          title="No clear answer"
          ways={
            <div className={classes.buttons}>
              <FacebookButton onClick={() => onExchange(journey.code)}>Ask again</FacebookButton>
            </div>
          }
        >
          {journey.message} Asking again is safe: nothing is done twice.
        </Setback>
      )
    case 'refused':
      return (
        <Setback title="Not connected" ways={<WaysOn ways={ways} />}>
          {journey.message}
        </Setback>
      )
    case 'expired':
      return <Expired audience={audience} />
    case 'answered':
      return <Result outcome={outcome} lost={lost} userErrors={journey.userErrors} audience={audience} ways={ways} />
  }
}
