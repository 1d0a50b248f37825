import { Button, Divider } from '@mantine/core'
import { useEffect, useState } from 'react'
import { offersSingleSignOn, singleSignOnUrl } from './auth'

interface SingleSignOnProps {
  /** Has those confirm that it is them who are signed in, rather than letting them in. */
  confirms?: boolean
  /** Where it leads to. */
  returnPath: string
}

/** The way through the organisation's own sign-in, where this installation has one. */
export function SingleSignOn({ confirms = false, returnPath }: SingleSignOnProps) {
  const [isOffered, setIsOffered] = useState(false)

  useEffect(() => {
    let shown = true
    void offersSingleSignOn().then((offered) => shown && setIsOffered(offered))
    return () => {
      shown = false
    }
  }, [])

  if (!isOffered) {
    return null
  }
  return (
    <>
      <Divider label="or" my={confirms ? 0 : 'md'} />
      <Button component="a" href={singleSignOnUrl(returnPath, confirms)} variant="default" fullWidth px="xs">
        {confirms ? 'Confirm with single sign-on' : 'Continue with single sign-on'}
      </Button>
    </>
  )
}
