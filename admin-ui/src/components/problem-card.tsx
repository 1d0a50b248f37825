import { Facts } from './facts'
import { Copyable } from './copyable'
import { Moment } from './moment'
import { ProblemFrame } from './problem-frame'
import type { Problem } from '@/lib/problem'

interface ProblemCardProps {
  problem: Problem
  /** When the token ends, for a problem that warns of that. */
  tokenExpiresAt?: string | null
}

/** What is wrong, what to do, who does it, and what Meta's support will ask for. */
export function ProblemCard({ problem, tokenExpiresAt }: ProblemCardProps) {
  return (
    <ProblemFrame
      actor={problem.actor}
      message={problem.message}
      action={problem.action}
      meta={
        <>
          <strong>{actors[problem.actor]}</strong>
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
        </>
      }
      summary="Details for support"
    >
      <Facts
        facts={[
          ['Problem', <Copyable key="code" value={problem.code} label="problem code" />],
          ['Meta error', metaError(problem)],
          ['Meta trace id', problem.fbtraceId ? <Copyable value={problem.fbtraceId} label="trace id" /> : 'None'],
        ]}
      />
    </ProblemFrame>
  )
}

function metaError({ metaCode, metaSubcode }: Problem) {
  if (metaCode === null) {
    return 'None'
  }
  return metaSubcode === null ? `Code ${metaCode}` : `Code ${metaCode}, subcode ${metaSubcode}`
}

const actors: Record<Problem['actor'], string> = {
  CLIENT: 'The client has to act',
  PARTNER: 'You have to act',
  META: 'Meta has to act',
  NOBODY: 'Nobody has to act',
}
