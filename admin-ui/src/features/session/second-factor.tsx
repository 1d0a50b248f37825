import { Skeleton } from '@mantine/core'
import { Failure } from '@/components/failure'
import { Panel } from '@/components/panel'
import type { Account } from './account'
import type { AuthError } from './auth'
import { SecondFactorOff } from './second-factor-off'
import { SecondFactorOn } from './second-factor-on'
import { useAccount } from './use-account'

/** The second factor of whoever is signed in. */
export function SecondFactor({ onSignIn }: { onSignIn: () => void }) {
  const { account, error, read } = useAccount()

  function changed() {
    read()
    document.getElementById('main')?.focus({ preventScroll: true }) // the button that was pressed goes away
  }

  return (
    <Panel title="Second factor" hint="A code from an authenticator app on your phone, beside your password">
      <Content account={account} error={error} onRetry={read} onChange={changed} onSignIn={onSignIn} />
    </Panel>
  )
}

interface ContentProps {
  account: Account | null
  error: AuthError | null
  onRetry: () => void
  onChange: () => void
  onSignIn: () => void
}

function Content({ account, error, onRetry, onChange, onSignIn }: ContentProps) {
  if (error) {
    const wayOn = error.code === 'UNAUTHENTICATED' ? { retry: 'Sign in', onRetry: onSignIn } : { onRetry }
    return <Failure title="This could not be loaded" message={error.message} {...wayOn} />
  }
  if (!account) {
    return (
      <div role="status" aria-label="Loading your account">
        <Skeleton height={120} />
      </div>
    )
  }
  return account.secondFactor ? (
    <SecondFactorOn factor={account.secondFactor} onChange={onChange} />
  ) : (
    <SecondFactorOff onChange={onChange} />
  )
}
