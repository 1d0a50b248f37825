import { Button, Group } from '@mantine/core'
import { RouterAnchor } from '@/components/router-anchor'
import { focusOnMount } from '@/lib/focus-on-mount'
import { formatDuration } from '@/lib/format'
import type { Attempt } from './attempt-fragment'
import { AttemptOutcome } from './attempt-outcome'
import classes from './webhook-endpoints.module.css'

interface TestOutcomeProps {
  deliveryId: string
  attempt: Attempt
  onDone: () => void
}

/** What came back from a test. */
export function TestOutcome({ deliveryId, attempt, onDone }: TestOutcomeProps) {
  return (
    <div className={classes.test} role="status">
      <AttemptOutcome attempt={attempt} />
      <p className={classes.quiet}>It took {formatDuration(attempt.durationMs)}.</p>
      <Group justify="space-between">
        <RouterAnchor to="/webhooks/deliveries/$id" params={{ id: deliveryId }} size="sm">
          What was sent
        </RouterAnchor>
        <Button onClick={onDone} ref={focusOnMount}>
          Done
        </Button>
      </Group>
    </div>
  )
}
