import { Button, Divider } from '@mantine/core'
import { useEffect, useState } from 'react'
import { offersSingleSignOn, singleSignOnUrl } from './auth'

/** The way in through the organisation's own sign-in, where this installation has one. */
export function SingleSignOn({ returnPath }: { returnPath: string }) {
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
      <Divider label="or" my="md" />
      <Button component="a" href={singleSignOnUrl(returnPath)} variant="default" fullWidth px="xs">
        Continue with single sign-on
      </Button>
    </>
  )
}
