import { Button, CopyButton, Group, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { focusOnMount } from '@/lib/focus-on-mount'
import { Copyable } from './copyable'
import { Icon } from './icon'
import classes from './invitation.module.css'
import { Moment } from './moment'

interface ConnectLinkProps {
  /** With the onboarding token in its fragment. */
  link: string
  expiresAt: string
  supportCode: string
  /** What the button says that puts the link away. */
  done?: string
  onDone: () => void
  /** What has become of the link so far. */
  children?: ReactNode
}

/** A link to send to a client, which cannot be shown again. */
export function ConnectLink({ link, expiresAt, supportCode, done = 'Done', onDone, children }: ConnectLinkProps) {
  return (
    <div className={classes.form}>
      <p className={classes.sentence}>
        Send this link to the client. It is shown only here and only now; whoever has it can connect a business for this
        client. It ends <Moment at={expiresAt} />.
      </p>
      <TextInput
        label="Connect link"
        readOnly
        value={link}
        ref={focusOnMount}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p className={classes.sentence}>
        The client may quote the support code <Copyable value={supportCode} label="support code" />
      </p>
      {children}
      <Group justify="flex-end" gap="sm">
        <CopyButton value={link} timeout={1500}>
          {({ copied, copy }) => (
            <Button leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
              {copied ? 'Copied' : 'Copy link'}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onDone}>
          {done}
        </Button>
      </Group>
    </div>
  )
}
