import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from 'urql'
import { Effects } from '@/components/effects'
import { Failure } from '@/components/failure'
import { Name } from '@/components/name'
import { announce } from '@/lib/announce'
import { describeError } from '@/lib/errors'
import { useOpenings } from '@/lib/use-openings'
import type { EndpointAct } from './endpoint-acts'
import type { EndpointDialogProps } from './endpoint-dialog'
import classes from './webhook-endpoints.module.css'

interface ActDialogProps extends EndpointDialogProps {
  act: EndpointAct
  /** Called when the endpoint is there no more. */
  onDeleted: () => void
}

/** Says exactly what an act does before it is done. Each opening begins anew. */
export function ActDialog(props: ActDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ act, endpoint, opened, onClose, onDeleted, onClosed }: ActDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, send] = useMutation(act.document)
  const [refusal] = data?.act.userErrors ?? []

  async function carryOut() {
    const { data: answer } = await send(
      { input: { endpointId: endpoint.id } },
      { additionalTypenames: ['WebhookEndpointConnection'] },
    )
    if (answer?.act.deletedId) {
      announce('Deleted', act.done)
      onDeleted()
    } else if (answer?.act.endpoint) {
      announce(act.label, act.done)
      onClose()
      document.getElementById('main')?.focus({ preventScroll: true }) // the button that was pressed goes away
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      returnFocus={!data?.act.endpoint}
      title={act.question}
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
      size="lg"
    >
      <div className={classes.form}>
        <p className={classes.url}>
          <Name>{endpoint.url}</Name>
        </p>
        <Effects effects={act.effects} />
        {refusal && <Failure title="Nothing was changed" message={refusal.message} />}
        {error && <Failure {...describeError(error)} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={fetching} data-autofocus>
            Cancel
          </Button>
          <Button color={act.danger ? 'red.8' : undefined} loading={fetching} onClick={carryOut}>
            {act.label}
          </Button>
        </Group>
      </div>
    </Modal>
  )
}
