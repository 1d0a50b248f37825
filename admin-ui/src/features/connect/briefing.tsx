import { readFragment, type FragmentOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'
import { useWords } from './audience'
import classes from './connect.module.css'

export const briefingFragment = graphql(`
  fragment Briefing on LoginConfiguration {
    permissions
  }
`)

interface BriefingProps {
  configuration: FragmentOf<typeof briefingFragment>
}

/** Before the click: what is going to happen, and what will be asked for and why. */
export function Briefing({ configuration }: BriefingProps) {
  const { permissions } = readFragment(briefingFragment, configuration)
  const { briefing, permissions: reasons } = useWords()
  return (
    <div className={classes.briefing}>
      <section>
        <h2>{briefing.title}</h2>
        <ol>
          <li>{briefing.login}</li>
          <li>{briefing.pick}</li>
          <li>{briefing.return}</li>
        </ol>
      </section>
      <section>
        <h2>{briefing.asked}</h2>
        <ul>
          {permissions.map((permission) => (
            <li key={permission}>
              <code className={classes.permission}>{permission}</code> –{' '}
              {(reasons as Record<string, string | undefined>)[permission] ?? briefing.other}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
