import { readFragment, type FragmentOf } from 'gql.tada'
import { useState } from 'react'
import { useMutation } from 'urql'
import { ConnectLink } from '@/components/connect-link'
import { Modal } from '@/components/modal'
import { Name } from '@/components/name'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
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

/** Prepares an onboarding for one business: to be finished here, or by the client with a link. */
export const ReconnectDialog = openedAnew(Dialog)

function Dialog({ business, opened, onClose }: ReconnectDialogProps) {
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
      title={
        <>
          {link ? 'Link for' : 'Reconnect'} <Name>{name ?? metaId}</Name>
        </>
      }
      held={fetching || Boolean(link)}
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
