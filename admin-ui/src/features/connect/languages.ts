import type { Words } from './words/words'

interface Language {
  /** In itself. */
  name: string
  /** Facebook's name of it. */
  locale: string
  load: () => Promise<Words>
}

/** The languages that the page speaks to clients. Only the one that is spoken is loaded. */
export const languages = {
  en: { name: 'English', locale: 'en_US', load: async () => (await import('./words/en')).en },
  de: { name: 'Deutsch', locale: 'de_DE', load: async () => (await import('./words/de')).de },
  es: { name: 'Español', locale: 'es_ES', load: async () => (await import('./words/es')).es },
  fr: { name: 'Français', locale: 'fr_FR', load: async () => (await import('./words/fr')).fr },
  pt: { name: 'Português', locale: 'pt_BR', load: async () => (await import('./words/pt')).pt },
  ja: { name: '日本語', locale: 'ja_JP', load: async () => (await import('./words/ja')).ja },
} satisfies Record<string, Language>

export type LanguageCode = keyof typeof languages

/** The language that `tag` names in whatever region or spelling: "de-AT", "DE"; undefined where the page does not speak it. */
export function languageOf(tag: string | null | undefined) {
  const [code = ''] = (tag ?? '').toLowerCase().split('-')
  return Object.hasOwn(languages, code) ? (code as LanguageCode) : undefined
}

/** The first of the browser's languages that the page speaks. */
export function preferredLanguage(): LanguageCode {
  return navigator.languages.map(languageOf).find(Boolean) ?? 'en'
}

/** The SDK in a language, where its address has a place for one. */
export function localizeSdk(sdkUrl: string, language: string) {
  const code = languageOf(language)
  return code ? sdkUrl.replace(/\/[a-z]{2}_[A-Z]{2}\//, `/${languages[code].locale}/`) : sdkUrl
}
