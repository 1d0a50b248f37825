import { Button } from '@mantine/core'
import { Empty } from '@/components/empty'
import { LibrariesLink } from './libraries-link'
import classes from './webhook-endpoints.module.css'

/** Why there is no list: no endpoint was made yet. */
export function EndpointsEmpty({ onCreate }: { onCreate: () => void }) {
  return (
    <Empty
      icon="inbox"
      title="Nobody is told yet"
      action={
        <div className={classes.firstSteps}>
          <Button onClick={onCreate}>Create the first endpoint</Button>
          <LibrariesLink />
        </div>
      }
    >
      Give the address of a server of yours. It gets each event as Standard Webhooks describes it, and knows by the
      signature that it comes from here.
    </Empty>
  )
}
