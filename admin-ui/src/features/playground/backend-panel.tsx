import { Anchor, Tabs } from '@mantine/core'
import { CodeBlock } from '@/components/code-block'
import { Panel } from '@/components/panel'
import classes from './backend-panel.module.css'
import type { ReadyOperation } from './operations'
import { makeCurl, makeKeyCommand, makeNode } from './snippets'
import { useActive } from './use-active'

/** How a partner's program makes the call that stands in the editor. */
export function BackendPanel({ operations }: { operations: ReadyOperation[] }) {
  const { index, query, variables, type } = useActive()
  const scope = operations[index]?.scope ?? 'businesses:read'
  const call = { origin: window.location.origin, query, variables, type }
  return (
    <div className={classes.panel}>
      <Panel
        title="Call it from your own program"
        hint="Here you act with your sign-in. A program sends an API key instead; all else is the same."
      >
        <div className={classes.columns}>
          <ol className={classes.steps}>
            <li>
              Make a key under{' '}
              <Anchor href="/admin/api-keys" inherit underline="always">
                API keys
              </Anchor>
              , or where CAPI Connect runs. This operation needs the scope <code>{scope}</code>.
              <CodeBlock label="command that makes a key" code={makeKeyCommand(scope)} />
            </li>
            <li>
              Send the operation with <code>Authorization: Bearer capi_…</code>. Subscriptions want{' '}
              <code>Accept: text/event-stream</code> as well.
            </li>
            <li>
              Read <code>userErrors</code> first: what you can mend stands there. All else is an error with a code in{' '}
              <code>extensions.code</code>.
            </li>
            <li>
              A key is for servers; calls from web pages with one are refused. For the browsers of your clients create an
              onboarding and hand them its <code>onb_…</code> token.
            </li>
          </ol>
          <Tabs defaultValue="curl" keepMounted={false} className={classes.code}>
            <Tabs.List aria-label="Language">
              <Tabs.Tab value="curl">curl</Tabs.Tab>
              <Tabs.Tab value="node">Node</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="curl">
              <CodeBlock label="curl command" code={makeCurl(call)} />
            </Tabs.Panel>
            <Tabs.Panel value="node">
              <CodeBlock label="Node program" code={makeNode(call)} />
            </Tabs.Panel>
          </Tabs>
        </div>
      </Panel>
    </div>
  )
}
