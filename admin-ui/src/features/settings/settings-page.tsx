import { useQuery } from 'urql'
import { Copyable } from '@/components/copyable'
import { Failure } from '@/components/failure'
import { PageHeader } from '@/components/page-header'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import { Access, accessFragment } from './access'
import { BrandingPanel } from './branding'
import { brandingFragment } from './branding-fragment'
import { EncryptionKeys, encryptionKeysFragment } from './encryption-keys'
import { Environment, environmentFragment } from './environment'
import { LoginConfigurations, loginConfigurationsFragment } from './login-configurations'
import { Retention, retentionFragment } from './retention'
import classes from './settings.module.css'
import { SettingsSkeleton } from './settings-skeleton'

const settingsQuery = graphql(
  `
    query Settings {
      settings {
        programVersion
        ...LoginConfigurations
        ...Access
        ...EncryptionKeys
        ...Retention
        ...Environment
      }
      branding {
        ...Branding
      }
    }
  `,
  [brandingFragment, loginConfigurationsFragment, accessFragment, encryptionKeysFragment, retentionFragment, environmentFragment],
)

/** How the installation presents itself, what it is told by its environment, and what it does by itself. */
export function SettingsPage() {
  const [{ data, error }, refetch] = useQuery({ query: settingsQuery, requestPolicy: 'cache-and-network' })
  const settings = useKept(data?.settings)
  const branding = useKept(data?.branding)
  return (
    <>
      <PageHeader
        title="Settings"
        documentTitle="Settings"
        below={
          settings ? (
            <>
              CAPI Connect <Copyable value={settings.programVersion} label="version" />
            </>
          ) : (
            'What is in force'
          )
        }
      />
      <div className={classes.parts}>
        {error && <Failure {...describeError(error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
        {!settings && !error && <SettingsSkeleton />}
        {settings && (
          <>
            {branding && <BrandingPanel branding={branding} />}
            <LoginConfigurations settings={settings} />
            <Access settings={settings} />
            <EncryptionKeys settings={settings} />
            <Retention settings={settings} />
            <Environment settings={settings} />
          </>
        )}
      </div>
    </>
  )
}
