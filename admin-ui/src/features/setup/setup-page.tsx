import { Button } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { Failure } from '@/components/failure'
import { Icon } from '@/components/icon'
import { PageHeader } from '@/components/page-header'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import { Checklist, checklistFragment } from './checklist'
import classes from './setup.module.css'
import { SetupSkeleton } from './setup-skeleton'
import { SetupSummary, setupSummaryFragment } from './setup-summary'

const setupQuery = graphql(
  `
    query Setup($fresh: Boolean!) {
      setup(fresh: $fresh) {
        ...SetupSummary
        ...Checklist
      }
    }
  `,
  [setupSummaryFragment, checklistFragment],
)

/** Whether the installation works, and how it is set up at Meta. */
export function SetupPage() {
  const [fresh, setFresh] = useState(false)
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: setupQuery,
    requestPolicy: 'cache-and-network',
    variables: { fresh },
  })
  const setup = useKept(data?.setup)
  const checking = fetching || stale

  function checkAgain() {
    if (fresh) {
      refetch({ requestPolicy: 'network-only' })
    } else {
      setFresh(true)
    }
  }

  return (
    <>
      <PageHeader
        title="Setup"
        documentTitle="Setup"
        below="What has to be right, here and at Meta, before clients can connect"
        actions={
          <Button leftSection={<Icon name="sync" />} loading={checking} onClick={checkAgain}>
            Check again
          </Button>
        }
      />
      <div className={classes.parts}>
        {error && <Failure {...describeError(error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
        {!setup && !error && <SetupSkeleton />}
        {setup && (
          <>
            <SetupSummary setup={setup} checking={checking} />
            <Checklist setup={setup} />
          </>
        )}
      </div>
    </>
  )
}
