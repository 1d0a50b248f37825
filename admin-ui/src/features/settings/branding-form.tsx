import { Button, Group, TextInput } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useMutation } from 'urql'
import { Failure } from '@/components/failure'
import { announce } from '@/lib/announce'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { brandingFragment, type Branding } from './branding-fragment'
import { BrandingPreview } from './branding-preview'
import classes from './branding.module.css'
import { LogoInput, type Logo } from './logo-input'

const updateMutation = graphql(
  `
    mutation UpdateBranding($input: UpdateBrandingInput!) {
      updateBranding(input: $input) {
        branding {
          ...Branding
        }
        userErrors {
          message
          field
        }
      }
    }
  `,
  [brandingFragment],
)

const fields = ['name', 'accentColor', 'supportContact', 'privacyUrl'] as const

/** Changes the branding; what it will look like stands beside it, before it is saved. */
export function BrandingForm({ saved }: { saved: Branding }) {
  const [{ data, error, fetching }, update] = useMutation(updateMutation)
  const [texts, setTexts] = useState(() => textsOf(saved))
  const [logo, setLogo] = useState<Logo>({ shown: saved.logoUrl })
  const [refusal] = data?.updateBranding.userErrors ?? []
  const faultOf = (field: string) => (refusal?.field?.at(-1) === field ? refusal.message : undefined)
  const input = (field: (typeof fields)[number]) => ({
    value: texts[field],
    error: faultOf(field),
    onChange: (event: { currentTarget: HTMLInputElement }) => setTexts({ ...texts, [field]: event.currentTarget.value }),
  })

  async function save(event: SubmitEvent) {
    event.preventDefault()
    const given = Object.fromEntries(fields.map((field) => [field, texts[field].trim() || null]))
    const { data } = await update({ input: { ...given, logo: logo.content ?? null, removeLogo: logo.shown === null } })
    const now = data?.updateBranding.branding
    if (now) {
      setLogo({ shown: now.logoUrl })
      announce('Saved', 'Clients see it the next time they open their link.')
    }
  }

  return (
    <div className={classes.columns}>
      <form className={classes.form} onSubmit={save}>
        <TextInput label="Name" description="In place of the product’s." maxLength={60} {...input('name')} />
        <LogoInput logo={logo} error={faultOf('logo')} onChange={setLogo} />
        <TextInput
          label="Accent colour"
          description="As #rrggbb. Where text would be hard to read on it, a darker or lighter shade is used."
          placeholder="#0f6480"
          maxLength={7}
          {...input('accentColor')}
        />
        <TextInput
          label="Support contact"
          description="An e-mail address or an https address, under “Help”."
          {...input('supportContact')}
        />
        <TextInput
          label="Privacy page"
          description="An https address that says what becomes of the clients’ data."
          {...input('privacyUrl')}
        />
        {refusal && !refusal.field && <Failure title="Not saved" message={refusal.message} />}
        {error && <Failure {...describeError(error)} />}
        <Group>
          <Button type="submit" loading={fetching}>
            Save
          </Button>
        </Group>
      </form>
      <BrandingPreview name={texts.name} accentColor={texts.accentColor} logo={logo.shown} />
    </div>
  )
}

function textsOf(saved: Branding) {
  const { name, accentColor, supportContact, privacyUrl } = saved
  return {
    name: name ?? '',
    accentColor: accentColor ?? '',
    supportContact: supportContact ?? '',
    privacyUrl: privacyUrl ?? '',
  }
}
