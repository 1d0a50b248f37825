import type { ResultOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'
import { problemFragment } from '@/lib/problem'

const firstDatasetsFragment = graphql(`
  fragment FirstDatasets on DatasetConnection @_unmask {
    totalCount
    edges {
      cursor
      node {
        metaId
        name
      }
    }
  }
`)

const connectedBusinessFragment = graphql(
  `
    fragment ConnectedBusiness on Business @_unmask {
      id
      name
      metaId
      problem {
        ...Problem
      }
      permissions {
        permission
        requested
        state
        datasetMetaIds
      }
      ownedDatasets(first: 3) {
        ...FirstDatasets
      }
      sharedDatasets(first: 3) {
        ...FirstDatasets
      }
    }
  `,
  [problemFragment, firstDatasetsFragment],
)

export const outcomeFragment = graphql(
  `
    fragment Outcome on Onboarding @_unmask {
      id
      status
      supportCode
      booking
      language
      returnUrl
      expiresAt
      problem {
        ...Problem
      }
      steps {
        kind
        status
        startedAt
        detail
      }
      business {
        ...ConnectedBusiness
      }
    }
  `,
  [problemFragment, connectedBusinessFragment],
)

export const completeMutation = graphql(
  `
    mutation CompleteOnboarding($input: CompleteOnboardingInput!) {
      completeOnboarding(input: $input) {
        onboarding {
          ...Outcome
        }
        userErrors {
          code
          message
        }
      }
    }
  `,
  [outcomeFragment],
)

/** For an onboarding whose work goes on after the code was taken. */
export const outcomeSubscription = graphql(
  `
    subscription OnboardingOutcome($id: ID!) {
      onboardingUpdated(id: $id) {
        ...Outcome
      }
    }
  `,
  [outcomeFragment],
)

export type Completion = ResultOf<typeof completeMutation>['completeOnboarding']
export type UserError = Completion['userErrors'][number]
export type Outcome = ResultOf<typeof outcomeFragment>
export type FirstDatasets = ResultOf<typeof firstDatasetsFragment>
export type ConnectedBusiness = ResultOf<typeof connectedBusinessFragment>

/** Whether work on the onboarding is still going on, so that there is something to watch. */
export function isUnderWay({ status }: Outcome) {
  return status === 'EXCHANGING' || status === 'IDENTIFYING' || status === 'SYNCING'
}
