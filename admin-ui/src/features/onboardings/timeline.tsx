import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import type { ReactNode } from 'react'
import { Icon, type IconName } from '@/components/icon'
import { Moment } from '@/components/moment'
import { graphql } from '@/lib/graphql'
import { isOver, onboardingWords, type OnboardingStatus } from '@/lib/onboarding-status'
import classes from './onboardings.module.css'
import { stepFragment, Steps } from './steps'
import { groupByTry } from './tries'

export const timelineFragment = graphql(
  `
    fragment Timeline on Onboarding {
      status
      createdAt
      expiresAt
      completedAt
      problem {
        message
        since
      }
      steps {
        kind
        startedAt
        ...Step
      }
    }
  `,
  [stepFragment],
)

/** A change of an invitation by staff or a backend. */
export interface Renewal {
  title: string
  icon: IconName
  at: string
  by?: string
}

/** What the audit tells of an onboarding beyond its steps. */
export interface Doers {
  preparedBy?: string
  /** Who gave the codes, in order. */
  codesBy: (string | undefined)[]
  /** Extensions and new links, in order. */
  renewals: Renewal[]
  cancelledBy?: string
}

interface TimelineProps {
  onboarding: FragmentOf<typeof timelineFragment>
  doers?: Doers
}

/** The journey of one client: who began it, each try with its steps, and how it stands. */
export function Timeline({ onboarding, doers }: TimelineProps) {
  const { status, createdAt, expiresAt, completedAt, problem, steps } = readFragment(timelineFragment, onboarding)
  return (
    <ol className={classes.timeline}>
      <Entry icon="link" title="Prepared" at={createdAt} by={doers?.preparedBy} />
      {inOrder(groupByTry(steps), doers?.renewals ?? []).map((event) =>
        'title' in event ? (
          <Entry key={event.at} {...event} />
        ) : (
          <Entry
            key={event.number}
            icon="right"
            title={`Try ${event.number}`}
            by={event.code === null ? undefined : doers?.codesBy[event.code]}
          >
            <Steps steps={event.steps} />
          </Entry>
        ),
      )}
      <Entry
        icon={ends[status] ?? 'clock'}
        title={onboardingWords[status]}
        at={completedAt ?? problem?.since}
        by={status === 'CANCELLED' ? doers?.cancelledBy : undefined}
        tone={status}
      >
        {problem && <p className={classes.sentence}>{problem.message}</p>}
        {!isOver(status) && steps.length === 0 && (
          <p className={classes.sentence}>
            A code can be given until <Moment at={expiresAt} full />
          </p>
        )}
      </Entry>
    </ol>
  )
}

type Try = ReturnType<typeof groupByTry<ResultOf<typeof timelineFragment>['steps'][number]>>[number]

/** Tries, numbered, and what was done to the invitation between them. */
function inOrder(tries: Try[], renewals: Renewal[]) {
  const numbered = tries.map((one, place) => ({ ...one, number: place + 1, at: one.steps[0]?.startedAt ?? '' }))
  return [...numbered, ...renewals].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

const ends: Partial<Record<OnboardingStatus, IconName>> = {
  COMPLETED: 'check',
  FAILED: 'cross',
  OUTCOME_UNKNOWN: 'warning',
  EXPIRED: 'clock',
  CANCELLED: 'cross',
}

interface EntryProps {
  icon: IconName
  title: string
  at?: string | null
  by?: string
  tone?: OnboardingStatus
  children?: ReactNode
}

function Entry({ icon, title, at, by, tone, children }: EntryProps) {
  return (
    <li className={classes.entry} data-tone={tone}>
      <span className={classes.sign}>
        <Icon name={icon} size={16} />
      </span>
      <div className={classes.entryHead}>
        <h3 className={classes.entryTitle}>{title}</h3>
        {by && (
          <span className={classes.by}>
            by <bdi>{by}</bdi>
          </span>
        )}
        {at && (
          <span className={classes.by}>
            <Moment at={at} />
          </span>
        )}
      </div>
      {children}
    </li>
  )
}
