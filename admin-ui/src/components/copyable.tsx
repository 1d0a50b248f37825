import { CopyButton, UnstyledButton } from '@mantine/core'
import classes from './copyable.module.css'
import { Icon } from './icon'

/** An id in type that tells 0 from O, and a button that copies it. `label` says what it is: "Meta id". */
export function Copyable({ value, label }: { value: string; label: string }) {
  return (
    <span>
      <span className={classes.value}>{value}</span>
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
