import { Button, TextInput } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useQuery } from 'urql'
import { Empty } from '@/components/empty'
import { Failure } from '@/components/failure'
import { Icon } from '@/components/icon'
import { Panel } from '@/components/panel'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { readQuery, writeQuery } from '@/lib/query'
import { Journey, journeyFragment } from './journey'
import classes from './journey.module.css'
import { LatestJourneys } from './latest-journeys'

const findQuery = graphql(
  `
    query FindJourney($supportCode: String!) {
      onboardings(first: 1, filter: { supportCode: $supportCode }) {
        edges {
          cursor
          node {
            id
            ...Journey
          }
        }
      }
    }
  `,
  [journeyFragment],
)

/** What happened to a client that quotes a support code, or that somebody has sent a link to. */
export function FindJourney() {
  const [wanted, setWanted] = useState(() => supportCodeOf(readQuery('journey')))
  const [typed, setTyped] = useState(wanted)

  function show(supportCode: string) {
    setTyped(supportCode)
    setWanted(supportCode)
    writeQuery('journey', supportCode)
  }

  function submit(event: SubmitEvent) {
    event.preventDefault()
    show(supportCodeOf(typed))
  }

  return (
    <Panel
      title="Journeys"
      hint="What a client’s browser saw, and how far it came; by the support code that it quotes."
      flush
    >
      <div className={classes.search}>
        <form className={classes.field} onSubmit={submit}>
          <TextInput
            label="Support code"
            placeholder="K7QM-2XRD"
            maxLength={20}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" leftSection={<Icon name="search" size={16} />}>
            Find
          </Button>
        </form>
        {wanted && <Found key={wanted} supportCode={wanted} />}
      </div>
      <LatestJourneys onShow={show} />
    </Panel>
  )
}

function Found({ supportCode }: { supportCode: string }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: findQuery,
    variables: { supportCode },
    requestPolicy: 'cache-and-network',
  })
  const found = data?.onboardings.edges[0]
  if (found) {
    return <Journey onboarding={found.node} />
  }
  if (error) {
    return <Failure {...describeError(error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
  }
  return fetching ? (
    <p role="status" className={classes.quiet}>
      Looking…
    </p>
  ) : (
    <Empty icon="search" title="No journey has this code">
      A support code has eight letters and digits. What led nowhere is kept for 90 days.
    </Empty>
  )
}

/** A support code as it is stored, whatever way it was typed: four, a hyphen, four, in capitals. */
function supportCodeOf(typed: string) {
  const letters = typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return letters.length > 4 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : letters
}
