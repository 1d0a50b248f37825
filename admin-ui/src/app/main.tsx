import '@/components/styles'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { reloadOnNewSecret, takeSecret } from '@/lib/fragment'
import { AdminApp } from './admin-app'

const prefix = 'link='
const linkToken = takeSecret(prefix, window.location, window.history)
reloadOnNewSecret(prefix)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <AdminApp linkToken={linkToken} />
  </StrictMode>,
)
