import { Failure } from '@/components/failure'

/** In place of the editor, when its files did not come. */
export function EditorFailure() {
  return (
    <Failure
      title="The editor could not be loaded"
      message="Its files did not come, or there is a new version of them. Check your network connection, then reload the page."
      retry="Reload"
      onRetry={() => window.location.reload()}
    />
  )
}
