import { Facts } from '@/components/facts'
import { Panel } from '@/components/panel'
import { useIsAdministrator } from '@/lib/viewer'
import { BrandingForm } from './branding-form'
import type { Branding } from './branding-fragment'

/** How the Connect page presents the partner to its clients. */
export function BrandingPanel({ branding: saved }: { branding: Branding }) {
  const isAdministrator = useIsAdministrator()
  return (
    <Panel title="Connect page" hint="How the page behind a connect link presents you to your clients, from the next time it is opened.">
      {isAdministrator ? (
        <BrandingForm saved={saved} />
      ) : (
        <Facts
          facts={[
            ['Name', saved.name ?? 'None'],
            ['Accent colour', saved.accentColor ?? 'None'],
            ['Support contact', saved.supportContact ?? 'None'],
            ['Privacy page', saved.privacyUrl ?? 'None'],
            ['Logo', saved.logoUrl ? 'Set' : 'None'],
          ]}
        />
      )}
    </Panel>
  )
}
