import type { TypedDocumentNode } from '@urql/core'
import { graphql } from '@/lib/graphql'
import { endpointFragment, type Endpoint } from './endpoint-fragment'

/** What every act answers, under the same name. */
interface Answer {
  act: { endpoint?: Endpoint | null; deletedId?: string | null; userErrors: { message: string }[] }
}

/** Something that is done with an endpoint once somebody has read what it does. */
export interface EndpointAct {
  document: TypedDocumentNode<Answer, { input: { endpointId: string } }>
  /** What the button says. */
  label: string
  /** When one does it. */
  says: string
  question: string
  effects: readonly string[]
  /** Told once it is done. */
  done: string
  danger?: boolean
  applies: (endpoint: Endpoint) => boolean
}

const fragments = [endpointFragment] as const

export const endpointActs: readonly EndpointAct[] = [
  {
    document: graphql(
      `
        mutation EnableWebhookEndpoint($input: EnableWebhookEndpointInput!) {
          act: enableWebhookEndpoint(input: $input) {
            endpoint {
              ...Endpoint
            }
            userErrors {
              message
            }
          }
        }
      `,
      fragments,
    ),
    label: 'Enable',
    says: 'Once the receiver runs again. A test tells whether it does.',
    question: 'Send to it again?',
    effects: [
      'What has waited is sent at once, in the order in which it happened.',
      'What happens from now on follows behind it.',
      'Whatever was given up before is not sent again by this; “Send again” does that.',
    ],
    done: 'It is sent to again.',
    applies: ({ disabledReason }) => disabledReason !== null,
  },
  {
    document: graphql(
      `
        mutation DisableWebhookEndpoint($input: DisableWebhookEndpointInput!) {
          act: disableWebhookEndpoint(input: $input) {
            endpoint {
              ...Endpoint
            }
            userErrors {
              message
            }
          }
        }
      `,
      fragments,
    ),
    label: 'Disable',
    says: 'While the receiver is being worked on.',
    question: 'Stop sending to it?',
    effects: [
      'Nothing is sent from now on, until somebody enables it; a request that is under way still arrives.',
      'Events go on being kept for it. Each waits up to 30 days, and is lost to it after that.',
      'Its secret stays.',
    ],
    done: 'Nothing is sent to it; events wait.',
    applies: ({ disabledReason }) => disabledReason === null,
  },
  {
    document: graphql(`
      mutation DeleteWebhookEndpoint($input: DeleteWebhookEndpointInput!) {
        act: deleteWebhookEndpoint(input: $input) {
          deletedId
          userErrors {
            message
          }
        }
      }
    `),
    label: 'Delete',
    says: 'When the receiver is gone for good.',
    question: 'Delete the endpoint?',
    effects: [
      'Nothing is sent to it any more, and what waits for it is never sent.',
      'Its secret and the record of its deliveries are deleted. This is for good.',
      'Other endpoints, and what has happened here, stay as they are.',
    ],
    done: 'The endpoint is deleted.',
    danger: true,
    applies: () => true,
  },
]
