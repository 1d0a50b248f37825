import { readFragment, type FragmentOf } from 'gql.tada'
import { useMutation } from 'urql'
import { Modal } from '@/components/modal'
import { Name } from '@/components/name'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
import { problemFragment } from '@/lib/problem'
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

/** Says what a test event does, sends one, and shows whether it arrived. */
export const TestEventDialog = openedAnew(Dialog)

function Dialog({ dataset, businessId, opened, onClose }: TestEventDialogProps) {
  const { id, metaId, name, eventsManagerUrl } = readFragment(testEventDialogFragment, dataset)
  const [{ data, error, fetching }, send] = useMutation(sendMutation)
  const { testEvent, userErrors } = data?.sendTestEvent ?? {}
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={
        <>
          Test event for <Name>{name ?? metaId}</Name>
        </>
      }
      held={fetching}
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
