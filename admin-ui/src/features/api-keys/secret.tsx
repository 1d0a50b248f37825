import { CodeBlock } from '@/components/code-block'
import { Name } from '@/components/name'
import { ShownOnce } from '@/components/shown-once'
import classes from './api-keys.module.css'

interface SecretProps {
  name: string
  secret: string
  onDone: () => void
}

/** The secret of a key, and how it is used. */
export function Secret({ name, secret, onDone }: SecretProps) {
  return (
    <ShownOnce
      label="Secret"
      value={secret}
      copy="Copy secret"
      onDone={onDone}
      hint={
        <div className={classes.hint}>
          <p>To try it in a shell, with the secret in the variable KEY:</p>
          <CodeBlock label="curl command" code={curl()} />
        </div>
      }
    >
      <p>
        Keep the secret of <Name>{name}</Name> where your backend finds it and nobody else does, for example in a secret
        manager. It is shown only here and only now, and is never for web pages or apps.
      </p>
    </ShownOnce>
  )
}

function curl() {
  return [
    `curl ${window.location.origin}/graphql \\`,
    '  -H "Authorization: Bearer $KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '{"query":"{ viewer { name scopes } }"}'`,
  ].join('\n')
}
