import { Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './connect.module.css'

/** While the server is at work. */
export function Working({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h2 className={`${classes.title} ${classes.working}`}>
        <Loader size="sm" /> {title}
      </h2>
      <p className={classes.text}>{children}</p>
    </>
  )
}
