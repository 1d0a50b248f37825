import type { ReactNode } from 'react'
import { RouterAnchor } from '@/components/router-anchor'
import type { BusinessesSearch } from '@/features/businesses/businesses-search'
import type { Counted } from '@/features/overview/counts'
import { pendingStatuses } from '@/lib/onboarding-status'

const searches: Record<Exclude<Counted, 'pending'>, BusinessesSearch> = {
  connected: { status: ['CONNECTED'] },
  attention: { attention: 'yes' },
  disconnecting: { status: ['REVOKING'] },
  disconnected: { status: ['DISCONNECTED'] },
}

/** The link from a number to what was counted. */
export function renderCountLink(counted: Counted, className: string | undefined, children: ReactNode) {
  if (counted === 'pending') {
    return (
      <RouterAnchor className={className} underline="never" to="/activity" search={{ status: pendingStatuses }}>
        {children}
      </RouterAnchor>
    )
  }
  return (
    <RouterAnchor className={className} underline="never" to="/businesses" search={searches[counted]}>
      {children}
    </RouterAnchor>
  )
}
