import type { ReactNode } from 'react'
import { Logo } from '@/components/logo'
import classes from './frame.module.css'

interface FrameProps {
  /** `NavItem`s. */
  nav: ReactNode
  user: ReactNode
  /** Whether the page wants all the room there is. */
  wide?: boolean
  children: ReactNode
}

/** The signed-in part: navigation on the left, or on top of narrow screens, and the page. */
export function Frame({ nav, user, wide, children }: FrameProps) {
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <nav className={classes.side} aria-label="Main">
        <a className={classes.home} href="/admin/">
          <Logo />
        </a>
        <div className={classes.items}>{nav}</div>
        <div className={classes.user}>{user}</div>
      </nav>
      <main className={classes.main} id="main" tabIndex={-1} data-wide={wide}>
        {children}
      </main>
    </div>
  )
}
