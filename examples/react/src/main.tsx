import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Conversions } from './conversions'

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <Conversions />
  </StrictMode>,
)
