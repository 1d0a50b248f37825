import { Action, Actions } from '@/components/actions'
import { ActDialog } from './act-dialog'
import { acts } from './acts'
import type { Member } from './member-fragment'
import { RoleDialog } from './role-dialog'

/** What an administrator can do with another member of staff, as they are now. */
export function MemberActs({ member }: { member: Member }) {
  return (
    <Actions>
      <Action
        label="Change role"
        says="For somebody who is to do more, or less."
        applies={member.state !== 'DISABLED'}
        renderDialog={(dialog) => <RoleDialog member={member} {...dialog} />}
      />
      {acts.map((act) => (
        <Action
          key={act.label}
          label={act.label}
          says={act.says}
          danger={act.danger}
          applies={act.applies(member)}
          renderDialog={(dialog) => <ActDialog act={act} member={member} {...dialog} />}
        />
      ))}
    </Actions>
  )
}
