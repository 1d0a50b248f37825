import { Center, Loader } from '@mantine/core'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '@/lib/graphql'
import { sandboxAt } from '@/lib/sandbox'
import { EditorFailure } from './editor-failure'
import { createReadOnly } from './read-only'
import { ReadOnlySwitch } from './read-only-switch'
import type { WorkbenchProps } from './workbench'

const playgroundQuery = graphql(`
  query Playground {
    loginConfiguration {
      sdkUrl
    }
    businesses(first: 1) {
      edges {
        node {
          id
        }
      }
    }
    onboardings(first: 1) {
      edges {
        node {
          id
        }
      }
    }
  }
`)

const load = async () => {
  try {
    return { default: (await import('./workbench')).Workbench }
  } catch {
    return { default: EditorFailure }
  }
}
const Workbench = lazy(load)

/** GraphiQL with operations that are ready to run. */
export function PlaygroundPage(callbacks: Pick<WorkbenchProps, 'onStepUp' | 'onUnauthenticated'>) {
  const [readOnly] = useState(createReadOnly)
  const [{ data, fetching }] = useQuery({ query: playgroundQuery })
  // The editor is larger than the rest of the admin together, so it does not wait for the answer.
  useEffect(() => void load(), [])
  const sandbox = data && sandboxAt(data.loginConfiguration.sdkUrl)
  const waiting = (
    <Center mih={420}>
      <Loader aria-label="Loading the editor" />
    </Center>
  )
  return (
    <>
      <ReadOnlySwitch readOnly={readOnly} there={sandbox ? 'in the sandbox' : 'at Meta'} />
      {fetching ? (
        waiting
      ) : (
        <Suspense fallback={waiting}>
          <Workbench
            examples={{
              businessId: data?.businesses.edges[0]?.node.id ?? '',
              onboardingId: data?.onboardings.edges[0]?.node.id ?? '',
            }}
            sandbox={sandbox}
            readOnly={readOnly}
            {...callbacks}
          />
        </Suspense>
      )}
    </>
  )
}
