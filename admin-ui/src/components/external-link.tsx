import { Anchor, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from './icon'
import classes from './external-link.module.css'

/** A link to a page that is not ours; opens in a new tab and says so. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Anchor className={classes.link} href={href} target="_blank" rel="noopener noreferrer">
      {children}
      <Icon name="external" size={14} />
      <VisuallyHidden>(opens in a new tab)</VisuallyHidden>
    </Anchor>
  )
}
