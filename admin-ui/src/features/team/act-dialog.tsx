import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from 'urql'
import { Effects } from '@/components/effects'
import { Failure } from '@/components/failure'
import { Name } from '@/components/name'
import { announce } from '@/lib/announce'
import { describeError } from '@/lib/errors'
import { useOpenings } from '@/lib/use-openings'
import type { Act } from './acts'
import type { Member } from './member-fragment'
import { OneTimeLink } from './one-time-link'
import classes from './team.module.css'

interface ActDialogProps {
  act: Act
  member: Member
  opened: boolean
  onClose: () => void
}

/** Says exactly what an act does before it is done, and shows the link that it has made. Each opening begins anew. */
export function ActDialog(props: ActDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ act, member, opened, onClose, onClosed }: ActDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, send] = useMutation(act.document)
  const { link, linkExpiresAt, userErrors } = data?.act ?? {}

  async function carryOut() {
    const answer = await send({ input: { userId: member.id } })
    if (answer.data?.act.user && !answer.data.act.link) {
      announce(member.email, act.done)
      leave()
    }
  }

  function leave() {
    onClose()
    document.getElementById('main')?.focus({ preventScroll: true }) // the button that was pressed may go away
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      returnFocus={!data?.act.user}
      title={link ? 'Their way in' : act.question}
      // The link is shown once: neither key nor mouse may lose it by a slip.
      closeOnClickOutside={!fetching && !link}
      closeOnEscape={!fetching && !link}
      withCloseButton={!fetching && !link}
      size="lg"
    >
      {link && linkExpiresAt ? (
        <OneTimeLink email={member.email} link={link} expiresAt={linkExpiresAt} onDone={leave} />
      ) : (
        <div className={classes.form}>
          <p>
            <Name>{member.email}</Name>
          </p>
          <Effects effects={act.effects} />
          {userErrors?.[0] && <Failure title="Nothing was changed" message={userErrors[0].message} />}
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
      )}
    </Modal>
  )
}
