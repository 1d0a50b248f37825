import classes from './refusal.module.css'

/** Why a form was refused, above its fields. */
export function Refusal({ children }: { children: string }) {
  return (
    <p className={classes.refusal} role="alert">
      {children}
    </p>
  )
}
