import type { ReactNode } from 'react'
import { readFragment, type FragmentOf } from 'gql.tada'
import { Icon, type IconName } from '@/components/icon'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './overview.module.css'

export const countsFragment = graphql(`
  fragment Counts on Overview {
    businesses {
      connected
      needsAttention
      disconnecting
      disconnected
    }
    pendingOnboardings
  }
`)

/** What is counted. */
export type Counted = 'connected' | 'attention' | 'pending' | 'disconnecting' | 'disconnected'

interface CountsProps {
  overview: FragmentOf<typeof countsFragment>
  /** Renders the link to what was counted. */
  renderLink: (counted: Counted, className: string | undefined, children: ReactNode) => ReactNode
}

/** How many businesses and onboardings stand where; each number leads to them. */
export function Counts({ overview, renderLink }: CountsProps) {
  const { businesses, pendingOnboardings } = readFragment(countsFragment, overview)
  const all: { counted: Counted; icon: IconName; label: string; count: number }[] = [
    { counted: 'connected', icon: 'check', label: 'Connected', count: businesses.connected },
    { counted: 'attention', icon: 'warning', label: 'Need attention', count: businesses.needsAttention },
    { counted: 'pending', icon: 'clock', label: 'Pending onboardings', count: pendingOnboardings },
    { counted: 'disconnecting', icon: 'sync', label: 'Disconnecting', count: businesses.disconnecting },
    { counted: 'disconnected', icon: 'unlink', label: 'Disconnected', count: businesses.disconnected },
  ]
  // Rare, and then worth a place.
  const shown = all.filter(({ counted, count }) => counted !== 'disconnecting' || count > 0)
  return (
    <ul className={classes.counts}>
      {shown.map(({ counted, icon, label, count }) => (
        <li key={counted} data-counted={counted} data-some={count > 0 || undefined}>
          {renderLink(
            counted,
            classes.count,
            <>
              <span className={classes.label}>
                <Icon name={icon} size={16} />
                {label}
              </span>{' '}
              <span className={classes.number}>{formatCount(count)}</span>
            </>,
          )}
        </li>
      ))}
    </ul>
  )
}
