import { useNavigate } from '@tanstack/react-router'
import { readFragment, type FragmentOf } from 'gql.tada'
import { useMutation } from 'urql'
import { Modal } from '@/components/modal'
import { Name } from '@/components/name'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
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

/** Asks before everything about a business is deleted, and then leaves its page. */
export const EraseDialog = openedAnew(Dialog)

function Dialog({ business, opened, onClose }: EraseDialogProps) {
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
      title={
        <>
          Erase <Name>{known}</Name>?
        </>
      }
      held={fetching}
    >
      <EndingForm
        here={here}
        atMeta={['Nothing: the connection has ended already. The client’s datasets and its events stay as they are.']}
        kept="Kept in the audit, which outlives the erasure: name nobody in it."
        submit="Erase for good"
        fetching={fetching}
        error={error}
        refusal={data?.eraseBusiness.userErrors[0]?.message}
        refused="Not erased"
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
