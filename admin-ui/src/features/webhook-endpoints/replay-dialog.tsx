import { useMutation } from 'urql'
import { Modal } from '@/components/modal'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import type { EndpointDialogProps } from './endpoint-dialog'
import { endpointFragment } from './endpoint-fragment'
import { ReplayForm, type Replay } from './replay-form'

const replayMutation = graphql(
  `
    mutation ReplayWebhookEvents($input: ReplayWebhookEventsInput!) {
      replayWebhookEvents(input: $input) {
        endpoint {
          ...Endpoint
        }
        count
        userErrors {
          message
          field
        }
      }
    }
  `,
  [endpointFragment],
)

/** Sends events of a range of time to an endpoint again. */
export const ReplayDialog = openedAnew(Dialog)

function Dialog({ endpoint, opened, onClose }: EndpointDialogProps) {
  const [{ data, error, fetching }, send] = useMutation(replayMutation)
  const { count, userErrors } = data?.replayWebhookEvents ?? {}

  async function replay(range: Replay) {
    const answer = await send(
      { input: { endpointId: endpoint.id, ...range } },
      { additionalTypenames: ['WebhookDeliveryConnection'] },
    )
    const found = answer.data?.replayWebhookEvents.count
    if (found) {
      announce(`${plural(found, 'event')} in line`, endpoint.disabledReason ? waits : goes)
      onClose()
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Send events again"
      held={fetching}
    >
      <ReplayForm
        fetching={fetching}
        error={error}
        refusal={userErrors?.[0]}
        isNone={count === 0}
        onSubmit={replay}
        onCancel={onClose}
      />
    </Modal>
  )
}

const goes = 'They are sent now, in their order.'
const waits = 'They are sent in their order once the endpoint is enabled.'
