import type { ReactNode } from 'react'
import { DocumentTitle } from './document-title'
import classes from './page-header.module.css'

interface PageHeaderProps {
  /** What the h1 shows. */
  title: ReactNode
  /** The name of the page in the tab and in the history. */
  documentTitle: string
  /** Above the title, for example a link back. */
  above?: ReactNode
  /** Below the title: a sentence, or facts that identify the subject. */
  below?: ReactNode
  actions?: ReactNode
}

/** The top of a page: its only h1, and the document's title. */
export function PageHeader({ title, documentTitle, above, below, actions }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <DocumentTitle of={documentTitle} />
      {above && <div className={classes.above}>{above}</div>}
      <div className={classes.row}>
        <div className={classes.titles}>
          <h1 className={classes.title}>{title}</h1>
          {below && <div className={classes.below}>{below}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </header>
  )
}
