import { Anchor, type AnchorProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes } from 'react'

type PlainAnchorProps = AnchorProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps>

function PlainAnchor(props: PlainAnchorProps) {
  return <Anchor {...props} />
}

/** A link to another screen of the admin app. */
export const RouterAnchor = createLink(PlainAnchor)
