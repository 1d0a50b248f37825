import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ComponentType } from 'react'
import { Panel } from '@/components/panel'
import { ActDialog } from './act-dialog'
import { EditDialog } from './edit-dialog'
import { endpointActs, type EndpointAct } from './endpoint-acts'
import type { EndpointDialogProps } from './endpoint-dialog'
import type { Endpoint } from './endpoint-fragment'
import { ReplayDialog } from './replay-dialog'
import { RotateDialog } from './rotate-dialog'
import { TestDialog } from './test-dialog'
import classes from './webhook-endpoints.module.css'

interface EndpointActionsProps {
  endpoint: Endpoint
  onDeleted: () => void
}

/** What can be done with an endpoint as it is now. */
export function EndpointActions({ endpoint, onDeleted }: EndpointActionsProps) {
  return (
    <Panel title="What you can do" flush>
      <ul className={classes.acts}>
        <Action label="Test" says="To see at once what the receiver answers." dialog={TestDialog} endpoint={endpoint} />
        <Action
          label="Edit"
          says="When the receiver moves, or is to hear of other things."
          dialog={EditDialog}
          endpoint={endpoint}
        />
        <Action
          label="Rotate secret"
          says="Once in a while, and at once if the secret has leaked."
          dialog={RotateDialog}
          endpoint={endpoint}
        />
        <Action
          label="Send again"
          says="For a receiver that has lost what it took, or events that were given up."
          dialog={ReplayDialog}
          endpoint={endpoint}
        />
        {endpointActs.map((act) => (
          <Act key={act.label} act={act} endpoint={endpoint} onDeleted={onDeleted} />
        ))}
      </ul>
    </Panel>
  )
}

interface ActionProps {
  /** What the button says. */
  label: string
  /** When one does it. */
  says: string
  dialog: ComponentType<EndpointDialogProps>
  endpoint: Endpoint
}

/** Something that asks for more than a yes. */
function Action({ label, says, dialog: Dialog, endpoint }: ActionProps) {
  const [opened, { open, close }] = useDisclosure()
  return (
    <li className={classes.act}>
      <p>{says}</p>
      <Button variant="default" onClick={open}>
        {label}
      </Button>
      <Dialog endpoint={endpoint} opened={opened} onClose={close} />
    </li>
  )
}

/** An act that does not apply any more stays until its dialog is closed. */
function Act({ act, endpoint, onDeleted }: EndpointActionsProps & { act: EndpointAct }) {
  const [opened, dialog] = useDisclosure()
  if (!act.applies(endpoint) && !opened) {
    return null
  }
  return (
    <li className={classes.act}>
      <p>{act.says}</p>
      <Button variant="default" className={act.danger ? classes.danger : undefined} onClick={dialog.open}>
        {act.label}
      </Button>
      <ActDialog act={act} endpoint={endpoint} opened={opened} onClose={dialog.close} onDeleted={onDeleted} />
    </li>
  )
}
