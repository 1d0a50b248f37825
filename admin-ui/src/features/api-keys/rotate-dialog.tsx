import { useState } from 'react'
import { useMutation } from 'urql'
import { ActDialog } from '@/components/act-dialog'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
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

/** Gives a key a new secret, and shows it once. */
export const RotateDialog = openedAnew(Dialog)

function Dialog({ id, name, opened, onClose }: KeyDialogProps) {
  const [{ data, error, fetching }, rotate] = useMutation(rotateMutation)
  const [overlapDays, setOverlapDays] = useState(1)
  const [expiresInDays, setExpiresInDays] = useState(90)
  const { secret, userErrors } = data?.rotateApiKey ?? {}
  return (
    <ActDialog
      title={secret ? 'The key’s new secret' : 'Rotate the key'}
      subject={name}
      effects={effects}
      submit="Rotate"
      fetching={fetching}
      error={error}
      refusal={userErrors?.[0]?.message}
      refused="Not rotated"
      result={secret && <Secret name={name} secret={secret} onDone={onClose} />}
      opened={opened}
      onSubmit={() => void rotate({ input: { apiKeyId: id, overlapDays, expiresInDays } })}
      onClose={onClose}
    >
      <Days
        label="The present secret works on for"
        description="So that its users can change over without a gap. Not at all, if it has leaked."
        choices={[0, 1, 7, 30]}
        value={overlapDays}
        onChange={setOverlapDays}
      />
      <Days label="The key works for" choices={[30, 90, 180, 365]} value={expiresInDays} onChange={setExpiresInDays} />
    </ActDialog>
  )
}

const effects = ['It gets a new secret, with the same rights.', 'A secret that was replaced before ends at once.']
