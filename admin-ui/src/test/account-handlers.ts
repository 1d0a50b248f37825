import { http, HttpResponse } from 'msw'
import type { OwnSession } from '@/features/session/account'
import type { Installation } from './installation'

/** The recovery codes that the program gives out. */
export const recoveryCodes = Array.from({ length: 10 }, (_, i) => `aaaa-bbbb-cccc-ddd${i}`)

/** The program's answers about the viewer's own account. The one right code is 123456, the one right recovery code the first. */
export function makeAccountHandlers(installation: Installation) {
  return [
    http.get('*/auth/account', () => HttpResponse.json(installation.account)),
    http.post('*/auth/second-factor', () =>
      installation.isRecent
        ? HttpResponse.json({
            secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
            uri: 'otpauth://totp/CAPI%20Connect:ada@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=CAPI%20Connect',
          })
        : refusal(403, 'STEP_UP_REQUIRED', 'This needs a sign-in of the last 10 minutes.'),
    ),
    http.post('*/auth/second-factor/confirm', async ({ request }) => {
      const { code } = (await request.json()) as { code: string }
      if (code !== '123456') {
        return wrongCode()
      }
      installation.account.secondFactor = { since: new Date().toISOString(), recoveryCodesLeft: recoveryCodes.length }
      return HttpResponse.json({ recoveryCodes })
    }),
    http.post('*/auth/second-factor/recovery-codes', async ({ request }) => {
      const { code } = (await request.json()) as { code: string }
      return refuseCode(installation, code) ?? HttpResponse.json({ recoveryCodes })
    }),
    http.post('*/auth/second-factor/remove', async ({ request }) => {
      const { code } = (await request.json()) as { code: string }
      const refused = refuseCode(installation, code)
      if (!refused) {
        installation.account.secondFactor = null
      }
      return refused ?? new HttpResponse(null, { status: 204 })
    }),
    http.get('*/auth/sessions', () => HttpResponse.json({ sessions: installation.sessions })),
    http.post('*/auth/sessions/end', async ({ request }) => {
      const { id } = (await request.json()) as { id: string }
      return endSessions(installation, (session) => session.id === id)
    }),
    http.post('*/auth/sessions/end-others', () => endSessions(installation, ({ isThis }) => !isThis)),
    http.post('*/auth/step-up', async ({ request }) => {
      const { password, code } = (await request.json()) as { password: string; code: string }
      if (installation.account.hasPassword && password !== 'correct horse battery') {
        return refusal(403, 'WRONG_PASSWORD', 'The current password is wrong.')
      }
      const refused = refuseCode(installation, code)
      installation.isRecent = !refused
      return refused ?? new HttpResponse(null, { status: 204 })
    }),
  ]
}

function endSessions(installation: Installation, ends: (session: OwnSession) => boolean) {
  if (!installation.isRecent) {
    return refusal(403, 'STEP_UP_REQUIRED', 'This needs a sign-in of the last 10 minutes.')
  }
  installation.sessions = installation.sessions.filter((session) => !ends(session))
  return new HttpResponse(null, { status: 204 })
}

/** Why a sign-in needs another code; null when it does not. */
export function refuseCode({ account }: Installation, code: string | undefined) {
  if (!account.secondFactor || code === '123456' || code === recoveryCodes[0]) {
    return null
  }
  return code ? wrongCode() : refusal(401, 'SECOND_FACTOR_NEEDED', 'Enter the code that your authenticator app shows now.')
}

const wrongCode = () => refusal(401, 'WRONG_CODE', 'This code is wrong or was used already.')

function refusal(status: number, code: string, message: string) {
  return HttpResponse.json({ code, message }, { status })
}
