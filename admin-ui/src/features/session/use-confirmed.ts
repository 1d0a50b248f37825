import { AuthError } from './auth'
import { useStepUp } from './step-up'

/** Runs a request to `/auth/…`, and once more when the server first wants to know that it is really them. */
export function useConfirmed() {
  const stepUp = useStepUp()
  return async <T>(act: () => Promise<T>) => {
    try {
      return await act()
    } catch (error) {
      if (error instanceof AuthError && error.code === 'STEP_UP_REQUIRED' && (await stepUp.ask())) {
        return await act()
      }
      throw error
    }
  }
}
