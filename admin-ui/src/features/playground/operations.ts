/** Ids that exist here, so that what needs one can be run as it stands; empty where there is none yet. */
export interface ExampleIds {
  businessId: string
  onboardingId: string
}

/** An operation that is ready to run, or to be changed. */
export interface ReadyOperation {
  id: string
  title: string
  /** What it does, in a sentence. */
  summary: string
  group: Group
  /** The scope that an API key needs for it. */
  scope: string
  document: string
  /** As JSON. */
  variables: string
}

/** In the order in which they are listed. */
export const groups = ['Read', 'Change', 'Watch', 'Yours'] as const

type Group = (typeof groups)[number]

/** Each has a tab of the editor. The last one is the reader's own. */
export function makeOperations({ businessId, onboardingId }: ExampleIds): ReadyOperation[] {
  return [
    {
      id: 'businesses',
      title: 'List businesses',
      summary: 'The latest grants first, each with the datasets it owns and those shared with it.',
      group: 'Read',
      scope: 'businesses:read',
      document: businesses,
      variables: json({ first: 10 }),
    },
    {
      id: 'business',
      title: 'Look at one business',
      summary: 'Its connection, what is wrong with it and who can mend it, its permissions and its datasets.',
      group: 'Read',
      scope: 'businesses:read',
      document: business,
      variables: json({ id: businessId }),
    },
    {
      id: 'webhook-endpoints',
      title: 'List webhook endpoints',
      summary: 'Where events are sent, which, how that goes, and how many wait.',
      group: 'Read',
      scope: 'webhooks:manage',
      document: webhookEndpoints,
      variables: json({ first: 10 }),
    },
    {
      id: 'create-onboarding',
      title: 'Create an onboarding',
      summary: 'Prepares one client’s journey. The token is shown once, here; it belongs behind # in the connect URL.',
      group: 'Change',
      scope: 'onboardings:write',
      document: createOnboarding,
      variables: json({ input: { externalId: 'shop-42', labels: ['playground'], expiresInMinutes: 30 } }),
    },
    {
      id: 'complete-onboarding',
      title: 'Complete an onboarding with a code',
      summary: 'Turns the code of Facebook Login for Business into a connected business with its datasets.',
      group: 'Change',
      scope: 'onboardings:write',
      document: completeOnboarding,
      variables: json({ input: { code: '' } }),
    },
    {
      id: 'disconnect',
      title: 'Disconnect a business',
      summary: 'Has Meta revoke the token, asks for the proof and wipes it. The receipt says how that ended.',
      group: 'Change',
      scope: 'connections:revoke',
      document: disconnect,
      variables: json({ input: { businessId: '', reason: 'Tried in the playground' } }),
    },
    {
      id: 'create-webhook-endpoint',
      title: 'Have your server told of changes',
      summary: 'Makes a webhook endpoint. Its signing secret is shown once, here.',
      group: 'Change',
      scope: 'webhooks:manage',
      document: createWebhookEndpoint,
      variables: json({ input: { url: 'https://shop.example/webhooks', eventTypes: ['BUSINESS_CONNECTED'] } }),
    },
    {
      id: 'watch-onboarding',
      title: 'Watch an onboarding',
      summary: 'Sends it as it is now, and again after each change, until you stop.',
      group: 'Watch',
      scope: 'businesses:read',
      document: watchOnboarding,
      variables: json({ id: onboardingId }),
    },
    {
      id: 'watch-business',
      title: 'Watch a business',
      summary: 'Sends it as it is now, and again after each change, until you stop.',
      group: 'Watch',
      scope: 'businesses:read',
      document: watchBusiness,
      variables: json({ id: businessId }),
    },
    {
      id: 'own',
      title: 'Write your own',
      summary: 'Anything the schema offers; Ctrl+Space suggests what fits.',
      group: 'Yours',
      scope: 'businesses:read',
      document: own,
      variables: '',
    },
  ]
}

function json(variables: object) {
  return JSON.stringify(variables, null, 2)
}

const businesses = `query ListBusinesses($first: Int, $after: String, $filter: BusinessFilter) {
  businesses(first: $first, after: $after, filter: $filter) {
    totalCount
    edges {
      node {
        id
        name
        status
        ownedDatasets(first: 5) {
          totalCount
          edges {
            node {
              metaId
              name
            }
          }
        }
        sharedDatasets(first: 5) {
          totalCount
          edges {
            node {
              metaId
              name
            }
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`

const business = `query OneBusiness($id: ID!) {
  business(id: $id) {
    id
    metaId
    name
    externalId
    status
    problem {
      message
      action
      actor
    }
    permissions {
      permission
      requested
      state
    }
    connectedAt
    lastCheckedAt
    lastSyncedAt
    ownedDatasets(first: 10) {
      totalCount
      edges {
        node {
          metaId
          name
          lastFiredAt
        }
      }
    }
    sharedDatasets(first: 10) {
      totalCount
      edges {
        node {
          metaId
          name
          ownerBusinessName
        }
      }
    }
  }
}
`

const webhookEndpoints = `query ListWebhookEndpoints($first: Int, $after: String) {
  webhookEndpoints(first: $first, after: $after) {
    totalCount
    edges {
      node {
        id
        url
        description
        eventTypes
        disabledReason
        lastSuccessAt
        lastFailureAt
        pendingCount
        oldestPendingAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`

const createOnboarding = `mutation CreateOnboarding($input: CreateOnboardingInput!) {
  createOnboarding(input: $input) {
    token
    onboarding {
      id
      status
      connectUrl
      supportCode
      expiresAt
    }
    userErrors {
      code
      message
      field
    }
  }
}
`

const completeOnboarding = `mutation CompleteOnboarding($input: CompleteOnboardingInput!) {
  completeOnboarding(input: $input) {
    onboarding {
      id
      status
      supportCode
      problem {
        code
        message
        action
      }
    }
    business {
      id
      name
      status
      ownedDatasets(first: 5) {
        totalCount
        edges {
          node {
            metaId
            name
          }
        }
      }
      sharedDatasets(first: 5) {
        totalCount
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
`

const disconnect = `mutation Disconnect($input: RevokeConnectionInput!) {
  revokeConnection(input: $input) {
    business {
      id
      name
      status
    }
    receipt {
      outcome
      verified
      requestedBy
      requestedAt
      endedAt
      fbtraceIds
    }
    userErrors {
      code
      message
      field
    }
  }
}
`

const createWebhookEndpoint = `mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
  createWebhookEndpoint(input: $input) {
    secret
    endpoint {
      id
      url
      eventTypes
    }
    userErrors {
      code
      message
      field
    }
  }
}
`

const watchOnboarding = `subscription WatchOnboarding($id: ID!) {
  onboardingUpdated(id: $id) {
    status
    steps {
      kind
      status
      detail
    }
    problem {
      message
      action
    }
    business {
      id
      name
    }
  }
}
`

const watchBusiness = `subscription WatchBusiness($id: ID!) {
  businessUpdated(id: $id) {
    status
    name
    problem {
      message
      action
    }
    lastCheckedAt
    lastSyncedAt
    lastSync {
      outcome
      pages
    }
  }
}
`

const own = `query Own {
  viewer {
    kind
    name
    role
  }
}
`
