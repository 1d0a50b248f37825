import type { TypedDocumentNode } from '@urql/core'
import type { FragmentOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'
import { memberFragment, type Member } from './member-fragment'

/** What every act answers, under the same name. */
interface Answer {
  act: {
    user: FragmentOf<typeof memberFragment> | null
    userErrors: { message: string }[]
    link?: string | null
    linkExpiresAt?: string | null
  }
}

/** Something that an administrator does with another member of staff. */
export interface Act {
  document: TypedDocumentNode<Answer, { input: { userId: string } }>
  /** What the button says. */
  label: string
  /** When one does it. */
  says: string
  question: string
  effects: readonly string[]
  /** Told once it is done, unless there is a link to show. */
  done: string
  danger?: boolean
  applies: (member: Member) => boolean
}

const fragments = [memberFragment] as const

export const acts: readonly Act[] = [
  {
    document: graphql(
      `
        mutation CreateSignInLink($input: CreateSignInLinkInput!) {
          act: createSignInLink(input: $input) {
            user {
              ...Member
            }
            link
            linkExpiresAt
            userErrors {
              message
            }
          }
        }
      `,
      fragments,
    ),
    label: 'New one-time link',
    says: 'For somebody whose invitation has ended, or who has forgotten the password.',
    question: 'Make a new one-time link?',
    effects: [
      'You get a link to hand over. It signs them in once, within an hour; a second factor is asked for all the same.',
      'Links from before do not work any more. A password, and where they are signed in, stay as they are.',
    ],
    done: 'A new link was made.',
    applies: ({ state }) => state !== 'DISABLED',
  },
  {
    document: graphql(
      `
        mutation SignOutUser($input: SignOutUserInput!) {
          act: signOutUser(input: $input) {
            user {
              ...Member
            }
            userErrors {
              message
            }
          }
        }
      `,
      fragments,
    ),
    label: 'Sign out everywhere',
    says: 'For somebody who has lost a device, or left a browser signed in.',
    question: 'Sign them out everywhere?',
    effects: ['Every browser in which they are signed in has to sign in again, at once.', 'Nothing else changes.'],
    done: 'They are signed out everywhere.',
    applies: ({ openSessions }) => openSessions > 0,
  },
  {
    document: graphql(
      `
        mutation RemoveSecondFactor($input: RemoveSecondFactorInput!) {
          act: removeSecondFactor(input: $input) {
            user {
              ...Member
            }
            userErrors {
              message
            }
          }
        }
      `,
      fragments,
    ),
    label: 'Remove second factor',
    says: 'For somebody who has lost both the phone and the recovery codes.',
    question: 'Remove their second factor?',
    effects: [
      'Make sure that it is really them who asks, and not somebody who has their password.',
      'The password or a one-time link alone signs them in from now on, until they set up another second factor.',
      'They are signed out everywhere.',
    ],
    done: 'The second factor is removed.',
    danger: true,
    applies: ({ secondFactorSince }) => secondFactorSince !== null,
  },
  {
    document: graphql(
      `
        mutation UnlinkSingleSignOn($input: UnlinkSingleSignOnInput!) {
          act: unlinkSingleSignOn(input: $input) {
            user {
              ...Member
            }
            userErrors {
              message
            }
          }
        }
      `,
      fragments,
    ),
    label: 'Unlink single sign-on',
    says: 'For somebody who is another person at your organisation’s sign-in now, or was linked to the wrong one.',
    question: 'Unlink single sign-on?',
    effects: [
      'Whoever comes by single sign-on with this e-mail address next is linked to this account.',
      'They are signed out everywhere.',
    ],
    done: 'Single sign-on is unlinked.',
    danger: true,
    applies: ({ singleSignOnSince }) => singleSignOnSince !== null,
  },
  {
    document: graphql(
      `
        mutation DisableUser($input: DisableUserInput!) {
          act: disableUser(input: $input) {
            user {
              ...Member
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
    says: 'For somebody who has left.',
    question: 'Keep them out?',
    effects: [
      'They are signed out everywhere at once, and no way in works any more.',
      'Their password and one-time links are gone for good. What they have done stays in the audit.',
      'API keys that they have made work on: revoke those that they may have kept.',
      'You can let them in again with a fresh link.',
    ],
    done: 'They are disabled.',
    danger: true,
    applies: ({ state }) => state !== 'DISABLED',
  },
  {
    document: graphql(
      `
        mutation EnableUser($input: EnableUserInput!) {
          act: enableUser(input: $input) {
            user {
              ...Member
            }
            link
            linkExpiresAt
            userErrors {
              message
            }
          }
        }
      `,
      fragments,
    ),
    label: 'Enable',
    says: 'For somebody who has come back.',
    question: 'Let them in again?',
    effects: [
      'They have the role that they had.',
      'You get a link to hand over. It signs them in once, within an hour; they then set a new password.',
    ],
    done: 'They are enabled.',
    applies: ({ state }) => state === 'DISABLED',
  },
]
