import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Panel } from '@/components/panel'
import { ActDialog } from './act-dialog'
import { acts, type Act } from './acts'
import type { Member } from './member-fragment'
import { RoleDialog } from './role-dialog'
import classes from './team.module.css'

/** What an administrator can do with another member of staff, as they are now. */
export function MemberActs({ member }: { member: Member }) {
  const [changing, change] = useDisclosure()
  return (
    <Panel title="What you can do" flush>
      <ul className={classes.acts}>
        {member.state !== 'DISABLED' && (
          <li className={classes.act}>
            <p>For somebody who is to do more, or less.</p>
            <Button variant="default" onClick={change.open}>
              Change role
            </Button>
            <RoleDialog member={member} opened={changing} onClose={change.close} />
          </li>
        )}
        {acts.map((act) => (
          <ActRow key={act.label} act={act} member={member} />
        ))}
      </ul>
    </Panel>
  )
}

/** An act that does not apply any more stays for as long as its dialog is open, which may have a link to show. */
function ActRow({ act, member }: { act: Act; member: Member }) {
  const [opened, dialog] = useDisclosure()
  if (!act.applies(member) && !opened) {
    return null
  }
  return (
    <li className={classes.act}>
      <p>{act.says}</p>
      <Button variant="default" className={act.danger ? classes.danger : undefined} onClick={dialog.open}>
        {act.label}
      </Button>
      <ActDialog act={act} member={member} opened={opened} onClose={dialog.close} />
    </li>
  )
}
