import { Button, CopyButton } from '@mantine/core'
import { Icon } from '@/components/icon'
import classes from './code-block.module.css'

/** Code to copy. `label` says what it is. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  return (
    <div className={classes.block}>
      <pre className={classes.code}>{code}</pre>
      <CopyButton value={code} timeout={1500}>
        {({ copied, copy }) => (
          <Button
            className={classes.copy}
            size="compact-xs"
            variant="default"
            leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
            aria-label={`Copy ${label}`}
            onClick={copy}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
