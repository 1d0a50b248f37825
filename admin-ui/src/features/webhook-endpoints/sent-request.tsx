import { readFragment, type FragmentOf } from 'gql.tada'
import { CodeBlock } from '@/components/code-block'
import { Copyable } from '@/components/copyable'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import classes from './webhook-endpoints.module.css'

export const sentRequestFragment = graphql(`
  fragment SentRequest on WebhookEvent {
    id
    payload
  }
`)

/** What the receiver gets: the headers by which it verifies, and the body. */
export function SentRequest({ event }: { event: FragmentOf<typeof sentRequestFragment> }) {
  const { id, payload } = readFragment(sentRequestFragment, event)
  return (
    <Panel title="What is sent" hint="A POST with these headers and this body.">
      <dl className={classes.headers}>
        <div>
          <dt>webhook-id</dt>
          <dd>
            <Copyable value={id} label="event id" />
          </dd>
          <dd>The same with every try, and when it is sent again: by it a receiver knows what it has taken already.</dd>
        </div>
        <div>
          <dt>webhook-timestamp</dt>
          <dd>When the try was signed, in seconds. A receiver refuses what is more than five minutes off.</dd>
        </div>
        <div>
          <dt>webhook-signature</dt>
          <dd>
            Over id, timestamp and body, with the signing secret; two of them while a former secret counts. One that fits
            is enough.
          </dd>
        </div>
      </dl>
      <CodeBlock label="body" code={spread(payload)} copied={payload} />
      <p className={classes.sub}>Shown with line breaks, which are not sent and not signed; what is copied has none.</p>
    </Panel>
  )
}

/** JSON with a line for each value; what is none stays as it is. */
function spread(payload: string) {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    return payload
  }
}
