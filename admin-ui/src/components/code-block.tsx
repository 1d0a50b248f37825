import { Button, CopyButton } from '@mantine/core'
import classes from './code-block.module.css'
import { Icon } from './icon'

interface CodeBlockProps {
  /** What it is: "curl command". */
  label: string
  code: string
  /** What is copied, where that is not what is shown. */
  copied?: string
}

/** Code to copy. */
export function CodeBlock({ label, code, copied: value = code }: CodeBlockProps) {
  return (
    <div className={classes.block}>
      <pre className={classes.code}>{code}</pre>
      <CopyButton value={value} timeout={1500}>
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
