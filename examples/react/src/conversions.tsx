import '@capiconnect/element/react'
import type { CapiConnectEvents } from '@capiconnect/element'
import { useState } from 'react'

/** Asked for at each press, so that a page may stay open longer than a token lives. */
async function getToken() {
  const response = await fetch('/onboarding', { method: 'POST' })
  const { token, message } = (await response.json()) as { token?: string; message: string }
  if (!token) {
    throw new Error(message)
  }
  return token
}

/** The part of a shop's settings in which it is connected. */
export function Conversions() {
  const [result, setResult] = useState('')

  // What a page says proves nothing: the backend asks CAPI Connect what was connected.
  async function showResult({ detail }: CapiConnectEvents['connected']) {
    const response = await fetch(`/onboarding/${detail.onboardingId}`)
    setResult(((await response.json()) as { message: string }).message)
  }

  return (
    <main style={{ font: '16px/1.6 system-ui, sans-serif', margin: '10vh auto', maxWidth: '36rem', padding: '0 1rem' }}>
      <h1>Conversions</h1>
      <p>Let Fernhill Shops send the purchases in your shop to Meta, into the dataset that you choose.</p>
      <capi-connect
        baseUrl={import.meta.env.CAPICONNECT_URL}
        getToken={getToken}
        onconnected={(event) => void showResult(event)}
        onproblem={() => setResult('')}
      />
      <p role="status">{result}</p>
    </main>
  )
}
