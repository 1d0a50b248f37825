import { graphql } from './graphql'

export const businessFields = graphql(/* GraphQL */ `
  fragment BusinessFields on Business {
    id
    name
    status
    labels
    problem {
      code
      message
      action
      actor
    }
  }
`)

export const businessesDocument = graphql(/* GraphQL */ `
  query Businesses($first: Int!, $after: String, $filter: BusinessFilter, $orderBy: BusinessOrder) {
    businesses(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount
      edges {
        node {
          id
          ...BusinessFields
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

export const updateBusinessDocument = graphql(/* GraphQL */ `
  mutation UpdateBusiness($input: UpdateBusinessInput!) {
    updateBusiness(input: $input) {
      business {
        ...BusinessFields
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`)

export const createOnboardingDocument = graphql(/* GraphQL */ `
  mutation CreateOnboarding($input: CreateOnboardingInput!) {
    createOnboarding(input: $input) {
      onboarding {
        id
        connectUrl
      }
      token
      userErrors {
        code
        message
        field
      }
    }
  }
`)

export const completeOnboardingDocument = graphql(/* GraphQL */ `
  mutation CompleteOnboarding($input: CompleteOnboardingInput!) {
    completeOnboarding(input: $input) {
      business {
        ...BusinessFields
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`)

export const onboardingUpdatedDocument = graphql(/* GraphQL */ `
  subscription OnboardingUpdated($id: ID!) {
    onboardingUpdated(id: $id) {
      status
      business {
        ...BusinessFields
      }
      problem {
        code
        message
        action
        actor
      }
    }
  }
`)

export const loginConfigurationDocument = graphql(/* GraphQL */ `
  query LoginConfiguration {
    loginConfiguration {
      sdkUrl
    }
  }
`)
