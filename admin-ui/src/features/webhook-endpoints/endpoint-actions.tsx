import { Action, Actions } from '@/components/actions'
import { ActDialog } from './act-dialog'
import { EditDialog } from './edit-dialog'
import { endpointActs } from './endpoint-acts'
import type { Endpoint } from './endpoint-fragment'
import { ReplayDialog } from './replay-dialog'
import { RotateDialog } from './rotate-dialog'
import { TestDialog } from './test-dialog'

interface EndpointActionsProps {
  endpoint: Endpoint
  onDeleted: () => void
}

/** What can be done with an endpoint as it is now. */
export function EndpointActions({ endpoint, onDeleted }: EndpointActionsProps) {
  return (
    <Actions>
      <Action
        label="Test"
        says="To see at once what the receiver answers."
        renderDialog={(dialog) => <TestDialog endpoint={endpoint} {...dialog} />}
      />
      <Action
        label="Edit"
        says="When the receiver moves, or is to hear of other things."
        renderDialog={(dialog) => <EditDialog endpoint={endpoint} {...dialog} />}
      />
      <Action
        label="Rotate secret"
        says="Once in a while, and at once if the secret has leaked."
        renderDialog={(dialog) => <RotateDialog endpoint={endpoint} {...dialog} />}
      />
      <Action
        label="Send again"
        says="For a receiver that has lost what it took, or events that were given up."
        renderDialog={(dialog) => <ReplayDialog endpoint={endpoint} {...dialog} />}
      />
      {endpointActs.map((act) => (
        <Action
          key={act.label}
          label={act.label}
          says={act.says}
          danger={act.danger}
          applies={act.applies(endpoint)}
          renderDialog={(dialog) => <ActDialog act={act} endpoint={endpoint} onDeleted={onDeleted} {...dialog} />}
        />
      ))}
    </Actions>
  )
}
