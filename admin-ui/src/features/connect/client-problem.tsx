import { ProblemFrame } from '@/components/problem-frame'
import type { Problem } from '@/lib/problem'
import { useWords, type Occasion } from './audience'
import { forClient } from './client-words'
import classes from './connect.module.css'
import { fill, useTime } from './fill'

interface ClientProblemProps {
  problem: Problem
  occasion: Occasion
}

/** What is wrong and what a client can do, in its language; and what support will ask for. */
export function ClientProblem({ problem, occasion }: ClientProblemProps) {
  const words = useWords()
  const time = useTime()
  const { message, action } = forClient(problem, occasion, words)
  const { code, metaCode, metaSubcode, fbtraceId } = problem
  return (
    <ProblemFrame
      actor={problem.actor}
      message={message}
      action={action}
      meta={
        <>
          <strong>{words.actors[problem.actor]}</strong>
          {problem.retryAt && <span>{fill(words.details.next, { time: time(problem.retryAt) })}</span>}
        </>
      }
      summary={words.details.title}
    >
      <dl className={classes.details}>
        <dt>{words.details.problem}</dt>
        <dd>{code}</dd>
        {metaCode !== null && (
          <>
            <dt>{words.details.error}</dt>
            <dd>{metaSubcode === null ? metaCode : `${metaCode} / ${metaSubcode}`}</dd>
          </>
        )}
        {fbtraceId && (
          <>
            <dt>{words.details.trace}</dt>
            <dd>{fbtraceId}</dd>
          </>
        )}
      </dl>
    </ProblemFrame>
  )
}
