import { loginConfigurationDocument } from './operations'
import { ask } from './typed-fetch'

/** Approves in the sandbox's login dialog on behalf of a business, as its client would; the code that comes of it. */
export async function approve(businessId: string) {
  const { loginConfiguration } = await ask(loginConfigurationDocument, {})
  const response = await fetch(new URL('/_sandbox/codes', loginConfiguration.sdkUrl), {
    method: 'POST',
    body: JSON.stringify({ businessId }),
  })
  const { code } = (await response.json()) as { code: string }
  return code
}
