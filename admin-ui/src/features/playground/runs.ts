import { useSyncExternalStore } from 'react'
import { messagesOf } from './graphql-request'

/** What became of the last operation that was run in a tab. */
export interface Run {
  state: 'running' | 'answered' | 'refused'
  /** From when it has come until it is shown. */
  answer?: unknown
  /** How many errors the answer holds. */
  errors: number
  /** How long the answer took; 0 until it has come. */
  milliseconds: number
}

export type Runs = ReturnType<typeof createRuns>

/**
 * Queries and mutations by the tabs in which they were run. They go on while other tabs are looked at, and their answers
 * wait there: one may hold a token that is shown once.
 */
export function createRuns() {
  const runs = new Map<number, Run>()
  const controllers = new Map<number, AbortController>()
  const listeners = new Set<() => void>()
  let current = 0

  function change(tab: number, run: Run | undefined) {
    if (run) {
      runs.set(tab, run)
    } else {
      runs.delete(tab)
    }
    listeners.forEach((changed) => changed())
  }

  /** Ends what the current tab has begun, and forgets how it went. */
  function stop() {
    controllers.get(current)?.abort()
    controllers.delete(current)
    change(current, undefined)
  }

  return {
    /** Says which tab is looked at; the runs of the others go on. */
    look(tab: number) {
      current = tab
    },
    isRunning: () => runs.get(current)?.state === 'running',
    /** Asks for the current tab. What `ask` promises never fails. */
    async start(ask: (signal: AbortSignal) => Promise<unknown>) {
      stop()
      const tab = current
      const controller = new AbortController()
      controllers.set(tab, controller)
      change(tab, { state: 'running', errors: 0, milliseconds: 0 })
      const started = performance.now()
      const answer = await ask(controller.signal)
      if (!controller.signal.aborted) {
        const milliseconds = Math.round(performance.now() - started)
        change(tab, { state: 'answered', answer, errors: messagesOf(answer).length, milliseconds })
      }
    },
    /** Answers the current tab in place of the API. */
    refuse(answer: unknown) {
      stop()
      change(current, { state: 'refused', answer, errors: 1, milliseconds: 0 })
    },
    stop,
    /** Lets go of an answer that is shown, so that it does not come back over what is shown later. */
    settle(tab: number) {
      const run = runs.get(tab)
      change(tab, run && { ...run, answer: undefined })
    },
    get: (tab: number) => runs.get(tab),
    subscribe(changed: () => void) {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
  }
}

/** The last run of `tab`, as it stands. */
export function useRun(runs: Runs, tab: number) {
  return useSyncExternalStore(runs.subscribe, () => runs.get(tab))
}
