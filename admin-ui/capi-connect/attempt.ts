import { readWindowMessage, tokenMessage, type News } from '@/lib/partner-protocol'
import { askOutcome, noToken, trouble, type Standing } from './outcome'

interface Attempt {
  /** The window with the Connect page. */
  popup: Window
  /** CAPI Connect's origin: nobody else is listened to, or told the token. */
  origin: string
  token: Promise<string>
  /** Ends the attempt, whatever stands out. */
  signal: AbortSignal
  onStanding: (standing: Exclude<Standing, { type: 'under way' }>) => void
}

const glance = 400
const pause = 2000
/** How often in a row nobody may answer. */
const silences = 3

/** One press of the button: gives the window the token, hears what it says, and asks the API for what it did not say. */
export function beginAttempt({ popup, origin, token, signal, onStanding }: Attempt) {
  let last: News | undefined
  const watch = setInterval(() => popup.closed && void conclude(), glance)
  signal.addEventListener('abort', stop)
  window.addEventListener('message', hear)
  token.catch(() => {
    popup.close()
    stop()
    tell(noToken)
  })

  function stop() {
    clearInterval(watch)
    window.removeEventListener('message', hear)
  }

  function hear(event: MessageEvent) {
    const message = event.source === popup && event.origin === origin ? readWindowMessage(event.data) : null
    if (message?.type === 'ready') {
      token.then(
        (secret) => popup.postMessage(tokenMessage(secret), origin),
        () => undefined,
      )
    } else if (message) {
      last = message
      tell(message)
    }
  }

  function tell(standing: Parameters<typeof onStanding>[0]) {
    if (!signal.aborted) {
      onStanding(standing)
    }
  }

  /** The window is gone, or out of sight. */
  async function conclude() {
    stop()
    if (last?.type === 'connected') {
      return
    }
    const secret = await token
    let isElsewhere = false
    for (let silent = 0; !signal.aborted && silent < silences; await rest(pause)) {
      const standing = await askOutcome(origin, secret, signal).catch(() => null)
      silent = standing ? 0 : silent + 1
      if (standing?.type === 'elsewhere' && !isElsewhere) {
        isElsewhere = true
        tell(standing)
      } else if (standing && standing.type !== 'under way' && standing.type !== 'elsewhere') {
        if (!isSame(standing, last)) {
          tell(standing)
        }
        return
      }
    }
    tell(trouble())
  }
}

/** Whether a problem has been told already. */
const isSame = (standing: Standing, told: News | undefined) =>
  standing.type === 'problem' && told?.type === 'problem' && standing.detail.code === told.detail.code

const rest = (time: number) => new Promise((resolve) => setTimeout(resolve, time))
