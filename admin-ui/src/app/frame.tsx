import { Burger } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Logo } from '@/components/logo'
import classes from './frame.module.css'

interface FrameProps {
  nav: ReactNode
  user: ReactNode
  /** Whether the page wants all the room there is. */
  wide?: boolean
  children: ReactNode
}

/** The signed-in part: navigation on the left, or behind a button on narrow screens, and the page. */
export function Frame({ nav, user, wide, children }: FrameProps) {
  const [isOpen, menu] = useDisclosure()
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <nav className={classes.side} aria-label="Main">
        <Burger
          className={classes.burger}
          size="sm"
          opened={isOpen}
          onClick={menu.toggle}
          aria-label={isOpen ? 'Close the menu' : 'Open the menu'}
          aria-expanded={isOpen}
        />
        <a className={classes.home} href="/admin/">
          <Logo />
        </a>
        {/* Whatever is chosen in it, its work is done. */}
        <div className={classes.items} data-open={isOpen} onClickCapture={menu.close}>
          {nav}
        </div>
        <div className={classes.user}>{user}</div>
      </nav>
      <main className={classes.main} id="main" tabIndex={-1} data-wide={wide}>
        {children}
      </main>
    </div>
  )
}
