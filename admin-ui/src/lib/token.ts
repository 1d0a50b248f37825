import { findInTab, keepInTab } from './tab'

const key = 'onboarding-token'

/** Keeps an onboarding token where scripts of this page's origin can read it, as what is in memory; it is never sent by itself. */
export const keepToken = (token: string) => keepInTab(key, token)

/** The token that this tab was opened with; null when there is none. */
export const findToken = () => findInTab(key)
