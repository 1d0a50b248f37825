import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import { ActDialog } from '@/components/act-dialog'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
import type { EndpointDialogProps } from './endpoint-dialog'
import { endpointFragment } from './endpoint-fragment'
import { SigningSecret } from './signing-secret'

const rotateMutation = graphql(
  `
    mutation RotateWebhookSecret($input: RotateWebhookSecretInput!) {
      rotateWebhookSecret(input: $input) {
        endpoint {
          ...Endpoint
        }
        secret
        userErrors {
          message
        }
      }
    }
  `,
  [endpointFragment],
)

/** Gives an endpoint a new signing secret, and shows it once. */
export const RotateDialog = openedAnew(Dialog)

function Dialog({ endpoint, opened, onClose }: EndpointDialogProps) {
  const [{ data, error, fetching }, rotate] = useMutation(rotateMutation)
  const [overlapHours, setOverlapHours] = useState(24)
  const { secret, userErrors } = data?.rotateWebhookSecret ?? {}
  return (
    <ActDialog
      title={secret ? 'The endpoint’s new signing secret' : 'Rotate the signing secret'}
      effects={effects}
      submit="Rotate"
      fetching={fetching}
      error={error}
      refusal={userErrors?.[0]?.message}
      refused="Not rotated"
      result={secret && <SigningSecret url={endpoint.url} secret={secret} onDone={onClose} />}
      opened={opened}
      onSubmit={() => void rotate({ input: { endpointId: endpoint.id, overlapHours } })}
      onClose={onClose}
    >
      <NativeSelect
        label="The present secret counts on for"
        description="So that the receiver can change over without a gap. Not at all, if it has leaked."
        data={overlaps.map(([hours, label]) => ({ value: String(hours), label }))}
        value={String(overlapHours)}
        onChange={(event) => setOverlapHours(Number(event.currentTarget.value))}
      />
    </ActDialog>
  )
}

const effects = [
  'You get a new secret, which is shown once. Every event is signed with it from this moment on.',
  'For as long as the present secret counts, each event carries two signatures; a receiver takes it when either fits.',
  'A secret that was replaced before counts no more.',
]

const overlaps: [hours: number, label: string][] = [
  [0, 'Not at all'],
  [1, '1 hour'],
  [24, '1 day'],
  [72, '3 days'],
  [168, '7 days'],
]
