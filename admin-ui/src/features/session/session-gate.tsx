import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { DocumentTitle } from '@/components/document-title'
import { Failure } from '@/components/failure'
import { Splash } from '@/components/splash'
import { describeError, isUnauthenticated } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { ViewerContext } from '@/lib/viewer'
import classes from './session-gate.module.css'

const viewerQuery = graphql(`
  query Viewer {
    viewer {
      kind
      name
      role
    }
  }
`)

/** Shows its content to signed-in staff only; everybody else is sent to sign in by the GraphQL client. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [{ data, error }, refetch] = useQuery({ query: viewerQuery })
  const viewer = data?.viewer
  if (viewer?.role) {
    return <ViewerContext value={{ email: viewer.name ?? '', role: viewer.role }}>{children}</ViewerContext>
  }
  if (error && !isUnauthenticated(error)) {
    return (
      <main className={classes.failed}>
        <DocumentTitle />
        <Failure {...describeError(error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
      </main>
    )
  }
  return (
    <>
      <DocumentTitle />
      <Splash />
    </>
  )
}
