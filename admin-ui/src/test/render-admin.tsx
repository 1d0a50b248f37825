import { createMemoryHistory } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { AdminApp } from '@/app/admin-app'
import { makeHandlers } from './handlers'
import { makeInstallation, type Installation } from './installation'
import { server } from './server'

interface Setup extends Partial<Installation> {
  linkToken?: string
}

/** Opens the admin app at `path` over an installation of its own. */
export function renderAdmin(path: string, { linkToken, ...fields }: Setup = {}) {
  const installation = makeInstallation(fields)
  server.use(...makeHandlers(installation))
  const history = createMemoryHistory({ initialEntries: [`/admin${path}`] })
  const user = userEvent.setup()
  render(
    <StrictMode>
      <AdminApp linkToken={linkToken ?? null} history={history} />
    </StrictMode>,
  )
  return { history, installation, user }
}
