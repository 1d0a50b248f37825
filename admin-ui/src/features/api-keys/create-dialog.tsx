import { useMutation } from 'urql'
import { Modal } from '@/components/modal'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
import { CreateForm } from './create-form'
import { Secret } from './secret'

const createMutation = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      apiKey {
        id
        name
      }
      secret
      userErrors {
        message
        field
      }
    }
  }
`)

interface CreateDialogProps {
  opened: boolean
  onClose: () => void
}

/** Makes an API key, and shows its secret once. */
export const CreateDialog = openedAnew(Dialog)

function Dialog({ opened, onClose }: CreateDialogProps) {
  const [{ data, error, fetching }, create] = useMutation(createMutation)
  const { apiKey, secret, userErrors } = data?.createApiKey ?? {}
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={secret ? 'The key’s secret' : 'Create a key'}
      held={fetching || Boolean(secret)}
    >
      {apiKey && secret ? (
        <Secret name={apiKey.name} secret={secret} onDone={onClose} />
      ) : (
        <CreateForm
          fetching={fetching}
          error={error}
          refusal={userErrors?.[0]}
          // An empty list holds no key whose change would have it read again.
          onSubmit={(input) => create({ input }, { additionalTypenames: ['ApiKeyConnection'] })}
          onCancel={onClose}
        />
      )}
    </Modal>
  )
}
