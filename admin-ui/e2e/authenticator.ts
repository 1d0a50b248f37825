import { setTimeout as wait } from 'node:timers/promises'
import { TOTP } from 'otpauth'

const period = 30
const ahead = 1 // how many steps from now the program still takes a code

/** An authenticator app that holds `secret`. Each code that it gives is fresh, as none works twice. */
export function makeAuthenticator(secret: string) {
  const app = new TOTP({ secret, period })
  let last = 0
  const now = () => Math.floor(Date.now() / 1000 / period)

  return async function code() {
    last = Math.max(last + 1, now())
    while (last > now() + ahead) {
      await wait(500)
    }
    return app.generate({ timestamp: last * period * 1000 })
  }
}
