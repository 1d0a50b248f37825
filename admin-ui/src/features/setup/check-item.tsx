import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import type { ReactNode } from 'react'
import { Tag, type Tone } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { CheckFix, checkFixFragment } from './check-fix'
import classes from './setup.module.css'

export const checkItemFragment = graphql(
  `
    fragment CheckItem on SetupCheck {
      title
      state
      found
      fix {
        ...CheckFix
      }
    }
  `,
  [checkFixFragment],
)

interface CheckItemProps {
  check: FragmentOf<typeof checkItemFragment>
  /** What the App Dashboard has to be given for it. */
  values: ReactNode
}

/** One check: how it came out, and behind it what is to be done. */
export function CheckItem({ check, values }: CheckItemProps) {
  const { title, state, found, fix } = readFragment(checkItemFragment, check)
  const { label, tone } = state === 'OK' && fix ? soon : words[state]
  return (
    <li className={classes.item}>
      <details open={state === 'FAILED'}>
        <summary className={classes.head}>
          <span className={classes.title}>{title}</span>
          <Tag tone={tone}>{label}</Tag>
          <span className={classes.found}>{found}</span>
        </summary>
        <div className={classes.body}>
          {fix ? <CheckFix fix={fix} /> : <p className={classes.nothing}>Nothing is to be done.</p>}
          {values}
        </div>
      </details>
    </li>
  )
}

type State = ResultOf<typeof checkItemFragment>['state']

const words: Record<State, { label: string; tone: Tone }> = {
  OK: { label: 'Fine', tone: 'ok' },
  FAILED: { label: 'To fix', tone: 'bad' },
  UNKNOWN: { label: 'Cannot be told', tone: 'off' },
}

const soon = { label: 'To do soon', tone: 'warn' } as const
