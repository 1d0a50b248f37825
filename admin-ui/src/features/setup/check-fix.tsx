import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { ExternalLink } from '@/components/external-link'
import { graphql } from '@/lib/graphql'
import classes from './setup.module.css'

export const checkFixFragment = graphql(`
  fragment CheckFix on SetupFix {
    by
    action
    url
    setting
  }
`)

/** Who has to do what, and where. */
export function CheckFix({ fix }: { fix: FragmentOf<typeof checkFixFragment> }) {
  const { by, action, url, setting } = readFragment(checkFixFragment, fix)
  return (
    <div className={classes.fix}>
      <p className={classes.action}>{action}</p>
      <p className={classes.where}>
        <span>{people[by]}</span>
        {setting && (
          <span>
            Setting <code>{setting}</code>
          </span>
        )}
        {url && <ExternalLink href={url}>Open the page at Meta</ExternalLink>}
      </p>
    </div>
  )
}

const people: Record<ResultOf<typeof checkFixFragment>['by'], string> = {
  HOST: 'Whoever runs this program',
  APP_ADMIN: 'An administrator of the app at Meta',
}
