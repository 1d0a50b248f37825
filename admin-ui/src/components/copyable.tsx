import { CopyButton, UnstyledButton } from '@mantine/core'
import classes from './copyable.module.css'
import { Icon } from './icon'

interface CopyableProps {
  value: string
  /** How it is shown; the value itself unless given. */
  shown?: string
  /** What it is: "Meta id". */
  label: string
}

/** An id in type that tells 0 from O, and a button that copies it. */
export function Copyable({ value, shown = value, label }: CopyableProps) {
  return (
    <span>
      <span className={classes.value}>{shown}</span>
      <CopyButton value={value} timeout={1500}>
        {({ copied, copy }) => (
          <UnstyledButton
            className={classes.button}
            onClick={copy}
            title={copied ? 'Copied' : `Copy ${label}`}
            aria-label={copied ? 'Copied' : `Copy ${label} ${value}`}
          >
            <Icon name={copied ? 'check' : 'copy'} size={14} />
          </UnstyledButton>
        )}
      </CopyButton>
    </span>
  )
}
