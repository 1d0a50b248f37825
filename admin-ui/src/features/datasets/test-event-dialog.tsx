import { Modal } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import { useMutation } from 'urql'
import { Name } from '@/components/name'
import { graphql } from '@/lib/graphql'
import { problemFragment } from '@/lib/problem'
import { useOpenings } from '@/lib/use-openings'
import { TestEventForm } from './test-event-form'
import { TestEventOutcome } from './test-event-outcome'

export const testEventDialogFragment = graphql(`
  fragment TestEventDialog on Dataset {
    id
    metaId
    name
    eventsManagerUrl
  }
`)

const sendMutation = graphql(
  `
    mutation SendTestEvent($input: SendTestEventInput!) {
      sendTestEvent(input: $input) {
        testEvent {
          eventId
          name
          sentAt
          eventsReceived
          fbtraceId
          problem {
            ...Problem
          }
        }
        dataset {
          id
          lastFiredAt
        }
        userErrors {
          message
          field
        }
      }
    }
  `,
  [problemFragment],
)

interface TestEventDialogProps {
  dataset: FragmentOf<typeof testEventDialogFragment>
  /** By whose token it is sent. */
  businessId: string
  opened: boolean
  onClose: () => void
}

/** Says what a test event does, sends one, and shows whether it arrived. Each opening begins anew. */
export function TestEventDialog(props: TestEventDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ dataset, businessId, opened, onClose, onClosed }: TestEventDialogProps & { onClosed: () => void }) {
  const { id, metaId, name, eventsManagerUrl } = readFragment(testEventDialogFragment, dataset)
  const [{ data, error, fetching }, send] = useMutation(sendMutation)
  const { testEvent, userErrors } = data?.sendTestEvent ?? {}
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={
        <>
          Test event for <Name>{name ?? metaId}</Name>
        </>
      }
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
      size="lg"
    >
      {testEvent ? (
        <TestEventOutcome event={testEvent} eventsManagerUrl={eventsManagerUrl} onDone={onClose} />
      ) : (
        <TestEventForm
          eventsManagerUrl={eventsManagerUrl}
          fetching={fetching}
          error={error}
          refusal={userErrors?.[0]}
          onSubmit={(testEventCode) => send({ input: { businessId, datasetId: id, testEventCode } })}
          onCancel={onClose}
        />
      )}
    </Modal>
  )
}
