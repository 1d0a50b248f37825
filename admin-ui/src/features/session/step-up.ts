import { createContext, use } from 'react'

interface Question {
  answer: Promise<boolean>
  settle: (confirmed: boolean) => void
}

/**
 * Has whoever is signed in confirm that it is them, before an act that cannot be made good. Whoever asks shares the
 * question that is open, which `StepUpDialog` shows.
 */
export class StepUp {
  #question: Question | null = null
  readonly #listeners = new Set<() => void>()

  /** Resolves to whether they have confirmed it. */
  readonly ask = () => {
    this.#question ??= makeQuestion()
    this.#tell()
    return this.#question.answer
  }

  readonly answer = (confirmed: boolean) => {
    this.#question?.settle(confirmed)
    this.#question = null
    this.#tell()
  }

  readonly isAsked = () => this.#question !== null

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell() {
    this.#listeners.forEach((listener) => listener())
  }
}

function makeQuestion(): Question {
  let settle: Question['settle'] = () => undefined
  const answer = new Promise<boolean>((resolve) => {
    settle = resolve
  })
  return { answer, settle }
}

export const StepUpContext = createContext<StepUp | null>(null)

export function useStepUp() {
  const stepUp = use(StepUpContext)
  if (!stepUp) {
    throw new Error('useStepUp outside of StepUpContext')
  }
  return stepUp
}
