import { useId } from 'react'
import { Facts } from './facts'
import { Copyable } from './copyable'
import { Icon } from './icon'
import { Moment } from './moment'
import classes from './problem-card.module.css'
import type { Problem } from '@/lib/problem'

interface ProblemCardProps {
  problem: Problem
  /** Who reads it: that decides who "you" is. */
  audience: 'staff' | 'client'
  /** When the token ends, for a problem that warns of that. */
  tokenExpiresAt?: string | null
}

/** What is wrong, what to do, who does it, and what Meta's support will ask for. */
export function ProblemCard({ problem, audience, tokenExpiresAt }: ProblemCardProps) {
  const id = useId()
  const patient = problem.actor === 'META' || problem.actor === 'NOBODY'
  return (
    <section className={classes.card} data-tone={patient ? 'wait' : 'warn'} aria-labelledby={id}>
      <span className={classes.icon}>
        <Icon name={patient ? 'clock' : 'warning'} size={20} />
      </span>
      <div className={classes.words}>
        <h2 className={classes.message} id={id}>
          {problem.message}
        </h2>
        <p className={classes.action}>{problem.action}</p>
        <p className={classes.meta}>
          <strong>{actors[audience][problem.actor]}</strong>
          {problem.code === 'TOKEN_EXPIRING' && tokenExpiresAt && (
            <span>
              The token ends <Moment at={tokenExpiresAt} full />
            </span>
          )}
          <span>
            Since <Moment at={problem.since} />
          </span>
          {problem.retryAt && (
            <span>
              Next try <Moment at={problem.retryAt} />
            </span>
          )}
        </p>
        <details className={classes.details}>
          <summary>Details for support</summary>
          <Facts
            facts={[
              ['Problem', <Copyable key="code" value={problem.code} label="problem code" />],
              ['Meta error', metaError(problem)],
              ['Meta trace id', problem.fbtraceId ? <Copyable value={problem.fbtraceId} label="trace id" /> : 'None'],
            ]}
          />
        </details>
      </div>
    </section>
  )
}

function metaError({ metaCode, metaSubcode }: Problem) {
  if (metaCode === null) {
    return 'None'
  }
  return metaSubcode === null ? `Code ${metaCode}` : `Code ${metaCode}, subcode ${metaSubcode}`
}

const actors = {
  staff: {
    CLIENT: 'The client has to act',
    PARTNER: 'You have to act',
    META: 'Meta has to act',
    NOBODY: 'Nobody has to act',
  },
  client: {
    CLIENT: 'You can solve this',
    PARTNER: 'The platform that invited you has to act',
    META: 'Meta has to act',
    NOBODY: 'Nobody has to act',
  },
}
