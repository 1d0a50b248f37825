import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from 'urql'
import { Effects } from '@/components/effects'
import { Failure } from '@/components/failure'
import { Name } from '@/components/name'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import { attemptFragment } from './attempt-fragment'
import type { EndpointDialogProps } from './endpoint-dialog'
import { endpointFragment } from './endpoint-fragment'
import { TestOutcome } from './test-outcome'
import classes from './webhook-endpoints.module.css'

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

/** Sends a test event to an endpoint, and shows at once what came back. Each opening begins anew. */
export function TestDialog(props: EndpointDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ endpoint, opened, onClose, onClosed }: EndpointDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, send] = useMutation(testMutation)
  const { delivery, userErrors } = data?.testWebhookEndpoint ?? {}
  const attempt = delivery?.attempts[0]

  // A list without deliveries holds none whose change would have it read again.
  const test = () =>
    send({ input: { endpointId: endpoint.id } }, { additionalTypenames: ['WebhookDeliveryConnection'] })

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title="Test the endpoint"
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
      size="lg"
    >
      {delivery && attempt ? (
        <TestOutcome deliveryId={delivery.id} attempt={attempt} onDone={onClose} />
      ) : (
        <div className={classes.form}>
          <p className={classes.url}>
            <Name>{endpoint.url}</Name>
          </p>
          <Effects effects={effects} />
          {userErrors?.[0] && <Failure title="Nothing was sent" message={userErrors[0].message} />}
          {error && <Failure {...describeError(error)} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose} disabled={fetching}>
              Cancel
            </Button>
            <Button loading={fetching} onClick={test} data-autofocus>
              Send the test
            </Button>
          </Group>
        </div>
      )}
    </Modal>
  )
}

const effects = [
  'A signed event webhook.test is sent now, once, also while the endpoint is disabled.',
  'What the receiver answers shows here; that can take 15 seconds.',
  'It is about no client, and does not wait for what stands in line.',
]
