import { useMutation } from 'urql'
import { DialogForm } from '@/components/dialog-form'
import { Effects } from '@/components/effects'
import { Modal } from '@/components/modal'
import { Name } from '@/components/name'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
import { attemptFragment } from './attempt-fragment'
import type { EndpointDialogProps } from './endpoint-dialog'
import { endpointFragment } from './endpoint-fragment'
import { TestOutcome } from './test-outcome'

const testMutation = graphql(
  `
    mutation TestWebhookEndpoint($input: TestWebhookEndpointInput!) {
      testWebhookEndpoint(input: $input) {
        delivery {
          id
          endpoint {
            ...Endpoint
          }
          attempts {
            ...Attempt
          }
        }
        userErrors {
          message
        }
      }
    }
  `,
  [attemptFragment, endpointFragment],
)

/** Sends a test event to an endpoint, and shows at once what came back. */
export const TestDialog = openedAnew(Dialog)

function Dialog({ endpoint, opened, onClose }: EndpointDialogProps) {
  const [{ data, error, fetching }, send] = useMutation(testMutation)
  const { delivery, userErrors } = data?.testWebhookEndpoint ?? {}
  const attempt = delivery?.attempts[0]

  // A list without deliveries holds none whose change would have it read again.
  const test = () =>
    void send({ input: { endpointId: endpoint.id } }, { additionalTypenames: ['WebhookDeliveryConnection'] })

  return (
    <Modal title="Test the endpoint" held={fetching} opened={opened} onClose={onClose}>
      {delivery && attempt ? (
        <TestOutcome deliveryId={delivery.id} attempt={attempt} onDone={onClose} />
      ) : (
        <DialogForm
          submit="Send the test"
          fetching={fetching}
          error={error}
          refusal={userErrors?.[0]?.message}
          refused="Nothing was sent"
          onSubmit={test}
          onCancel={onClose}
        >
          <p>
            <Name>{endpoint.url}</Name>
          </p>
          <Effects effects={effects} />
        </DialogForm>
      )}
    </Modal>
  )
}

const effects = [
  'A signed event webhook.test is sent now, once, also while the endpoint is disabled.',
  'What the receiver answers shows here; that can take 15 seconds.',
  'It is about no client, and does not wait for what stands in line.',
]
