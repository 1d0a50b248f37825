import { Button, Group, Modal, NativeSelect } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useMutation } from 'urql'
import { Effects } from '@/components/effects'
import { Failure } from '@/components/failure'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import type { EndpointDialogProps } from './endpoint-dialog'
import { endpointFragment } from './endpoint-fragment'
import { SigningSecret } from './signing-secret'
import classes from './webhook-endpoints.module.css'

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

/** Gives an endpoint a new signing secret, and shows it once. Each opening begins anew. */
export function RotateDialog(props: EndpointDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ endpoint, opened, onClose, onClosed }: EndpointDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, rotate] = useMutation(rotateMutation)
  const [overlapHours, setOverlapHours] = useState(24)
  const { secret, userErrors } = data?.rotateWebhookSecret ?? {}

  function submit(event: SubmitEvent) {
    event.preventDefault()
    void rotate({ input: { endpointId: endpoint.id, overlapHours } })
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={secret ? 'The endpoint’s new signing secret' : 'Rotate the signing secret'}
      // The secret is shown once: neither key nor mouse may lose it by a slip.
      closeOnClickOutside={!fetching && !secret}
      closeOnEscape={!fetching && !secret}
      withCloseButton={!fetching && !secret}
      size="lg"
    >
      {secret ? (
        <SigningSecret url={endpoint.url} secret={secret} onDone={onClose} />
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <Effects effects={effects} />
          <NativeSelect
            label="The present secret counts on for"
            description="So that the receiver can change over without a gap. Not at all, if it has leaked."
            data={overlaps.map(([hours, label]) => ({ value: String(hours), label }))}
            value={String(overlapHours)}
            onChange={(event) => setOverlapHours(Number(event.currentTarget.value))}
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
