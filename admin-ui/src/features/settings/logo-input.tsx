import { Button, Group, Input } from '@mantine/core'
import { useId, useState, type ChangeEvent } from 'react'

/** The logo as the form has it. */
export interface Logo {
  /** Where the image is, for people to see; null for none. */
  shown: string | null
  /** Another one than is kept, in Base64. */
  content?: string
}

interface LogoInputProps {
  logo: Logo
  error: string | undefined
  onChange: (logo: Logo) => void
}

/** What the server takes: onboarding/logo.go. */
const most = 48 * 1024
const kinds = ['image/png', 'image/jpeg', 'image/webp']
const rule = 'PNG, JPEG or WebP, at most 48 KiB and 2000 pixels a side; it is shown 40 pixels high.'

/** Chooses the image of a logo, or takes it away. */
export function LogoInput({ logo, error, onChange }: LogoInputProps) {
  const id = useId()
  const [fault, setFault] = useState<string>()

  async function choose({ currentTarget: input }: ChangeEvent<HTMLInputElement>) {
    const [file] = input.files ?? []
    if (!file) {
      return
    }
    const isTaken = file.size <= most && kinds.includes(file.type)
    setFault(isTaken ? undefined : `This is none: ${rule}`)
    if (isTaken) {
      const shown = await readAsUrl(file)
      onChange({ shown, content: shown.slice(shown.indexOf(',') + 1) })
    }
    input.value = ''
  }

  return (
    <Input.Wrapper id={id} label="Logo" description={rule} error={fault ?? error}>
      <Group gap="sm" mt={6}>
        <input id={id} type="file" accept={kinds.join()} onChange={choose} />
        {logo.shown && (
          <Button variant="default" size="xs" onClick={() => onChange({ shown: null })}>
            Remove the logo
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}

function readAsUrl(file: File) {
  return new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'))
    reader.readAsDataURL(file)
  })
}
