import type { IconName } from './icon'
import type { graphql } from '@/lib/graphql'
import { humanise } from '@/lib/humanise'

type StepKind = ReturnType<typeof graphql.scalar<'OnboardingStepKind'>>
type StepStatus = ReturnType<typeof graphql.scalar<'OnboardingStepStatus'>>

/** What happened. What a later version brings is told by its own name. */
export function nameOfStep(kind: StepKind) {
  return (names as Record<string, string>)[kind] ?? humanise(kind)
}

const names: Record<StepKind, string> = {
  PAGE_OPENED: 'Page opened',
  PAGE_OPENED_ON_PHONE: 'Page opened on a phone',
  SDK_LOADED: 'Facebook’s script loaded',
  SDK_BLOCKED: 'Facebook’s script blocked',
  BUTTON_PRESSED: 'Button pressed',
  POPUP_OPENED: 'Window opened',
  POPUP_BLOCKED: 'Window blocked by the browser',
  NO_ANSWER: 'Nothing heard of the window for a while',
  LOGIN_CANCELLED: 'Window closed, or login not finished',
  REDIRECTED: 'Sent to Facebook in the same tab',
  LOGIN_DECLINED: 'Declined at Facebook',
  LOGIN_FAILED: 'Came back from Facebook without a code',
  RECEIVE: 'Code received',
  EXCHANGE: 'Code exchanged for a token',
  IDENTIFY: 'Business identified',
  SYNC: 'Datasets read',
}

/** What the program does with a code; everything else was seen by the browser on the way to one. */
export function isWork(kind: string) {
  return work.includes(kind)
}

const work = ['RECEIVE', 'EXCHANGE', 'IDENTIFY', 'SYNC']

/** How a step went. */
export function outcomeOfStep(status: StepStatus) {
  return (outcomes as Record<string, Outcome>)[status] ?? { word: humanise(status), icon: 'info' as const }
}

interface Outcome {
  word: string
  icon: IconName
}

const outcomes: Record<StepStatus, Outcome> = {
  RUNNING: { word: 'Under way', icon: 'clock' },
  SUCCEEDED: { word: 'Done', icon: 'check' },
  FAILED: { word: 'Failed', icon: 'cross' },
}
