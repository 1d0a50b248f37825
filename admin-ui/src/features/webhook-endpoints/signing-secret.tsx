import { CodeBlock } from '@/components/code-block'
import { Name } from '@/components/name'
import { ShownOnce } from '@/components/shown-once'
import { LibrariesLink } from './libraries-link'
import classes from './webhook-endpoints.module.css'

interface SigningSecretProps {
  url: string
  secret: string
  onDone: () => void
}

/** The signing secret of an endpoint, and how a receiver verifies by it. */
export function SigningSecret({ url, secret, onDone }: SigningSecretProps) {
  return (
    <ShownOnce
      label="Signing secret"
      value={secret}
      copy="Copy secret"
      onDone={onDone}
      hint={
        <div className={classes.verify}>
          <p>This is how a receiver in Node verifies what it is sent, with the secret in WEBHOOK_SECRET:</p>
          <CodeBlock label="receiver" code={receiver} />
          <div>
            <LibrariesLink />
          </div>
        </div>
      }
    >
      <p>
        Keep it where the server behind <Name>{url}</Name> finds it and nobody else does. It is shown only here and only
        now. Whoever has it can forge events.
      </p>
    </ShownOnce>
  )
}

const receiver = `import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.WEBHOOK_SECRET)
// The body byte by byte, before anything has parsed it.
const event = webhook.verify(body, request.headers)
// Answer 2xx once it is kept. An event can come twice: know it by webhook-id.`
