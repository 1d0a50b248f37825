import { Modal } from '@mantine/core'
import { useMutation } from 'urql'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
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

/** Makes an endpoint, and shows its signing secret once. Each opening begins anew. */
export function CreateDialog(props: CreateDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ opened, onClose, onClosed }: CreateDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, create] = useMutation(createMutation)
  const { endpoint, secret, userErrors } = data?.createWebhookEndpoint ?? {}
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={secret ? 'The endpoint’s signing secret' : 'Create an endpoint'}
      // The secret is shown once: neither key nor mouse may lose it by a slip.
      closeOnClickOutside={!fetching && !secret}
      closeOnEscape={!fetching && !secret}
      withCloseButton={!fetching && !secret}
      size="lg"
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
