import '@/components/styles'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { readArrival } from '@/features/connect/address'
import { StaffConnect } from './staff-connect'

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <StaffConnect arrival={readArrival()} />
  </StrictMode>,
)
