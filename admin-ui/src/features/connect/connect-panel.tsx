import { readFragment, type FragmentOf } from 'gql.tada'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { isMobile } from '@/lib/device'
import { graphql } from '@/lib/graphql'
import type { Arrival } from './address'
import { useAudience } from './audience'
import { BackLink } from './back-link'
import { Briefing, briefingFragment } from './briefing'
import { isUnderWay, type Outcome } from './complete-onboarding'
import classes from './connect.module.css'
import { localizeSdk } from './languages'
import { StatePanel } from './state-panel'
import { Step } from './step'
import { SupportCode } from './support-code'
import { useConnect, type Journey } from './use-connect'
import { useFacebookSdk } from './use-facebook-sdk'
import { useLiveOutcome } from './use-live-outcome'
import { usePartnerNews } from './use-partner-news'
import { useRecorder } from './use-recorder'

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
  /** The onboarding as it was when the page was opened, if there was one. */
  opened: Outcome | null
  arrival: Arrival
  /** The onboarding token of a client. */
  token?: string
}

/** The button and the state it is in; until something has come of it, also what is going to happen. */
export function ConnectPanel({ configuration, opened, arrival, token }: ConnectPanelProps) {
  const settings = readFragment(connectPanelFragment, configuration)
  const { kind, language } = useAudience()
  const [mobile] = useState(isMobile)
  const [sdkUrl] = useState(() => localizeSdk(settings.sdkUrl, language)) // once loaded it keeps its language
  const [outcome, setOutcome] = useState(opened)
  const recorder = useRecorder(opened)
  const { journey, connect, exchange, leave } = useConnect({
    configId: settings.configId,
    start: startOf(arrival.login, opened),
    bearer: token,
    recorder,
    onAnswer: setOutcome,
  })
  const working = journey.step === 'exchanging' || (journey.step === 'answered' && outcome && isUnderWay(outcome))
  const lost = useLiveOutcome(working && recorder.begun ? recorder.begun.id : null, setOutcome)
  const [sdk, retrySdk] = useFacebookSdk(mobile ? null : { ...settings, sdkUrl }, (state) =>
    recorder.report(state === 'ready' ? 'SDK_LOADED' : 'SDK_BLOCKED'),
  )
  useOnceOpen(() => {
    if (journey.step !== 'answered') {
      recorder.report(mobile ? 'PAGE_OPENED_ON_PHONE' : 'PAGE_OPENED')
    }
  })
  usePartnerNews(journey, outcome)
  const isBlocked = journey.step === 'idle' && sdk === 'blocked'
  const isOver = over.includes(journey.step)
  const known = outcome ?? opened // what the server refuses to answer about is known from before
  const supportCode = known?.supportCode ?? recorder.begun?.supportCode

  return (
    <div className={classes.page}>
      <StatePanel step={journey.step === 'idle' ? isBlocked : journey}>
        <Step
          journey={journey}
          outcome={outcome}
          lost={lost}
          link={token ? `${window.location.origin}/connect#${token}` : null}
          ways={{ sdk: mobile ? null : sdk, connect, leave }}
          onRetrySdk={retrySdk}
          onExchange={exchange}
        />
        {kind === 'client' && isOver && !working && known?.returnUrl && <BackLink to={known.returnUrl} />}
        {supportCode && (isBlocked || !calm.includes(journey.step)) && <SupportCode code={supportCode} />}
      </StatePanel>
      {!isOver && <Briefing configuration={settings} />}
    </div>
  )
}

/** Calls back once the page stands, and never again. */
function useOnceOpen(onOpen: () => void) {
  const done = useRef(false)
  const open = useEffectEvent(onOpen)
  useEffect(() => {
    if (!done.current) {
      done.current = true
      open()
    }
  }, [])
}

/** A page that is opened, or loaded anew, goes on where its onboarding stands. What became of that outweighs what became of a login. */
function startOf(login: string, opened: Outcome | null): Journey {
  if (opened && (opened.status === 'COMPLETED' || isUnderWay(opened))) {
    return { step: 'answered', userErrors: [] }
  }
  if (login) {
    return { step: 'returned', login }
  }
  return opened && opened.status !== 'OPEN' ? { step: 'answered', userErrors: [] } : { step: 'idle' }
}

/** Where nobody needs the support code yet. */
const calm: Journey['step'][] = ['idle', 'leaving']

const over: Journey['step'][] = ['answered', 'expired']
