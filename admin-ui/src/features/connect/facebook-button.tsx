import { Button, type ButtonProps } from '@mantine/core'
import classes from './connect.module.css'

interface FacebookButtonProps extends ButtonProps {
  onClick: () => void
}

/** The button of the login flow, in Facebook's blue. */
export function FacebookButton({ children, ...props }: FacebookButtonProps) {
  return (
    <Button size="md" className={classes.facebook} leftSection={<Glyph />} {...props}>
      {children}
    </Button>
  )
}

function Glyph() {
  return (
    <svg aria-hidden width="20" height="20" viewBox="0 0 20 20">
      <path
        fill="currentColor"
        d="M11.4 18v-6.9h2.5l.4-3h-2.9V6.3c0-.9.4-1.5 1.6-1.5h1.4V2.2C13.9 2.1 13.2 2 12.4 2 10 2 8.4 3.4 8.4 6v2.1H5.8v3h2.6V18z"
      />
    </svg>
  )
}
