import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Icon } from '@/components/icon'
import { isRenewable } from '@/lib/onboarding-status'
import { useCanOperate } from '@/lib/viewer'
import { CancelDialog } from './cancel-dialog'
import { ExtendDialog } from './extend-dialog'
import { NewLinkDialog } from './new-link-dialog'
import type { Renewable } from './renewal-dialog'

interface OnboardingActionsProps {
  onboarding: Renewable
  onChange: () => void
}

/** What an operator can do with an invitation where it stands; nothing while a code is under way, or once it is over. */
export function OnboardingActions({ onboarding, onChange }: OnboardingActionsProps) {
  const canOperate = useCanOperate()
  const [extending, extension] = useDisclosure()
  const [replacing, replacement] = useDisclosure()
  const [cancelling, cancellation] = useDisclosure()
  const shown = canOperate && isRenewable(onboarding.status)
  return (
    <>
      {shown && (
        <Group gap="sm">
          <Button variant="default" leftSection={<Icon name="clock" />} onClick={extension.open}>
            Extend
          </Button>
          <Button variant="default" leftSection={<Icon name="link" />} onClick={replacement.open}>
            New link
          </Button>
          <Button variant="default" leftSection={<Icon name="cross" />} onClick={cancellation.open}>
            Cancel onboarding
          </Button>
        </Group>
      )}
      <ExtendDialog onboarding={onboarding} opened={extending} onClose={extension.close} onChange={onChange} />
      <NewLinkDialog onboarding={onboarding} opened={replacing} onClose={replacement.close} onChange={onChange} />
      <CancelDialog onboarding={onboarding} opened={cancelling} onClose={cancellation.close} onChange={onChange} />
    </>
  )
}
