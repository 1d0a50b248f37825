import type { VariablesOf } from 'gql.tada'
import { useRef, useState } from 'react'
import { useClient } from 'urql'
import { graphql } from '@/lib/graphql'
import { rememberOnboarding } from './address'

const createMutation = graphql(`
  mutation BeginOnboarding {
    createOnboarding(input: {}) {
      onboarding {
        id
        supportCode
      }
    }
  }
`)

const reportMutation = graphql(`
  mutation ReportSteps($input: ReportStepsInput!) {
    reportSteps(input: $input) {
      userErrors {
        code
      }
    }
  }
`)

/** What a browser can see on the way to a code. */
export type BrowserStep = VariablesOf<typeof reportMutation>['input']['steps'][number]

/** The onboarding that a page is about. */
interface Begun {
  id: string
  supportCode: string
}

export type Recorder = ReturnType<typeof useRecorder>

/**
 * Keeps the journey: tells the server what the browser sees. A client has its onboarding from the beginning; staff get
 * theirs with `begin`, and what was seen before is told then.
 */
export function useRecorder(known: Begun | null) {
  const client = useClient()
  const [begun, setBegun] = useState(known) // what the page shows
  const told = useRef(known) // what a callback finds that is older than the last rendering
  const beginning = useRef<Promise<Begun | null>>(undefined)
  const untold = useRef<BrowserStep[]>([])
  const telling = useRef<Promise<unknown>>(Promise.resolve())

  /** One report after the other, so that they are kept in order. Nothing depends on one that fails. */
  function tell(onboardingId: string) {
    const steps = untold.current.splice(0)
    if (steps.length > 0) {
      const input = { onboardingId, steps }
      telling.current = telling.current.then(() => client.mutation(reportMutation, { input }).toPromise())
    }
  }

  function report(step: BrowserStep) {
    untold.current.push(step)
    if (told.current) {
      tell(told.current.id)
    }
  }

  /** The onboarding, which is made now unless there is one; null when it could not be made. */
  function begin() {
    beginning.current ??= told.current ? Promise.resolve(told.current) : create()
    return beginning.current
  }

  async function create() {
    const { data } = await client.mutation(createMutation, {}).toPromise()
    const created = data?.createOnboarding.onboarding ?? null
    if (created) {
      told.current = created
      setBegun(created)
      rememberOnboarding(created.id)
      tell(created.id)
    } else {
      beginning.current = undefined // the next press may be luckier
    }
    return created
  }

  return { begun, begin, report }
}
