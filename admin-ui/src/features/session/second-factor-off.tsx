import { Button } from '@mantine/core'
import { useState } from 'react'
import { Empty } from '@/components/empty'
import { Refusal } from '@/components/refusal'
import { offerSecondFactor, type Offer } from './account'
import { unlessRefused } from './auth'
import { SetUpDialog } from './set-up-dialog'
import { useConfirmed } from './use-confirmed'

/** Says what a second factor is good for, and sets one up. */
export function SecondFactorOff({ onChange }: { onChange: () => void }) {
  const [offer, setOffer] = useState<Offer | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const confirmed = useConfirmed()

  async function begin() {
    setRefusal(null)
    setAsking(true)
    try {
      await unlessRefused(
        async () => setOffer(await confirmed(offerSecondFactor)),
        (error) => setRefusal(error.message),
      )
    } finally {
      setAsking(false)
    }
  }

  function done() {
    setOffer(null)
    onChange()
  }

  return (
    <>
      <Empty
        icon="shield"
        title="Your second factor is off"
        action={
          <Button loading={asking} onClick={begin}>
            Set up
          </Button>
        }
      >
        Whoever learns your password can sign in as you. With a second factor they would need your phone as well.
      </Empty>
      {refusal && <Refusal>{refusal}</Refusal>}
      <SetUpDialog offer={offer} onClose={() => setOffer(null)} onDone={done} />
    </>
  )
}
