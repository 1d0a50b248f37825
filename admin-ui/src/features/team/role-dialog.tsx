import { useState } from 'react'
import { useMutation } from 'urql'
import { DialogForm } from '@/components/dialog-form'
import { Modal } from '@/components/modal'
import { Name } from '@/components/name'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
import { roleNames } from '@/lib/roles'
import type { MemberDialogProps } from './member-dialog'
import { memberFragment } from './member-fragment'
import { RoleChoice } from './role-choice'

const changeRoleMutation = graphql(
  `
    mutation ChangeUserRole($input: ChangeUserRoleInput!) {
      changeUserRole(input: $input) {
        user {
          ...Member
        }
        userErrors {
          message
        }
      }
    }
  `,
  [memberFragment],
)

/** Gives a member of staff another role. */
export const RoleDialog = openedAnew(Dialog)

function Dialog({ member, opened, onClose }: MemberDialogProps) {
  const [{ data, error, fetching }, change] = useMutation(changeRoleMutation)
  const [role, setRole] = useState(member.role)

  async function submit() {
    const answer = await change({ input: { userId: member.id, role } })
    if (answer.data?.changeUserRole.user) {
      announce(member.email, `The role is ${roleNames[role]} from now on.`)
      onClose()
    }
  }

  return (
    <Modal title="Change role" held={fetching} opened={opened} onClose={onClose}>
      <DialogForm
        submit="Change role"
        disabled={role === member.role}
        fetching={fetching}
        error={error}
        refusal={data?.changeUserRole.userErrors[0]?.message}
        refused="Nothing was changed"
        onSubmit={() => void submit()}
        onCancel={onClose}
      >
        <p>
          What <Name>{member.email}</Name> may do from the next request on; they stay signed in.
        </p>
        <RoleChoice value={role} onChange={setRole} />
      </DialogForm>
    </Modal>
  )
}
