import { Copyable } from '@/components/copyable'
import classes from './desk.module.css'

/** Where the code for completing an onboarding comes from. */
export function CodeHint({ sandbox }: { sandbox: string | undefined }) {
  return (
    <div className={classes.hint}>
      {sandbox ? (
        <>
          The sandbox gives out a code, which works once and for 30 seconds:{' '}
          <Copyable value={`curl ${sandbox}/_sandbox/codes -d '{"businessId":"9174002938475561"}'`} label="command" />
        </>
      ) : (
        <>
          The code is what <code>FB.login</code> answers in <code>response.authResponse.code</code>. It works once and for
          about 30 seconds.
        </>
      )}
    </div>
  )
}
