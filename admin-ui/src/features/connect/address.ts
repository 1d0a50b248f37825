import { readQuery, writeQuery } from '@/lib/query'
import { findInTab, keepInTab } from '@/lib/tab'
import { languageOf } from './languages'

/** How the tab came back from Meta's dialog, of which onboarding the page is, and in which language; empty where the address says nothing. */
export interface Arrival {
  /** Why the login in this tab brought no code that was taken. */
  login: string
  /** The onboarding of a member of staff; a client's follows from its token. */
  onboarding: string
  /** The language of the partner's page that led here. */
  language: string
}

/** Reads the address, and takes out of it what is not to be said again after a reload. */
export function readArrival(): Arrival {
  const arrival = { login: readQuery('login'), onboarding: readQuery('onboarding') }
  if (arrival.login) {
    writeQuery('login', '')
  }
  return { ...arrival, language: readLanguage(), onboarding: uuid.test(arrival.onboarding) ? arrival.onboarding : '' }
}

/** The way back from Meta's dialog no longer says it. */
function readLanguage() {
  const said = languageOf(readQuery('language'))
  if (said) {
    keepInTab(key, said)
  }
  return said ?? findInTab(key) ?? ''
}

const key = 'address-language'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Puts the onboarding of a member of staff into the address, so that a reload finds it again. */
export function rememberOnboarding(id: string) {
  writeQuery('onboarding', id)
}
