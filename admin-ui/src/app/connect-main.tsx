import '@/components/styles'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { readArrival } from '@/features/connect/address'
import { reloadOnNewSecret, takeSecret } from '@/lib/fragment'
import { findToken, keepToken } from '@/lib/token'
import { ClientConnect } from './client-connect'
import { EmbeddedConnect } from './embedded-connect'

const prefix = 'onb_'
const secret = takeSecret(prefix, window.location, window.history)
if (secret) {
  keepToken(prefix + secret)
}
reloadOnNewSecret(prefix)
const arrival = readArrival()

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    {window.location.pathname.endsWith('/embedded') ? (
      <EmbeddedConnect arrival={arrival} />
    ) : (
      <ClientConnect token={secret ? prefix + secret : findToken()} arrival={arrival} />
    )}
  </StrictMode>,
)
