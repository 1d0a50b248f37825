import { readFragment, type ResultOf } from 'gql.tada'
import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { Copyable } from '@/components/copyable'
import { Facts } from '@/components/facts'
import { Failure } from '@/components/failure'
import { ListSkeleton } from '@/components/list-skeleton'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { OnboardingTag } from '@/components/onboarding-tag'
import { PageHeader } from '@/components/page-header'
import { Panel } from '@/components/panel'
import { ProblemCard } from '@/components/problem-card'
import { RouterAnchor } from '@/components/router-anchor'
import { describeError, hasCode } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { languageNames } from '@/lib/connect-language'
import { isOver } from '@/lib/onboarding-status'
import { problemFragment } from '@/lib/problem'
import { useChanges } from '@/lib/use-changes'
import { useKept } from '@/lib/use-kept'
import classes from './onboardings.module.css'
import { OnboardingActions } from './onboarding-actions'
import { Timeline, timelineFragment, type Doers, type Renewal } from './timeline'

const onboardingQuery = graphql(
  `
    query Onboarding($id: ID!) {
      onboarding(id: $id) {
        id
        status
        supportCode
        externalId
        labels
        expiresAt
        booking
        language
        returnUrl
        business {
          id
          name
          metaId
        }
        problem {
          ...Problem
        }
        ...Timeline
      }
      auditEvents(last: 100, filter: { subjectId: $id }) {
        edges {
          node {
            at
            action
            actorKind
            actorName
          }
        }
      }
    }
  `,
  [problemFragment, timelineFragment],
)

const changesQuery = graphql(`
  subscription OnboardingChanges($id: ID!) {
    onboardingUpdated(id: $id) {
      id
    }
  }
`)

interface OnboardingPageProps {
  id: string
  /** In place of the page where there is no such onboarding. */
  notFound: ReactNode
  /** Below the timeline; told anew when the onboarding changes. */
  below: ReactNode
  onChange: () => void
}

/** One journey, live for as long as something can still happen. */
export function OnboardingPage({ id, notFound, below, onChange }: OnboardingPageProps) {
  const [{ data, error }, refetch] = useQuery({
    query: onboardingQuery,
    requestPolicy: 'cache-and-network',
    variables: { id },
  })
  const known = useKept(error && !data?.onboarding ? undefined : data)
  const onboarding = known?.onboarding
  const ask = () => {
    refetch({ requestPolicy: 'network-only' })
    onChange()
  }
  useChanges({ query: changesQuery, id, paused: !onboarding || isOver(onboarding.status), onChange: ask })

  if (onboarding === null || (error && !onboarding && hasCode(error, 'INVALID_INPUT'))) {
    return notFound
  }
  if (!onboarding) {
    return (
      <>
        <PageHeader title="Onboarding" documentTitle="Onboarding" above={back} />
        {error ? <Failure {...describeError(error)} onRetry={ask} /> : <ListSkeleton label="Loading onboarding" />}
      </>
    )
  }
  return (
    <>
      <Header onboarding={onboarding} onChange={ask} />
      <div className={classes.parts}>
        {error && <Failure {...describeError(error)} onRetry={ask} />}
        {onboarding.problem && <ProblemCard problem={onboarding.problem} />}
        <Panel title="Timeline" hint={isOver(onboarding.status) ? undefined : 'Live: what happens shows by itself.'}>
          <Timeline onboarding={onboarding} doers={doersIn(known.auditEvents.edges)} />
        </Panel>
        <About onboarding={onboarding} />
        {below}
      </div>
    </>
  )
}

type Loaded = ResultOf<typeof onboardingQuery>
type Onboarding = NonNullable<Loaded['onboarding']>

const back = (
  <RouterAnchor to="/activity" size="sm">
    ← Activity
  </RouterAnchor>
)

function Header({ onboarding, onChange }: { onboarding: Onboarding; onChange: () => void }) {
  const { supportCode, status } = onboarding
  return (
    <PageHeader
      documentTitle={`Onboarding ${supportCode}`}
      above={back}
      title={
        <>
          Onboarding <Copyable value={supportCode} label="support code" /> <OnboardingTag status={status} />
        </>
      }
      actions={<OnboardingActions onboarding={onboarding} onChange={onChange} />}
    />
  )
}

function About({ onboarding }: { onboarding: Onboarding }) {
  const { business, externalId, labels, expiresAt, booking, language, returnUrl } = onboarding
  const { createdAt } = readFragment(timelineFragment, onboarding)
  return (
    <Panel title="About">
      <Facts
        facts={[
          [
            'Business',
            business ? (
              <RouterAnchor to="/businesses/$id" params={{ id: business.id }} size="sm">
                <Name>{business.name ?? business.metaId}</Name>
              </RouterAnchor>
            ) : (
              'Not known yet'
            ),
          ],
          ['External id', externalId ? <Copyable value={externalId} label="external id" /> : 'None'],
          ['Labels', labels.length > 0 ? labels.join(', ') : 'None'],
          ['Product', booking ? 'Booking' : 'Not booking'],
          ['Language', language ? languageNames[language] : 'The browser’s'],
          ['Leads back to', returnUrl ? <Copyable value={returnUrl} label="return URL" /> : 'Nowhere'],
          ['Started', <Moment key="started" at={createdAt} full />],
          ['Takes a code until', <Moment key="until" at={expiresAt} full />],
        ]}
      />
    </Panel>
  )
}

/** The audit's first events, the last of which comes first. */
function doersIn(edges: Loaded['auditEvents']['edges']): Doers {
  const events = edges.map(({ node }) => node).reverse()
  const codes = events.filter(({ action }) => action === 'onboarding: code received')
  return {
    preparedBy: nameOf(events[0]),
    codesBy: codes.map(nameOf),
    renewals: events.flatMap((event) => {
      const words = renewalWords[event.action]
      return words ? [{ ...words, at: event.at, by: nameOf(event) }] : []
    }),
    cancelledBy: nameOf(events.find(({ action }) => action === 'onboarding: cancelled')),
  }
}

const renewalWords: Partial<Record<string, Pick<Renewal, 'title' | 'icon'>>> = {
  'onboarding: extended': { title: 'Extended', icon: 'clock' },
  'onboarding: link replaced': { title: 'New link', icon: 'link' },
}

function nameOf(event?: { actorKind: string; actorName: string }) {
  return event?.actorKind === 'ONBOARDING_TOKEN' ? 'the client' : event?.actorName
}
