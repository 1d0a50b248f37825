import { Timeline } from '@/components/timeline'
import type { Outcome } from './complete-onboarding'
import { Working } from './working'

/** An onboarding whose work goes on after the code was taken. */
export function Progress({ outcome }: { outcome: Outcome }) {
  return (
    <>
      <Working title="Almost there…">
        Facebook’s answer is being worked on. You can leave this page; the work goes on.
      </Working>
      <Timeline steps={outcome.steps.filter(({ kind }) => work.includes(kind))} />
    </>
  )
}

const work: Outcome['steps'][number]['kind'][] = ['RECEIVE', 'EXCHANGE', 'IDENTIFY', 'SYNC']
