import { ResponseEditor } from '@graphiql/react'
import { Button } from '@mantine/core'
import { useCanOperate } from '@/lib/viewer'
import classes from './desk.module.css'
import { Events } from './events'
import type { Outcome } from './fetcher'
import { OutcomeLine } from './outcome-line'
import { useReadOnly, type ReadOnly } from './read-only'
import { useStream, type Streams } from './streams'
import { useActive } from './use-active'

interface ResultPaneProps {
  outcome: Outcome | null
  readOnly: ReadOnly
  streams: Streams
}

/** The answer, or what a subscription sends. */
export function ResultPane({ outcome, readOnly, streams }: ResultPaneProps) {
  const { name, response, type } = useActive()
  const stream = useStream(streams, name)
  const isHeldBack = useReadOnly(readOnly)
  const canOperate = useCanOperate()
  const own = outcome?.name === name ? outcome : null
  const isRefused = own?.kind === 'refused' && isHeldBack
  // A subscription has an answer only where it was not sent, for example because its variables are no JSON.
  const watches = type === 'subscription' && response === ''
  return (
    <section className={classes.pane} aria-label="Result">
      <div className={classes.top}>
        <h2>{watches ? 'Events' : 'Result'}</h2>
        <OutcomeLine outcome={own} stream={watches ? stream : undefined} hasAnswer={response !== ''} />
      </div>
      {isRefused && (
        <div className={classes.refused} role="alert">
          <p>Not sent: read-only is on.</p>
          {canOperate && (
            <Button size="xs" variant="default" onClick={() => readOnly.set(false)}>
              Turn read-only off
            </Button>
          )}
        </div>
      )}
      <div className={classes.result} data-hidden={watches || isRefused}>
        <ResponseEditor aria-label="Answer" aria-live="off" />
        {response === '' && <p className={classes.nothing}>Run the operation to see what the API answers.</p>}
      </div>
      {watches && <Events stream={stream} />}
    </section>
  )
}
