import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { Tag } from '@/components/tag'
import type { Account } from './account'
import { RenewCodesDialog } from './renew-codes-dialog'
import classes from './second-factor.module.css'
import { TurnOffDialog } from './turn-off-dialog'

interface SecondFactorOnProps {
  factor: NonNullable<Account['secondFactor']>
  onChange: () => void
}

const few = 3

/** What is known of a second factor, and what can be done about it. */
export function SecondFactorOn({ factor, onChange }: SecondFactorOnProps) {
  const [renewing, renewal] = useDisclosure()
  const [turningOff, end] = useDisclosure()
  const left = factor.recoveryCodesLeft
  return (
    <div className={classes.on}>
      <Facts
        facts={[
          [
            'State',
            <Tag key="state" tone="ok">
              On
            </Tag>,
          ],
          ['Since', <Moment key="since" at={factor.since} />],
          ['Recovery codes left', left],
        ]}
      />
      {left <= few && (
        <p className={classes.sentence}>
          {left === 0 ? 'No recovery code is left.' : 'Few recovery codes are left.'} Make new ones while you have your
          phone.
        </p>
      )}
      <Group gap="sm">
        <Button variant="default" onClick={renewal.open}>
          New recovery codes
        </Button>
        <Button variant="default" onClick={end.open}>
          Turn off
        </Button>
      </Group>
      <RenewCodesDialog opened={renewing} onClose={renewal.close} onDone={onChange} />
      <TurnOffDialog opened={turningOff} onClose={end.close} onDone={onChange} />
    </div>
  )
}
