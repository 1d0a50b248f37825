import { readFragment, type FragmentOf } from 'gql.tada'
import { ExternalLink } from '@/components/external-link'
import { Name } from '@/components/name'
import { RouterAnchor } from '@/components/router-anchor'
import { graphql } from '@/lib/graphql'
import { humanise } from '@/lib/humanise'
import classes from './jobs.module.css'

export const jobSubjectFragment = graphql(`
  fragment JobSubject on Job {
    business {
      id
      name
      metaId
      problem {
        message
      }
    }
    onboarding {
      id
      supportCode
      problem {
        message
      }
    }
    metaEvent {
      kind
      business {
        id
        name
        metaId
      }
    }
    deletion {
      code
      statusUrl
    }
  }
`)

/** What a job is about, and what keeps it from being done where that is known of its subject. */
export function JobSubject({ job }: { job: FragmentOf<typeof jobSubjectFragment> }) {
  const { business, onboarding, metaEvent, deletion } = readFragment(jobSubjectFragment, job)
  const problem = business?.problem ?? onboarding?.problem
  return (
    <div className={classes.subject}>
      {business && <BusinessLink {...business} />}
      {onboarding && (
        <RouterAnchor to="/activity/$id" params={{ id: onboarding.id }} size="sm">
          Onboarding {onboarding.supportCode}
        </RouterAnchor>
      )}
      {metaEvent && (
        <>
          {humanise(metaEvent.kind)}
          {metaEvent.business && (
            <>
              {' of '}
              <BusinessLink {...metaEvent.business} />
            </>
          )}
        </>
      )}
      {deletion && <ExternalLink href={deletion.statusUrl}>Request {deletion.code.slice(0, 8)}…</ExternalLink>}
      {!business && !onboarding && !metaEvent && !deletion && 'The installation'}
      {problem && <div className={classes.sub}>{problem.message}</div>}
    </div>
  )
}

function BusinessLink({ id, name, metaId }: { id: string; name: string | null; metaId: string }) {
  return (
    <RouterAnchor to="/businesses/$id" params={{ id }} size="sm">
      <Name>{name ?? metaId}</Name>
    </RouterAnchor>
  )
}
