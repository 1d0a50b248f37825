import { Logo } from './logo'

/** What stands as long as nothing is known; the documents begin with the same, before any script has come. */
export function Splash() {
  return (
    <p className="splash" role="status" aria-label="Loading">
      <Logo />
    </p>
  )
}
