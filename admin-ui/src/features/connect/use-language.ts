import { useEffect, useState } from 'react'
import { findInTab, keepInTab } from '@/lib/tab'
import { languageOf, languages, preferredLanguage, type LanguageCode } from './languages'
import type { Words } from './words/words'

interface Spoken {
  language: LanguageCode
  words: Words
}

const key = 'connect-language'

/**
 * The language of the page: the one that the reader has chosen, else the one that was `asked` for, else the browser's. Null until it is
 * there; `asked` is undefined as long as nobody knows.
 */
export function useLanguage(asked: string | undefined) {
  const [chosen, setChosen] = useState(() => languageOf(findInTab(key)))
  const [spoken, setSpoken] = useState<Spoken | null>(null)
  const [failed, setFailed] = useState(false)
  // Not before it is known which: a client loads one language.
  const language = chosen ?? (asked === undefined ? undefined : (languageOf(asked) ?? preferredLanguage()))

  useEffect(() => {
    if (!language) {
      return undefined
    }
    let wanted = true
    languages[language].load().then(
      (words) => wanted && setSpoken({ language, words }),
      () => wanted && setFailed(true),
    )
    return () => {
      wanted = false
    }
  }, [language])

  useEffect(() => {
    if (spoken) {
      document.documentElement.lang = spoken.language
    }
  }, [spoken])

  function choose(next: LanguageCode) {
    setChosen(next)
    keepInTab(key, next)
  }

  return { spoken, failed, choose }
}
