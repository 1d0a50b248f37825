import { Modal } from '@mantine/core'
import type { VariablesOf } from 'gql.tada'
import { useMutation } from 'urql'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import type { EndpointDialogProps } from './endpoint-dialog'
import { EndpointForm } from './endpoint-form'
import { endpointFragment } from './endpoint-fragment'

const updateMutation = graphql(
  `
    mutation UpdateWebhookEndpoint($input: UpdateWebhookEndpointInput!) {
      updateWebhookEndpoint(input: $input) {
        endpoint {
          ...Endpoint
        }
        userErrors {
          message
          field
        }
      }
    }
  `,
  [endpointFragment],
)

/** Changes where an endpoint's events go, what for, and which. Each opening begins anew. */
export function EditDialog(props: EndpointDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ endpoint, opened, onClose, onClosed }: EndpointDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, update] = useMutation(updateMutation)

  async function change(fields: Omit<VariablesOf<typeof updateMutation>['input'], 'endpointId'>) {
    const answer = await update({ input: { endpointId: endpoint.id, ...fields } })
    if (answer.data?.updateWebhookEndpoint.endpoint) {
      announce('Changed', 'Events that wait go to the address that stands there now, whatever their type.')
      onClose()
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title="Edit the endpoint"
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
      size="lg"
    >
      <EndpointForm
        endpoint={endpoint}
        action="Save"
        fetching={fetching}
        error={error}
        refusal={data?.updateWebhookEndpoint.userErrors[0]}
        onSubmit={change}
        onCancel={onClose}
      />
    </Modal>
  )
}
