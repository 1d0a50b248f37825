import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { languageNames, type ConnectLanguage } from '@/lib/connect-language'
import { describeError } from '@/lib/errors'
import { Failure } from './failure'
import classes from './invitation.module.css'
import { LifetimeSelect } from './lifetime-select'

/** Whom a connect link is for, what its page says and speaks, and for how many minutes it works. */
export interface Invitation {
  externalId?: string
  labels?: string[]
  booking?: true
  language?: ConnectLanguage
  returnUrl?: string
  allowedOrigin?: string
  expiresInMinutes: number
}

interface InvitationFormProps {
  /** What making the link does, in a sentence or two. */
  children: ReactNode
  fetching: boolean
  error?: CombinedError
  refusal?: { message: string; field: string[] | null }
  /** The title of a refusal that is about no field. */
  refused: string
  /** Whether the first field takes the focus, as in a dialog. */
  focused?: boolean
  onSubmit: (invitation: Invitation) => void
  onCancel?: () => void
}

/** Takes what is known of a client, for a link to send to it. */
export function InvitationForm(props: InvitationFormProps) {
  const { children, fetching, error, refusal, refused, focused, onSubmit, onCancel } = props
  const [externalId, setExternalId] = useState('')
  const [labels, setLabels] = useState('')
  const [booking, setBooking] = useState(false)
  const [language, setLanguage] = useState<ConnectLanguage>()
  const [returnUrl, setReturnUrl] = useState('')
  const [minutes, setMinutes] = useState(24 * 60)
  const faultOf = (field: string) => (refusal?.field?.at(-1) === field ? refusal.message : undefined)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    const given = labels.split(',').flatMap((label) => label.trim() || [])
    onSubmit({
      externalId: externalId.trim() || undefined,
      labels: given.length > 0 ? given : undefined,
      booking: booking || undefined,
      language,
      ...wayBack(returnUrl.trim()),
      expiresInMinutes: minutes,
    })
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <p className={classes.sentence}>{children}</p>
      <TextInput
        label="External id (optional)"
        description="Your own id for this client."
        maxLength={200}
        error={faultOf('externalId')}
        value={externalId}
        onChange={(event) => setExternalId(event.currentTarget.value)}
        data-autofocus={focused}
      />
      <TextInput
        label="Labels (optional)"
        description="Separated by commas."
        error={faultOf('labels')}
        value={labels}
        onChange={(event) => setLabels(event.currentTarget.value)}
      />
      <Checkbox
        label="The client’s product is booking"
        description="The page says what that means before the client grants anything."
        checked={booking}
        onChange={(event) => setBooking(event.currentTarget.checked)}
      />
      <NativeSelect
        label="Language of the page"
        data={languages}
        value={language ?? ''}
        onChange={(event) => setLanguage(languageOf(event.currentTarget.value))}
      />
      <TextInput
        label="Return URL (optional)"
        description="A page of yours that the client is led back to at the end. The link then works on that website and here."
        inputMode="url"
        maxLength={2000}
        error={faultOf('returnUrl') ?? faultOf('allowedOrigin')}
        value={returnUrl}
        onChange={(event) => setReturnUrl(event.currentTarget.value)}
      />
      <LifetimeSelect label="The link works for" value={minutes} onChange={setMinutes} />
      {refusal && !['externalId', 'labels', 'returnUrl', 'allowedOrigin'].some(faultOf) && (
        <Failure title={refused} message={refusal.message} />
      )}
      {error && <Failure {...describeError(error)} />}
      <Group justify="flex-end" gap="sm">
        {onCancel && (
          <Button variant="default" onClick={onCancel} disabled={fetching}>
            Cancel
          </Button>
        )}
        <Button type="submit" loading={fetching}>
          Make the link
        </Button>
      </Group>
    </form>
  )
}

const languages = [
  { value: '', label: 'The browser’s' },
  ...Object.entries(languageNames).map(([value, label]) => ({ value, label })),
]

function languageOf(chosen: string) {
  return (Object.keys(languageNames) as ConnectLanguage[]).find((language) => language === chosen)
}

/** A page to lead back to, and the origin that it is on: the server takes no page without. */
function wayBack(returnUrl: string) {
  const parsed = URL.parse(returnUrl)
  return parsed ? { returnUrl: parsed.href, allowedOrigin: parsed.origin } : { returnUrl: returnUrl || undefined }
}
