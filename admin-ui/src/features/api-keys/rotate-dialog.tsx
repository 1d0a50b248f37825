import { Button, Group, Modal } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useMutation } from 'urql'
import { Failure } from '@/components/failure'
import { Name } from '@/components/name'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import classes from './api-keys.module.css'
import { Days } from './days'
import { Secret } from './secret'

const rotateMutation = graphql(`
  mutation RotateApiKey($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      apiKey {
        id
      }
      secret
      userErrors {
        message
      }
    }
  }
`)

/** What a dialog about one key is opened with. */
export interface KeyDialogProps {
  id: string
  name: string
  opened: boolean
  onClose: () => void
}

/** Gives a key a new secret, and shows it once. Each opening begins anew. */
export function RotateDialog(props: KeyDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ id, name, opened, onClose, onClosed }: KeyDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, rotate] = useMutation(rotateMutation)
  const [overlapDays, setOverlapDays] = useState(1)
  const [expiresInDays, setExpiresInDays] = useState(90)
  const { secret, userErrors } = data?.rotateApiKey ?? {}

  function submit(event: SubmitEvent) {
    event.preventDefault()
    void rotate({ input: { apiKeyId: id, overlapDays, expiresInDays } })
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={secret ? 'The key’s new secret' : 'Rotate the key'}
      // The secret is shown once: neither key nor mouse may lose it by a slip.
      closeOnClickOutside={!fetching && !secret}
      closeOnEscape={!fetching && !secret}
      withCloseButton={!fetching && !secret}
      size="lg"
    >
      {secret ? (
        <Secret name={name} secret={secret} onDone={onClose} />
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <p>
            <Name>{name}</Name> gets a new secret, with the same rights. A secret that was replaced before ends at once.
          </p>
          <Days
            label="The present secret works on for"
            description="So that its users can change over without a gap. Not at all, if it has leaked."
            choices={[0, 1, 7, 30]}
            value={overlapDays}
            onChange={setOverlapDays}
          />
          <Days
            label="The key works for"
            choices={[30, 90, 180, 365]}
            value={expiresInDays}
            onChange={setExpiresInDays}
          />
          {userErrors?.[0] && <Failure title="Not rotated" message={userErrors[0].message} />}
          {error && <Failure {...describeError(error)} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose} disabled={fetching} data-autofocus>
              Cancel
            </Button>
            <Button type="submit" loading={fetching}>
              Rotate
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  )
}
