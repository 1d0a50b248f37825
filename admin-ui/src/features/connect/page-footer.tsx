import { contactHref, type Brand } from '@/lib/brand'
import { useAudience } from './audience'
import { languageOf, languages, type LanguageCode } from './languages'
import classes from './page-footer.module.css'

interface PageFooterProps {
  brand: Brand
  onChoose: (language: LanguageCode) => void
}

/** Where a client finds help and what becomes of its data, and the other languages. */
export function PageFooter({ brand: { supportContact, privacyUrl }, onChoose }: PageFooterProps) {
  const { language, words } = useAudience()
  return (
    <footer className={classes.footer}>
      {supportContact && <a href={contactHref(supportContact)}>{words.help}</a>}
      {privacyUrl && <a href={privacyUrl}>{words.privacy}</a>}
      <select
        aria-label={words.language}
        value={language}
        onChange={(event) => onChoose(languageOf(event.currentTarget.value) ?? 'en')}
      >
        {Object.entries(languages).map(([code, { name }]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </footer>
  )
}
