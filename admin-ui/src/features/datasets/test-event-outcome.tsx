import { Button, Group } from '@mantine/core'
import { Copyable } from '@/components/copyable'
import { ExternalLink } from '@/components/external-link'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { ProblemCard } from '@/components/problem-card'
import { Tag } from '@/components/tag'
import { focusOnMount } from '@/lib/focus-on-mount'
import { plural } from '@/lib/format'
import type { Problem } from '@/lib/problem'
import classes from './datasets.module.css'

interface TestEvent {
  eventId: string
  name: string
  sentAt: string
  eventsReceived: number | null
  fbtraceId: string | null
  problem: Problem | null
}

interface TestEventOutcomeProps {
  event: TestEvent
  eventsManagerUrl: string
  onDone: () => void
}

/** Whether a test event arrived, and by what it is found at Meta. */
export function TestEventOutcome({ event, eventsManagerUrl, onDone }: TestEventOutcomeProps) {
  const { eventId, name, sentAt, eventsReceived, fbtraceId, problem } = event
  return (
    <div className={classes.form} role="status">
      {problem ? (
        <ProblemCard problem={problem} />
      ) : (
        <p className={classes.sentence}>
          <Tag tone={eventsReceived ? 'ok' : 'warn'}>{eventsReceived ? 'Arrived' : 'Not counted'}</Tag> Meta says that it
          received {plural(eventsReceived ?? 0, 'event')}. In Events Manager it shows
          under “Test events”.
        </p>
      )}
      <Facts
        facts={[
          ['Event', name],
          ['Event id', <Copyable key="id" value={eventId} label="event id" />],
          ['Sent', <Moment key="sent" at={sentAt} full />],
          ['Meta trace id', fbtraceId ? <Copyable key="trace" value={fbtraceId} label="trace id" /> : 'None'],
        ]}
      />
      <Group justify="space-between">
        <ExternalLink href={eventsManagerUrl}>Events Manager</ExternalLink>
        <Button onClick={onDone} ref={focusOnMount}>
          Done
        </Button>
      </Group>
    </div>
  )
}
