import { Button, Group, Modal } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useMutation } from 'urql'
import { Failure } from '@/components/failure'
import { Name } from '@/components/name'
import { announce } from '@/lib/announce'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { roleNames } from '@/lib/roles'
import { useOpenings } from '@/lib/use-openings'
import { memberFragment, type Member } from './member-fragment'
import { RoleChoice } from './role-choice'
import classes from './team.module.css'

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

interface RoleDialogProps {
  member: Member
  opened: boolean
  onClose: () => void
}

/** Gives a member of staff another role. Each opening begins anew. */
export function RoleDialog(props: RoleDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ member, opened, onClose, onClosed }: RoleDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, change] = useMutation(changeRoleMutation)
  const [role, setRole] = useState(member.role)
  const [refusal] = data?.changeUserRole.userErrors ?? []

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const answer = await change({ input: { userId: member.id, role } })
    if (answer.data?.changeUserRole.user) {
      announce(member.email, `The role is ${roleNames[role]} from now on.`)
      onClose()
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title="Change role"
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
      size="lg"
    >
      <form className={classes.form} onSubmit={submit}>
        <p>
          What <Name>{member.email}</Name> may do from the next request on; they stay signed in.
        </p>
        <RoleChoice value={role} onChange={setRole} />
        {refusal && <Failure title="Nothing was changed" message={refusal.message} />}
        {error && <Failure {...describeError(error)} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={fetching}>
            Cancel
          </Button>
          <Button type="submit" loading={fetching} disabled={role === member.role}>
            Change role
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
