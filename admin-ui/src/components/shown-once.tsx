import { Button, CopyButton, Group, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { focusOnMount } from '@/lib/focus-on-mount'
import { Icon } from './icon'
import classes from './shown-once.module.css'

interface ShownOnceProps {
  /** What it is: "One-time link". */
  label: string
  value: string
  /** What the button says that copies it. */
  copy: string
  /** What to do with it. */
  children: ReactNode
  /** Below it: how it is used. */
  hint?: ReactNode
  onDone: () => void
}

/** A secret that was made a moment ago and cannot be shown again. */
export function ShownOnce({ label, value, copy: action, children, hint, onDone }: ShownOnceProps) {
  return (
    <div className={classes.parts}>
      {children}
      <TextInput
        label={label}
        classNames={{ input: classes.value }}
        readOnly
        spellCheck={false}
        value={value}
        ref={focusOnMount}
        onFocus={(event) => event.currentTarget.select()}
      />
      {hint}
      <Group justify="flex-end" gap="sm">
        <CopyButton value={value} timeout={1500}>
          {({ copied, copy }) => (
            <Button leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
              {copied ? 'Copied' : action}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onDone}>
          I have kept it
        </Button>
      </Group>
    </div>
  )
}
