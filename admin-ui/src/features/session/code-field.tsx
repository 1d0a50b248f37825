import { Button, TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { focusOnMount } from '@/lib/focus-on-mount'
import classes from './second-factor.module.css'

interface CodeFieldProps extends TextInputProps {
  /** Whether a recovery code would be of no use. */
  appOnly?: boolean
  takesFocus?: boolean
}

/** Takes the code of the authenticator app or, when the reader turns to it, a recovery code. */
export function CodeField({ appOnly, takesFocus, ...input }: CodeFieldProps) {
  const [turns, setTurns] = useState(0)
  const recovering = turns % 2 === 1
  return (
    <div className={classes.code}>
      <TextInput
        key={turns}
        ref={takesFocus || turns > 0 ? focusOnMount : undefined}
        spellCheck={false}
        data-autofocus={takesFocus || undefined}
        {...(recovering ? recoveryCode : appCode)}
        {...input}
      />
      {!appOnly && (
        <Button variant="subtle" size="compact-sm" onClick={() => setTurns(turns + 1)}>
          {recovering ? 'Use the authenticator app' : 'Use a recovery code'}
        </Button>
      )}
    </div>
  )
}

const appCode = {
  label: 'Code',
  description: 'The six digits that your authenticator app shows now.',
  autoComplete: 'one-time-code',
  inputMode: 'numeric',
} as const

const recoveryCode = {
  label: 'Recovery code',
  description: 'One of the ten that you kept. Each works once.',
  autoComplete: 'off',
  autoCapitalize: 'none',
} as const
