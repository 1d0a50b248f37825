import { Button } from '@mantine/core'
import { Empty } from '@/components/empty'

interface ApiKeysEmptyProps {
  filtered: boolean
  onClear: () => void
  onCreate: () => void
}

/** Why the list holds nothing: there is no key yet, or none in this state. */
export function ApiKeysEmpty({ filtered, onClear, onCreate }: ApiKeysEmptyProps) {
  if (filtered) {
    return (
      <Empty
        icon="key"
        title="No key is in this state"
        action={
          <Button variant="default" onClick={onClear}>
            Show all
          </Button>
        }
      >
        There may be keys in other states.
      </Empty>
    )
  }
  return (
    <Empty icon="key" title="No API key yet" action={<Button onClick={onCreate}>Create the first key</Button>}>
      Your backend needs one to create onboardings, read businesses and disconnect them.
    </Empty>
  )
}
