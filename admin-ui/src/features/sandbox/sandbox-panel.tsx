import { ExternalLink } from '@/components/external-link'
import { Panel } from '@/components/panel'
import { sandboxAt } from '@/lib/sandbox'
import classes from './sandbox-panel.module.css'

interface SandboxPanelProps {
  sdkUrl: string
  /** Meta's id of the business that the client plays with. */
  metaId: string
}

/** Where the client of a demo is played and Meta is broken; nothing where the installation talks to Meta itself. */
export function SandboxPanel({ sdkUrl, metaId }: SandboxPanelProps) {
  const sandbox = sandboxAt(sdkUrl)
  if (!sandbox) {
    return null
  }
  return (
    <Panel
      title="Sandbox"
      hint="Meta is played by a sandbox here. What is done there reaches this page as it would from Meta."
    >
      <div className={classes.parts}>
        <Part title="Play the client" sandbox={sandbox} links={client} metaId={metaId} />
        <Part title="Break Meta" sandbox={sandbox} links={faults} metaId={metaId} />
      </div>
    </Panel>
  )
}

interface Link {
  words: string
  query?: Record<string, string>
  section: string
}

interface PartProps {
  title: string
  sandbox: string
  links: readonly Link[]
  metaId: string
}

function Part({ title, sandbox, links, metaId }: PartProps) {
  return (
    <div>
      <h3 className={classes.title}>{title}</h3>
      <ul className={classes.links}>
        {links.map(({ words, query, section }) => (
          <li key={words}>
            <ExternalLink
              href={`${sandbox}/_sandbox/break?${new URLSearchParams({ business: metaId, ...query })}#${section}`}
            >
              {words}
            </ExternalLink>
          </li>
        ))}
      </ul>
    </div>
  )
}

const client: Link[] = [
  { words: 'Uninstall the app, or withdraw a permission', section: 'events' },
  { words: 'End the token', section: 'events' },
  { words: 'Let time pass', section: 'app' },
]

const faults: Link[] = [
  { words: 'Meta is down', query: { endpoint: '*', kind: 'html', times: '0' }, section: 'new' },
  { words: 'Meta limits the calls', query: { endpoint: '*', kind: 'throttle', regainMinutes: '1' }, section: 'new' },
  { words: 'A revocation is lost', query: { endpoint: 'revoke', kind: 'reset_after' }, section: 'new' },
  {
    words: 'A test event is refused',
    query: { endpoint: 'events', kind: 'error', code: '100', subcode: '2804050' },
    section: 'new',
  },
]
