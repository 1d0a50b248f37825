import '@/components/styles'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { StaffPlayground } from './staff-playground'

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <StaffPlayground />
  </StrictMode>,
)
