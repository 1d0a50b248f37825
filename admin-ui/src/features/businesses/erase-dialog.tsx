import { Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { readFragment, type FragmentOf } from 'gql.tada'
import { useMutation } from 'urql'
import { Name } from '@/components/name'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import { EndingForm } from './ending-form'

export const eraseDialogFragment = graphql(`
  fragment EraseDialog on Business {
    id
    name
    metaId
  }
`)

const eraseMutation = graphql(`
  mutation EraseBusiness($input: EraseBusinessInput!) {
    eraseBusiness(input: $input) {
      erasedBusinessId
      userErrors {
        message
      }
    }
  }
`)

interface EraseDialogProps {
  business: FragmentOf<typeof eraseDialogFragment>
  opened: boolean
  onClose: () => void
}

/** Asks before everything about a business is deleted, and then leaves its page. Each opening begins anew. */
export function EraseDialog(props: EraseDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ business, opened, onClose, onClosed }: EraseDialogProps & { onClosed: () => void }) {
  const { id, name, metaId } = readFragment(eraseDialogFragment, business)
  const [{ data, error, fetching }, send] = useMutation(eraseMutation)
  const navigate = useNavigate()
  const known = name ?? metaId

  async function erase(reason: string) {
    const { data } = await send({ input: { businessId: id, reason: reason || undefined } })
    if (data?.eraseBusiness.erasedBusinessId) {
      announce('Erased', `Nothing is known here about ${known} any more.`)
      await navigate({ to: '/businesses' })
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={
        <>
          Erase <Name>{known}</Name>?
        </>
      }
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
      size="lg"
    >
      <EndingForm
        here={here}
        atMeta={['Nothing: the connection has ended already. The client’s datasets and its events stay as they are.']}
        kept="Kept in the audit, which outlives the erasure: name nobody in it."
        submit="Erase for good"
        fetching={fetching}
        error={error}
        refusal={{ title: 'Not erased', message: data?.eraseBusiness.userErrors[0]?.message }}
        onSubmit={erase}
        onCancel={onClose}
      />
    </Modal>
  )
}

const here = [
  'The business, its datasets, permissions, onboardings and receipts are deleted. Nobody can bring them back.',
  'Should a backup from before be restored, it is erased again by itself.',
  'The audit keeps that it was erased, by whom and why.',
]
