import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from 'urql'
import { Effects } from '@/components/effects'
import { Failure } from '@/components/failure'
import { Name } from '@/components/name'
import { announce } from '@/lib/announce'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import classes from './api-keys.module.css'
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

/** Ends a key for good. Each opening begins anew. */
export function RevokeDialog(props: KeyDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ id, name, opened, onClose, onClosed }: KeyDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, revoke] = useMutation(revokeMutation)
  const [refusal] = data?.revokeApiKey.userErrors ?? []

  async function carryOut() {
    const answer = await revoke({ input: { apiKeyId: id } })
    if (answer.data?.revokeApiKey.apiKey) {
      announce(name, 'The key works no more.')
      onClose()
      document.getElementById('main')?.focus({ preventScroll: true }) // the button that was pressed goes away
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      returnFocus={!data?.revokeApiKey.apiKey}
      title={
        <>
          Revoke <Name>{name}</Name>?
        </>
      }
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
    >
      <div className={classes.form}>
        <Effects effects={effects} />
        {refusal && <Failure title="Not revoked" message={refusal.message} />}
        {error && <Failure {...describeError(error)} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={fetching} data-autofocus>
            Cancel
          </Button>
          <Button color="red.8" loading={fetching} onClick={carryOut}>
            Revoke
          </Button>
        </Group>
      </div>
    </Modal>
  )
}

const effects = [
  'Whatever program uses this key is refused from this moment on, with its present and its former secret.',
  'This is for good: the key cannot be made to work again, but you can create another one.',
  'Onboardings and connections that were made with it stay as they are.',
]
