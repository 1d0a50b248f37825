import { Button } from '@mantine/core'
import { Icon } from './icon'

/** Leads to the list beside it as a file, as it is filtered. */
export function ExportLink({ href }: { href: string }) {
  return (
    <Button component="a" href={href} variant="default" leftSection={<Icon name="down" size={16} />}>
      Export CSV
    </Button>
  )
}
