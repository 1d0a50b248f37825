import { isWork } from '@/components/step-words'

/** What belongs to one code: what the browser saw on the way to it, and what it set off here. */
export interface Try<Step> {
  /** Which of the onboarding's codes it led to, from 0; null when it led to none. */
  code: number | null
  steps: Step[]
}

/** Puts the steps of an onboarding together by the code that they belong to. */
export function groupByTry<Step extends { kind: string }>(steps: readonly Step[]) {
  const tries: Try<Step>[] = []
  let codes = 0
  for (const step of steps) {
    const isCode = step.kind === 'RECEIVE'
    const previous = tries.at(-1)?.steps.at(-1)
    if (!previous || (isWork(previous.kind) && (isCode || !isWork(step.kind)))) {
      tries.push({ code: null, steps: [] })
    }
    const current = tries.at(-1) as Try<Step>
    current.steps.push(step)
    current.code = isCode ? codes++ : current.code
  }
  return tries
}
