import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './actions.module.css'
import { Panel } from './panel'

/** What can be done with what a page is about. */
export function Actions({ children }: { children: ReactNode }) {
  return (
    <Panel title="What you can do" flush>
      <ul className={classes.actions}>{children}</ul>
    </Panel>
  )
}

interface ActionProps {
  /** What the button says. */
  label: string
  /** When one does it. */
  says: string
  danger?: boolean
  /** Whether it can be done as things are now. */
  applies?: boolean
  renderDialog: (dialog: { opened: boolean; onClose: () => void }) => ReactNode
}

/** One that does not apply any more stays for as long as its dialog is open, which may have something to show. */
export function Action({ label, says, danger, applies = true, renderDialog }: ActionProps) {
  const [opened, dialog] = useDisclosure()
  if (!applies && !opened) {
    return null
  }
  return (
    <li className={classes.action}>
      <p>{says}</p>
      <Button variant="default" className={danger ? classes.danger : undefined} onClick={dialog.open}>
        {label}
      </Button>
      {renderDialog({ opened, onClose: dialog.close })}
    </li>
  )
}
