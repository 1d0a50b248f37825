import { useAudience } from './audience'
import { Blocked } from './blocked'
import { isUnderWay, type Outcome } from './complete-onboarding'
import classes from './connect.module.css'
import { Expired } from './expired'
import { FacebookButton } from './facebook-button'
import { Invitation } from './invitation'
import { OnPhone } from './on-phone'
import { Progress } from './progress'
import { Result } from './result'
import { Returned } from './returned'
import { Setback } from './setback'
import { useTold } from './told'
import type { Journey } from './use-connect'
import { Waiting } from './waiting'
import { WaysOn, type Ways } from './ways-on'
import { Working } from './working'

interface StepProps {
  journey: Journey
  outcome: Outcome | null
  /** Whether the server tells no more about the outcome. */
  lost: boolean
  /** A client's own link. */
  link: string | null
  ways: Ways
  onRetrySdk: () => void
  onExchange: (code: string) => void
}

/** The step of the journey that the page is at. */
export function Step({ journey, outcome, lost, link, ways, onRetrySdk, onExchange }: StepProps) {
  const { kind, words } = useAudience()
  const told = useTold()
  switch (journey.step) {
    case 'idle':
      if (ways.sdk === null) {
        return <OnPhone link={link} booking={outcome?.booking ?? false} onLeave={ways.leave} />
      }
      return ways.sdk === 'blocked' ? (
        <Blocked onRetry={onRetrySdk} onLeave={ways.leave} />
      ) : (
        <Invitation
          ready={ways.sdk === 'ready'}
          until={kind === 'client' ? outcome?.expiresAt : undefined}
          booking={outcome?.booking ?? false}
          onConnect={ways.connect}
        />
      )
    case 'waiting':
      return <Waiting slow={journey.slow} ways={ways} />
    case 'blocked':
      return (
        <Setback title={words.popupBlocked.title} icon="warning" tone="warn" ways={<WaysOn ways={ways} tabFirst />}>
          {words.popupBlocked.text}
        </Setback>
      )
    case 'cancelled':
      return (
        <Setback title={words.cancelled.title} ways={<WaysOn ways={ways} />}>
          {words.cancelled.text}
        </Setback>
      )
    case 'unopened':
      return (
        <Setback title={words.unopened.title} ways={<WaysOn ways={ways} tabFirst />}>
          {words.unopened.text}
        </Setback>
      )
    case 'leaving':
      return <Working title={words.leaving.title}>{words.leaving.text}</Working>
    case 'returned':
      return <Returned login={journey.login} ways={ways} />
    case 'exchanging':
      return outcome && isUnderWay(outcome) ? (
        <Progress outcome={outcome} />
      ) : (
        <Working title={words.exchanging.title}>{words.exchanging.text}</Working>
      )
    case 'unanswered':
      return (
        <Setback
          title={words.unanswered.title}
          ways={
            <div className={classes.buttons}>
              <FacebookButton onClick={() => onExchange(journey.code)}>{words.unanswered.again}</FacebookButton>
            </div>
          }
        >
          {told(journey.refusal)} {words.unanswered.safe}
        </Setback>
      )
    case 'refused':
      return (
        <Setback title={words.failed.title} ways={<WaysOn ways={ways} />}>
          {told(journey.refusal)}
        </Setback>
      )
    case 'expired':
      return <Expired dead={journey.dead} />
    case 'answered':
      return <Result outcome={outcome} lost={lost} userErrors={journey.userErrors} ways={ways} />
  }
}
