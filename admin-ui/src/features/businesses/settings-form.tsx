import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useMutation } from 'urql'
import { Failure } from '@/components/failure'
import { announce } from '@/lib/announce'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import classes from './business-settings.module.css'

const updateMutation = graphql(`
  mutation UpdateBusiness($input: UpdateBusinessInput!) {
    updateBusiness(input: $input) {
      business {
        id
        externalId
        labels
        oneDataset
      }
      userErrors {
        message
        field
      }
    }
  }
`)

interface SettingsFormProps {
  id: string
  externalId: string | null
  labels: readonly string[]
  oneDataset: boolean
}

/** Changes what the partner says of a business. It begins with what is `saved`; what somebody else saves meanwhile does not undo the typing. */
export function SettingsForm({ id, ...saved }: SettingsFormProps) {
  const [{ data, error, fetching }, update] = useMutation(updateMutation)
  const [externalId, setExternalId] = useState(saved.externalId ?? '')
  const [labels, setLabels] = useState(saved.labels.join(', '))
  const [oneDataset, setOneDataset] = useState(saved.oneDataset)
  const [refusal] = data?.updateBusiness.userErrors ?? []
  const faultOf = (field: string) => (refusal?.field?.at(-1) === field ? refusal.message : undefined)

  async function save(event: SubmitEvent) {
    event.preventDefault()
    const given = labels.split(',').flatMap((label) => label.trim() || [])
    const input = { businessId: id, externalId: externalId.trim() || null, labels: given, oneDataset }
    const { data } = await update({ input })
    const now = data?.updateBusiness.business
    if (now) {
      setLabels(now.labels.join(', ')) // in the order in which they are kept
      announce('Saved', 'The audit keeps that it was you.')
    }
  }

  return (
    <form className={classes.form} onSubmit={save}>
      <TextInput
        label="External id"
        description="Your own id for this client. An onboarding for another one cannot take this business over."
        maxLength={200}
        error={faultOf('externalId')}
        value={externalId}
        onChange={(event) => setExternalId(event.currentTarget.value)}
      />
      <TextInput
        label="Labels"
        description="Separated by commas."
        error={faultOf('labels')}
        value={labels}
        onChange={(event) => setLabels(event.currentTarget.value)}
      />
      <Checkbox
        label="One dataset only"
        description="Meta’s dialog cannot be limited to one dataset. Where the client grants several, you are warned and choose which one counts; the others are not used."
        checked={oneDataset}
        onChange={(event) => setOneDataset(event.currentTarget.checked)}
      />
      {refusal && !faultOf('externalId') && !faultOf('labels') && (
        <Failure title="Not saved" message={refusal.message} />
      )}
      {error && <Failure {...describeError(error)} />}
      <Group>
        <Button type="submit" loading={fetching}>
          Save
        </Button>
      </Group>
    </form>
  )
}
