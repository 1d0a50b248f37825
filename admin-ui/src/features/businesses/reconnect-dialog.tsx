import { Modal } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import { useState } from 'react'
import { useMutation } from 'urql'
import { ConnectLink } from '@/components/connect-link'
import { Name } from '@/components/name'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import { ReconnectForm } from './reconnect-form'

export const reconnectDialogFragment = graphql(`
  fragment ReconnectDialog on Business {
    id
    name
    metaId
  }
`)

const reconnectMutation = graphql(`
  mutation Reconnect($input: CreateOnboardingInput!) {
    createOnboarding(input: $input) {
      onboarding {
        id
        connectUrl
        expiresAt
        supportCode
      }
      token
      userErrors {
        message
      }
    }
  }
`)

interface ReconnectDialogProps {
  business: FragmentOf<typeof reconnectDialogFragment>
  opened: boolean
  onClose: () => void
}

/** Prepares an onboarding for one business: to be finished here, or by the client with a link. Each opening begins anew. */
export function ReconnectDialog(props: ReconnectDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ business, opened, onClose, onClosed }: ReconnectDialogProps & { onClosed: () => void }) {
  const { id, name, metaId } = readFragment(reconnectDialogFragment, business)
  const [{ data, error, fetching }, create] = useMutation(reconnectMutation)
  const [leaving, setLeaving] = useState(false)
  const { onboarding, token, userErrors } = data?.createOnboarding ?? {}
  const link = !leaving && onboarding?.connectUrl && token ? `${onboarding.connectUrl}#${token}` : null

  async function reconnectHere() {
    setLeaving(true)
    const { data } = await create({ input: { businessId: id } })
    const prepared = data?.createOnboarding.onboarding
    if (prepared) {
      window.location.assign(`/admin/connect?${new URLSearchParams({ onboarding: prepared.id })}`)
    } else {
      setLeaving(false)
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={
        <>
          {link ? 'Link for' : 'Reconnect'} <Name>{name ?? metaId}</Name>
        </>
      }
      // The link is shown once: a slip of the mouse must not lose it.
      closeOnClickOutside={!fetching && !link}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
      size="lg"
    >
      {onboarding && link ? (
        <ConnectLink
          link={link}
          expiresAt={onboarding.expiresAt}
          supportCode={onboarding.supportCode}
          onDone={onClose}
        />
      ) : (
        <ReconnectForm
          busy={leaving ? 'here' : fetching ? 'link' : null}
          error={error}
          refusal={userErrors?.[0]?.message}
          onHere={reconnectHere}
          onLink={(expiresInMinutes) => void create({ input: { businessId: id, expiresInMinutes } })}
        />
      )}
    </Modal>
  )
}
