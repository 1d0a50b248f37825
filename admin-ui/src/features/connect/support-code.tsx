import { Button, CopyButton } from '@mantine/core'
import { useWords } from './audience'
import classes from './connect.module.css'

/** The code by which client and staff can speak of the same onboarding. */
export function SupportCode({ code }: { code: string }) {
  const words = useWords()
  return (
    <p className={classes.quiet}>
      {words.supportCode} <code className={classes.permission}>{code}</code>{' '}
      <CopyButton value={code} timeout={1500}>
        {({ copied, copy }) => (
          <Button variant="subtle" size="compact-xs" onClick={copy}>
            {copied ? words.copied : words.copy}
          </Button>
        )}
      </CopyButton>
    </p>
  )
}
