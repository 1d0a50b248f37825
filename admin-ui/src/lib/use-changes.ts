import type { TadaDocumentNode } from 'gql.tada'
import { useEffect, useEffectEvent, useState } from 'react'
import { useClient } from 'urql'
import { onEnd, pipe, subscribe } from 'wonka'
import { hasAttention } from './attention'

/** How long after its end a stream is opened again, in milliseconds. */
const pause = 5_000

interface Watch<Data> {
  /** A subscription to one object by its id. */
  query: TadaDocumentNode<Data, { id: string }>
  id: string
  /** Whether there is nothing to wait for. */
  paused: boolean
  /** Called when the stream opens, since something may have happened before it did, and after each change. */
  onChange: () => void
}

/** Hears of the changes to one object. A stream that ends, as each does in time, is opened again once somebody is there. */
export function useChanges<Data>({ query, id, paused, onChange }: Watch<Data>) {
  const client = useClient()
  const [openings, setOpenings] = useState(0)
  const tell = useEffectEvent(onChange)
  useEffect(() => {
    if (paused) {
      return undefined
    }
    let timer: ReturnType<typeof setInterval> | undefined
    let left = false
    function openAgain() {
      if (hasAttention()) {
        setOpenings((count) => count + 1)
      }
    }
    const { unsubscribe } = pipe(
      client.subscription(query, { id }),
      onEnd(() => (timer = left ? undefined : setInterval(openAgain, pause))),
      subscribe(({ data }) => {
        if (data) {
          tell()
        }
      }),
    )
    return () => {
      left = true
      clearInterval(timer)
      unsubscribe()
    }
  }, [client, query, id, paused, openings])
}
