import { Copyable } from '@/components/copyable'
import classes from './connect.module.css'

/** The code by which client and staff can speak of the same onboarding. */
export function SupportCode({ code }: { code: string }) {
  return (
    <p className={classes.quiet}>
      Support code <Copyable value={code} label="support code" />
    </p>
  )
}
