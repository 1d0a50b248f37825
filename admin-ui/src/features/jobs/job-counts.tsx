import { UnstyledButton } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { jobStates, stateWords, type JobState } from './job-words'
import classes from './jobs.module.css'

export const jobCountFragment = graphql(`
  fragment JobCount on JobCount {
    queue
    state
    count
  }
`)

interface JobCountsProps {
  counts: readonly FragmentOf<typeof jobCountFragment>[]
  /** The states that the list shows; undefined while it is not narrowed. */
  chosen?: JobState[]
  onChoose: (state: JobState) => void
}

/** How many jobs there are by state, and in which queues; each narrows the list to its state. */
export function JobCounts({ counts, chosen, onChoose }: JobCountsProps) {
  const known = readFragment(jobCountFragment, counts)
  return (
    <ul className={classes.counts} aria-label="Jobs by state">
      {jobStates.map((state) => {
        const ofState = known.filter((count) => count.state === state)
        const total = sum(ofState)
        return (
          <li key={state}>
            <UnstyledButton
              className={classes.count}
              data-tone={total > 0 ? stateWords[state].tone : undefined}
              aria-pressed={chosen?.includes(state) ?? false}
              onClick={() => onChoose(state)}
            >
              <span className={classes.figure}>{formatCount(total)}</span>
              <span>{stateWords[state].label}</span>
              <span className={classes.queues}>{queuesOf(ofState)}</span>
            </UnstyledButton>
          </li>
        )
      })}
    </ul>
  )
}

type Counted = { queue: string; count: number }

function sum(counts: Counted[]) {
  return counts.reduce((total, { count }) => total + count, 0)
}

/** The queues, each with its part: "onboarding 2 · upkeep 14". */
function queuesOf(counts: Counted[]) {
  const queues = [...new Set(counts.map(({ queue }) => queue))].sort()
  return queues.map((queue) => `${queue} ${formatCount(sum(counts.filter((c) => c.queue === queue)))}`).join(' · ')
}
