import type { graphql } from '@/lib/graphql'

export type CheckCode = ReturnType<typeof graphql.scalar<'SetupCheckCode'>>

interface Group {
  title: string
  hint: string
  codes: readonly CheckCode[]
  /** Whether the steps at Meta stand above the checks. */
  steps?: boolean
}

/** The parts of setting an installation up, in their order. */
export const groups: readonly Group[] = [
  {
    title: 'The app at Meta',
    hint: 'Which app this is, and which version of Meta’s API it calls.',
    codes: ['APP_CREDENTIALS', 'GRAPH_VERSION'],
  },
  {
    title: 'The login configuration',
    hint: 'What Meta asks your clients for. Make it once, from Meta’s template.',
    codes: ['LOGIN_CONFIGURATION'],
    steps: true,
  },
  {
    title: 'The login button',
    hint: 'Where clients press “Connect with Facebook”.',
    codes: ['SDK_LOGIN', 'PUBLIC_ADDRESS'],
  },
  {
    title: 'What Meta tells this installation',
    hint: 'So that a client who leaves or changes a grant is known at once, and not a day later.',
    codes: ['WEBHOOK_ADDRESS', 'WEBHOOK_SUBSCRIPTION', 'CALLBACKS'],
  },
  {
    title: 'This installation',
    hint: 'What keeps connections true after clients have connected.',
    codes: ['DATABASE', 'JOBS', 'KEYSET', 'CLOCK'],
  },
]
