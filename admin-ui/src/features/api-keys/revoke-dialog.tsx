import { useMutation } from 'urql'
import { ActDialog } from '@/components/act-dialog'
import { Name } from '@/components/name'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
import type { KeyDialogProps } from './rotate-dialog'

const revokeMutation = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      apiKey {
        id
        state
      }
      userErrors {
        message
      }
    }
  }
`)

/** Ends a key for good. */
export const RevokeDialog = openedAnew(Dialog)

function Dialog({ id, name, opened, onClose }: KeyDialogProps) {
  const [{ data, error, fetching }, revoke] = useMutation(revokeMutation)

  async function carryOut() {
    const answer = await revoke({ input: { apiKeyId: id } })
    if (answer.data?.revokeApiKey.apiKey) {
      announce(name, 'The key works no more.')
      onClose()
    }
  }

  return (
    <ActDialog
      title={
        <>
          Revoke <Name>{name}</Name>?
        </>
      }
      effects={effects}
      submit="Revoke"
      danger
      fetching={fetching}
      error={error}
      refusal={data?.revokeApiKey.userErrors[0]?.message}
      refused="Not revoked"
      done={Boolean(data?.revokeApiKey.apiKey)}
      opened={opened}
      onSubmit={() => void carryOut()}
      onClose={onClose}
    />
  )
}

const effects = [
  'Whatever program uses this key is refused from this moment on, with its present and its former secret.',
  'This is for good: the key cannot be made to work again, but you can create another one.',
  'Onboardings and connections that were made with it stay as they are.',
]
