import { Button, CopyButton, Group, Stack } from '@mantine/core'
import { Icon } from '@/components/icon'
import { focusOnMount } from '@/lib/focus-on-mount'
import { useViewer } from '@/lib/viewer'
import classes from './second-factor.module.css'

interface RecoveryCodesProps {
  codes: string[]
  onDone: () => void
}

/** Recovery codes to keep, which cannot be shown again. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const { email } = useViewer()
  return (
    <Stack gap="md">
      <p className={classes.sentence}>
        Without your phone, one of these signs you in; each works once. They are shown only here and only now. Keep them
        where your phone is not, in a password manager or on paper.
      </p>
      <ul className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group justify="flex-end" gap="sm">
        <CopyButton value={codes.join('\n')} timeout={1500}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={<Icon name={copied ? 'check' : 'copy'} />}
              onClick={copy}
              ref={focusOnMount}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          component="a"
          href={file(codes, email)}
          download="capi-connect-recovery-codes.txt"
          leftSection={<Icon name="down" />}
        >
          Download
        </Button>
        <Button onClick={onDone}>I have kept them</Button>
      </Group>
    </Stack>
  )
}

function file(codes: string[], email: string) {
  const lines = [`Recovery codes of ${email} at ${window.location.host}. Each works once.`, '', ...codes, '']
  return `data:text/plain;charset=utf-8,${encodeURIComponent(lines.join('\r\n'))}`
}
