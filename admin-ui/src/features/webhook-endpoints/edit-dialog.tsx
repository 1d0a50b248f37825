import type { VariablesOf } from 'gql.tada'
import { useMutation } from 'urql'
import { Modal } from '@/components/modal'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
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

/** Changes where an endpoint's events go, what for, and which. */
export const EditDialog = openedAnew(Dialog)

function Dialog({ endpoint, opened, onClose }: EndpointDialogProps) {
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
      title="Edit the endpoint"
      held={fetching}
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
