import { useMutation } from 'urql'
import { ActDialog as Question } from '@/components/act-dialog'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import type { EndpointAct } from './endpoint-acts'
import type { EndpointDialogProps } from './endpoint-dialog'

interface ActDialogProps extends EndpointDialogProps {
  act: EndpointAct
  /** Called when the endpoint is there no more. */
  onDeleted: () => void
}

/** Asks before an act is done with an endpoint. */
export const ActDialog = openedAnew(Dialog)

function Dialog({ act, endpoint, opened, onClose, onDeleted }: ActDialogProps) {
  const [{ data, error, fetching }, send] = useMutation(act.document)

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
    }
  }

  return (
    <Question
      title={act.question}
      subject={endpoint.url}
      effects={act.effects}
      submit={act.label}
      danger={act.danger}
      fetching={fetching}
      error={error}
      refusal={data?.act.userErrors[0]?.message}
      refused="Nothing was changed"
      done={Boolean(data?.act.endpoint)}
      opened={opened}
      onSubmit={() => void carryOut()}
      onClose={onClose}
    />
  )
}
