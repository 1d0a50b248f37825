import { readFragment, type FragmentOf } from 'gql.tada'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { Blocked } from './blocked'
import { Briefing, briefingFragment } from './briefing'
import type { Audience } from './connect-page'
import classes from './connect.module.css'
import { Expired } from './expired'
import { Invitation } from './invitation'
import { Result } from './result'
import { Setback } from './setback'
import { StatePanel } from './state-panel'
import { useConnect } from './use-connect'
import { useFacebookSdk } from './use-facebook-sdk'
import { Waiting } from './waiting'
import { Working } from './working'

export const connectPanelFragment = graphql(
  `
    fragment ConnectPanel on LoginConfiguration {
      appId
      configId
      graphVersion
      sdkUrl
      ...Briefing
    }
  `,
  [briefingFragment],
)

interface ConnectPanelProps {
  configuration: FragmentOf<typeof connectPanelFragment>
  audience: Audience
}

/** The button and the state it is in; until something has come of it, also what is going to happen. */
export function ConnectPanel({ configuration, audience }: ConnectPanelProps) {
  const settings = readFragment(connectPanelFragment, configuration)
  const [sdk, retrySdk] = useFacebookSdk(settings)
  const connecting = useConnect(settings.configId)
  return (
    <div className={classes.page}>
      <StatePanel step={sdk === 'blocked' ? sdk : connecting.journey}>
        {sdk === 'blocked' ? (
          <Blocked onRetry={retrySdk} />
        ) : (
          <Step connecting={connecting} ready={sdk === 'ready'} audience={audience} />
        )}
      </StatePanel>
      {!over.includes(connecting.journey.step) && <Briefing configuration={settings} audience={audience} />}
    </div>
  )
}

type Connecting = ReturnType<typeof useConnect>

const over: Connecting['journey']['step'][] = ['answered', 'expired']

interface StepProps {
  connecting: Connecting
  ready: boolean
  audience: Audience
}

function Step({ connecting: { journey, connect, exchange, reset }, ready, audience }: StepProps) {
  switch (journey.step) {
    case 'idle':
      return <Invitation ready={ready} audience={audience} onConnect={connect} />
    case 'waiting':
      return <Waiting slow={journey.slow} onRetry={connect} />
    case 'cancelled':
      return (
        <Setback title="Not connected" onRetry={connect}>
          The Facebook window was closed, or the login was not finished. Nothing was shared.
        </Setback>
      )
    case 'unopened':
      return (
        <Setback title="Facebook’s window could not be opened" onRetry={connect}>
          The login script refused to start. Reload the page; if it happens again, try another browser.
        </Setback>
      )
    case 'exchanging':
      return <Working title="Connecting…">Facebook’s answer is being exchanged. This takes a few seconds.</Working>
    case 'unanswered':
      return (
        <Setback title="No clear answer" retry="Ask again" onRetry={() => exchange(journey.code)}>
          {describeError(journey.error).message} Asking again is safe: nothing is done twice.
        </Setback>
      )
    case 'refused':
      return (
        <Setback title="Not connected" onRetry={connect}>
          {describeError(journey.error).message}
        </Setback>
      )
    case 'expired':
      return <Expired audience={audience} />
    case 'answered':
      return <Result completion={journey.completion} audience={audience} onRetry={connect} onAnother={reset} />
  }
}
