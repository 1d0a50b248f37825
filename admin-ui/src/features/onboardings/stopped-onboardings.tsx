import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Copyable } from '@/components/copyable'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { graphql } from '@/lib/graphql'
import classes from './stopped-onboardings.module.css'

export const stoppedOnboardingsFragment = graphql(`
  fragment StoppedOnboardings on Business {
    connectedAt
    externalId
    stoppedOnboardings(first: 3) {
      edges {
        cursor
        node {
          id
          createdAt
          externalId
          supportCode
          problem {
            code
          }
        }
      }
    }
  }
`)

type Stopped = ResultOf<typeof stoppedOnboardingsFragment>['stoppedOnboardings']['edges'][number]['node']

/** The onboardings that were stopped for the sake of a business since its last grant: what happened, and what to do. */
export function StoppedOnboardings({ business }: { business: FragmentOf<typeof stoppedOnboardingsFragment> }) {
  const { connectedAt, externalId, stoppedOnboardings } = readFragment(stoppedOnboardingsFragment, business)
  const open = stoppedOnboardings.edges
    .map(({ node }) => node)
    .filter(({ createdAt }) => !connectedAt || Date.parse(createdAt) > Date.parse(connectedAt))
  return open.map((one) => (
    <section key={one.id} className={classes.card} aria-labelledby={`stopped-${one.id}`}>
      <h2 className={classes.title} id={`stopped-${one.id}`}>
        {one.problem?.code === 'OTHER_BUSINESS'
          ? 'A reconnect was stopped: the client picked another business'
          : 'A conflict was stopped: this business belongs to another external id'}
      </h2>
      {one.problem?.code === 'OTHER_BUSINESS' ? <OtherBusiness /> : <Conflict stopped={one} owner={externalId} />}
      <p className={classes.meta}>
        <span>
          Begun <Moment at={one.createdAt} />
        </span>
        <span>
          Support code <Copyable value={one.supportCode} label="support code" />
        </span>
      </p>
    </section>
  ))
}

function OtherBusiness() {
  return (
    <p className={classes.text}>
      Nothing changed, here or for the other business. Reconnect once more and have the client pick this one; the other
      needs an onboarding of its own.
    </p>
  )
}

function Conflict({ stopped, owner }: { stopped: Stopped; owner: string | null }) {
  return (
    <p className={classes.text}>
      An onboarding for <Known id={stopped.externalId} /> brought this business, which belongs to <Known id={owner} />. It
      was not taken over, and nothing changed. If both are the same client, correct the external id under Settings; if the
      business has moved, disconnect it here first. Otherwise tell the client that it picked a business of somebody else.
    </p>
  )
}

function Known({ id }: { id: string | null }) {
  return id ? <Name>{`“${id}”`}</Name> : 'an unknown external id'
}
