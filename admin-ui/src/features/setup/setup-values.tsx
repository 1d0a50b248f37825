import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import type { ReactNode } from 'react'
import { Copyable } from '@/components/copyable'
import { ExternalLink } from '@/components/external-link'
import { Facts } from '@/components/facts'
import { graphql } from '@/lib/graphql'
import type { CheckCode } from './groups'
import classes from './setup.module.css'

export const setupValuesFragment = graphql(`
  fragment SetupValues on Setup {
    loginConfiguration {
      appId
      configId
      graphVersion
      permissions
    }
    sdkDomains
    redirectUris
    webhookUrl
    webhookFields
    isVerifyTokenSet
    deauthorizeUrl
    dataDeletionUrl
    basicSettingsPage
    configurationsPage
    loginSettingsPage
    webhooksPage
  }
`)

interface SetupValuesProps {
  of: CheckCode
  setup: FragmentOf<typeof setupValuesFragment>
}

/** What the App Dashboard has to be given for one check, ready to be copied, and where. Nothing where it has no part in it. */
export function SetupValues({ of, setup }: SetupValuesProps) {
  const describe = values[of]
  if (!describe) {
    return null
  }
  const { facts, page } = describe(readFragment(setupValuesFragment, setup))
  return (
    <div className={classes.values}>
      <Facts facts={facts} />
      {page && <ExternalLink href={page[1]}>{page[0]}</ExternalLink>}
    </div>
  )
}

type Setup = ResultOf<typeof setupValuesFragment>

interface Values {
  facts: [name: string, value: ReactNode][]
  /** The page of the App Dashboard where they belong, and its name there. */
  page?: [name: string, url: string]
}

const values: Partial<Record<CheckCode, (setup: Setup) => Values>> = {
  APP_CREDENTIALS: ({ loginConfiguration, basicSettingsPage }) => ({
    facts: [['App id', <Copyable key="app" value={loginConfiguration.appId} label="app id" />]],
    page: ['App settings → Basic', basicSettingsPage],
  }),
  GRAPH_VERSION: ({ loginConfiguration }) => ({ facts: [['Version', loginConfiguration.graphVersion]] }),
  LOGIN_CONFIGURATION: ({ loginConfiguration, configurationsPage }) => ({
    facts: [
      ['Configuration id', <Copyable key="id" value={loginConfiguration.configId} label="configuration id" />],
      ['Token type', 'System-user access token'],
      ['Permissions', <Copies key="permissions" of={loginConfiguration.permissions} label="permission" />],
    ],
    page: ['Facebook Login for Business → Configurations', configurationsPage],
  }),
  SDK_LOGIN: ({ sdkDomains, redirectUris, loginSettingsPage }) => ({
    facts: [
      ['Login with the JavaScript SDK', 'Yes'],
      ['Allowed Domains for the JavaScript SDK', <Copies key="domains" of={sdkDomains} label="domain" />],
      ['Valid OAuth Redirect URIs', <Copies key="uris" of={redirectUris} label="redirect URI" />],
    ],
    page: ['Facebook Login for Business → Settings', loginSettingsPage],
  }),
  WEBHOOK_ADDRESS: ({ webhookUrl, isVerifyTokenSet, webhooksPage }) => ({
    facts: [
      ['Callback URL', <Copyable key="url" value={webhookUrl} label="callback URL" />],
      ['Verify token', isVerifyTokenSet ? 'The value of META_WEBHOOK_VERIFY_TOKEN, which is not shown' : 'Not set'],
    ],
    page: ['Webhooks → Application', webhooksPage],
  }),
  WEBHOOK_SUBSCRIPTION: ({ webhookFields, webhooksPage }) => ({
    facts: [
      ['Object', 'Application'],
      ['Fields', <Copies key="fields" of={webhookFields} label="field" />],
    ],
    page: ['Webhooks → Application', webhooksPage],
  }),
  CALLBACKS: ({ deauthorizeUrl, dataDeletionUrl, loginSettingsPage }) => ({
    facts: [
      ['Deauthorize callback URL', <Copyable key="out" value={deauthorizeUrl} label="deauthorize callback URL" />],
      ['Data deletion request URL', <Copyable key="data" value={dataDeletionUrl} label="data deletion request URL" />],
    ],
    page: ['Facebook Login for Business → Settings', loginSettingsPage],
  }),
}

/** Several values of a kind, each with its button. */
function Copies({ of, label }: { of: readonly string[]; label: string }) {
  return of.map((value) => (
    <span key={value} className={classes.copy}>
      <Copyable value={value} label={label} />
    </span>
  ))
}
