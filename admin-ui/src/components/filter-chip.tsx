import { Button } from '@mantine/core'
import { Icon } from './icon'

/** A condition that was not typed or picked here; a press removes it. */
export function FilterChip({ children, onRemove }: { children: string; onRemove: () => void }) {
  return (
    <Button
      variant="light"
      rightSection={<Icon name="cross" size={14} />}
      onClick={onRemove}
      title="Remove this filter"
    >
      {children}
    </Button>
  )
}
