import { Failure } from '@/components/failure'

/** In place of a screen that failed to draw. */
export function Crash() {
  return (
    <Failure
      title="This page stopped working"
      message="An error in the page itself. Reloading usually helps; if it comes back, tell whoever runs this installation."
      onRetry={() => window.location.reload()}
    />
  )
}
