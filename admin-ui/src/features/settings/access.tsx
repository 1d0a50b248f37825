import { readFragment, type FragmentOf } from 'gql.tada'
import { Facts } from '@/components/facts'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { ChangedBy } from './changed-by'

export const accessFragment = graphql(`
  fragment Access on Settings {
    environment {
      name
      value
    }
  }
`)

/** Who is let in from where. */
export function Access({ settings }: { settings: FragmentOf<typeof accessFragment> }) {
  const { environment } = readFragment(accessFragment, settings)
  const valueOf = (wanted: string) => environment.find(({ name }) => name === wanted)?.value
  const issuer = valueOf('OIDC_ISSUER')
  return (
    <Panel
      title="Access"
      hint={<ChangedBy settings={['OIDC_ISSUER', 'ALLOWED_ORIGINS', 'TRUSTED_PROXIES']} />}
    >
      <Facts
        facts={[
          ['Single sign-on', issuer ? `On, at ${issuer}` : 'Off: staff sign in with passwords and one-time links'],
          ['Partner pages that may call the API', listed(valueOf('ALLOWED_ORIGINS')) ?? 'None'],
          ['Proxies that are believed', listed(valueOf('TRUSTED_PROXIES')) ?? 'None: every caller counts as itself'],
        ]}
      />
    </Panel>
  )
}

/** A list as the environment spells it, with room to break. */
function listed(value: string | null | undefined) {
  return value?.split(',').join(', ')
}
