import { Modal } from '@mantine/core'
import { useMutation } from 'urql'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
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

/** Makes an API key, and shows its secret once. Each opening begins anew. */
export function CreateDialog(props: CreateDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ opened, onClose, onClosed }: CreateDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, create] = useMutation(createMutation)
  const { apiKey, secret, userErrors } = data?.createApiKey ?? {}
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={secret ? 'The key’s secret' : 'Create a key'}
      // The secret is shown once: neither key nor mouse may lose it by a slip.
      closeOnClickOutside={!fetching && !secret}
      closeOnEscape={!fetching && !secret}
      withCloseButton={!fetching && !secret}
      size="lg"
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
