import { CodeForm } from './code-form'

interface SecondStepProps {
  /** Sends what was given so far with a code. */
  signIn: (code: string) => Promise<void>
  onSignedIn: () => void
  onStartOver: () => void
}

/** The second step of signing in, for those who have a second factor. */
export function SecondStep({ signIn, onSignedIn, onStartOver }: SecondStepProps) {
  async function send(code: string) {
    await signIn(code)
    onSignedIn()
  }
  return <CodeForm submit="Sign in" cancel="Start over" onCode={send} onCancel={onStartOver} />
}
