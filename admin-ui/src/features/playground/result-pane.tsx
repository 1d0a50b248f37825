import { ResponseEditor } from '@graphiql/react'
import { Button } from '@mantine/core'
import { useCanOperate } from '@/lib/viewer'
import classes from './desk.module.css'
import { Events } from './events'
import { OutcomeLine } from './outcome-line'
import { useReadOnly, type ReadOnly } from './read-only'
import { useRun, type Runs } from './runs'
import { useStream, type Streams } from './streams'
import { useActive } from './use-active'

interface ResultPaneProps {
  readOnly: ReadOnly
  runs: Runs
  streams: Streams
}

/** The answer, or what a subscription sends. */
export function ResultPane({ readOnly, runs, streams }: ResultPaneProps) {
  const { index, name, response, type } = useActive()
  const run = useRun(runs, index)
  const stream = useStream(streams, name)
  const isHeldBack = useReadOnly(readOnly)
  const canOperate = useCanOperate()
  const isRefused = run?.state === 'refused' && isHeldBack
  // A subscription has an answer only where it was not sent, for example because its variables are no JSON.
  const watches = type === 'subscription' && response === ''
  return (
    <section className={classes.pane} aria-label="Result">
      <div className={classes.top}>
        <h2>{watches ? 'Events' : 'Result'}</h2>
        <OutcomeLine run={run} stream={watches ? stream : undefined} />
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
        {response === '' && !run && <p className={classes.nothing}>Run the operation to see what the API answers.</p>}
      </div>
      {watches && <Events stream={stream} />}
    </section>
  )
}
