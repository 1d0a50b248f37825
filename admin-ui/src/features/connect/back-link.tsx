import { Button } from '@mantine/core'
import { Icon } from '@/components/icon'
import { useAudience } from './audience'
import { fill } from './fill'

/** Leads back to the partner's own page, which the server has checked. */
export function BackLink({ to }: { to: string }) {
  const { partner, words } = useAudience()
  return (
    <Button component="a" href={to} leftSection={<Icon name="left" />}>
      {partner ? fill(words.backTo, { partner: <bdi>{partner}</bdi> }) : words.back}
    </Button>
  )
}
