import '@/components/styles'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { reloadOnNewSecret, takeSecret } from '@/lib/fragment'
import { ClientConnect } from './client-connect'
import { StaffConnect } from './staff-connect'

const prefix = 'onb_'
const secret = takeSecret(prefix, window.location, window.history)
reloadOnNewSecret(prefix)

const isStaff = window.location.pathname.startsWith('/admin/')

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>{isStaff ? <StaffConnect /> : <ClientConnect token={secret && prefix + secret} />}</StrictMode>,
)
