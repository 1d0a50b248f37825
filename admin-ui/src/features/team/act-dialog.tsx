import { useMutation } from 'urql'
import { ActDialog as Question } from '@/components/act-dialog'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import type { Act } from './acts'
import type { MemberDialogProps } from './member-dialog'
import { OneTimeLink } from './one-time-link'

/** Asks before an act is done with a member of staff, and shows the link that it has made. */
export const ActDialog = openedAnew(Dialog)

function Dialog({ act, member, opened, onClose }: MemberDialogProps & { act: Act }) {
  const [{ data, error, fetching }, send] = useMutation(act.document)
  const { link, linkExpiresAt, userErrors } = data?.act ?? {}

  async function carryOut() {
    const answer = await send({ input: { userId: member.id } })
    if (answer.data?.act.user && !answer.data.act.link) {
      announce(member.email, act.done)
      onClose()
    }
  }

  return (
    <Question
      title={link ? 'Their way in' : act.question}
      subject={member.email}
      effects={act.effects}
      submit={act.label}
      danger={act.danger}
      fetching={fetching}
      error={error}
      refusal={userErrors?.[0]?.message}
      refused="Nothing was changed"
      result={
        link &&
        linkExpiresAt && (
          <OneTimeLink email={member.email} link={link} expiresAt={linkExpiresAt} onDone={onClose} />
        )
      }
      done={Boolean(data?.act.user)}
      opened={opened}
      onSubmit={() => void carryOut()}
      onClose={onClose}
    />
  )
}
