import classes from './logo.module.css'

/** The mark and the name of the product. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <svg aria-hidden width="28" height="28" viewBox="0 0 32 32">
        <rect width="32" height="32" rx="8" fill="#0f6480" />
        <path d="M19.6 11.2a7 7 0 1 0 0 9.6" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
        <path d="M14.5 16h8" stroke="#8fd6ea" strokeWidth="3" strokeLinecap="round" />
        <circle cx="24.2" cy="16" r="2.6" fill="#8fd6ea" />
      </svg>
      CAPI Connect
    </span>
  )
}
