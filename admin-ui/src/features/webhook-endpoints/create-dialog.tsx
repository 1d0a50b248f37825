import { useMutation } from 'urql'
import { Modal } from '@/components/modal'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
import { EndpointForm } from './endpoint-form'
import { endpointFragment } from './endpoint-fragment'
import { SigningSecret } from './signing-secret'

const createMutation = graphql(
  `
    mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
      createWebhookEndpoint(input: $input) {
        endpoint {
          ...Endpoint
        }
        secret
        userErrors {
          message
          field
        }
      }
    }
  `,
  [endpointFragment],
)

interface CreateDialogProps {
  opened: boolean
  onClose: () => void
}

/** Makes an endpoint, and shows its signing secret once. */
export const CreateDialog = openedAnew(Dialog)

function Dialog({ opened, onClose }: CreateDialogProps) {
  const [{ data, error, fetching }, create] = useMutation(createMutation)
  const { endpoint, secret, userErrors } = data?.createWebhookEndpoint ?? {}
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={secret ? 'The endpoint’s signing secret' : 'Create an endpoint'}
      held={fetching || Boolean(secret)}
    >
      {endpoint && secret ? (
        <SigningSecret url={endpoint.url} secret={secret} onDone={onClose} />
      ) : (
        <EndpointForm
          action="Create"
          fetching={fetching}
          error={error}
          refusal={userErrors?.[0]}
          // An empty list holds no endpoint whose change would have it read again.
          onSubmit={(input) => create({ input }, { additionalTypenames: ['WebhookEndpointConnection'] })}
          onCancel={onClose}
        />
      )}
    </Modal>
  )
}
