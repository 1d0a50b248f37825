import { useDocumentTitle } from '@mantine/hooks'
import type { CSSProperties, ReactNode } from 'react'
import { AudienceContext, type Audience } from '@/features/connect/audience'
import { ClientProblem } from '@/features/connect/client-problem'
import { Loading } from '@/features/connect/connect-page'
import { PageFooter } from '@/features/connect/page-footer'
import { useLanguage } from '@/features/connect/use-language'
import { accentOf } from '@/lib/accent'
import type { Brand } from '@/lib/brand'
import classes from './client-page.module.css'

interface ClientPageProps {
  brand: Brand
  /** The language that is asked for, empty for none; undefined while that is not known. */
  asked: string | undefined
  children: ReactNode
}

/** What stands around everything that a client sees: in its language, and in the partner's colour. The partner's name is in the document. */
export function ClientPage({ brand, asked, children }: ClientPageProps) {
  const { spoken, failed, choose } = useLanguage(asked)
  const product = brand.name || 'CAPI Connect' // no name is an empty one in the document
  useDocumentTitle(spoken ? `${spoken.words.title} · ${product}` : product)
  if (!spoken) {
    return <main className={classes.shell}>{failed ? <Wordless /> : <Loading />}</main>
  }
  const { words, language } = spoken
  const audience: Audience = { kind: 'client', words, language, partner: brand.name, Problem: ClientProblem }
  return (
    <AudienceContext value={audience}>
      <div className={`${classes.shell} ${brand.accentColor ? 'accented' : ''}`} style={accentStyle(brand)}>
        <main>
          <h1 className={classes.title}>{words.title}</h1>
          {children}
        </main>
        <PageFooter brand={brand} onChoose={choose} />
      </div>
    </AudienceContext>
  )
}

/** No language could be loaded, so that there are no words but these. */
function Wordless() {
  return (
    <p role="alert">
      This page could not be loaded. <a href={window.location.pathname}>Reload</a>
    </p>
  )
}

/** Handed to the stylesheet as variables, which the policy lets a program set. */
function accentStyle({ accentColor }: Brand) {
  if (!accentColor) {
    return undefined
  }
  const { light, dark } = accentOf(accentColor)
  return { '--accent-light': light, '--accent-dark': dark } as CSSProperties
}
