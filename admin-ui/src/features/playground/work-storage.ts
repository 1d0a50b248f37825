const prefix = 'playground:'

/** What was typed, as GraphiQL keeps it. */
interface Tabs {
  activeTabIndex: number
  tabs: { query: string | null; variables: string | null }[]
}

/**
 * Where GraphiQL keeps what was typed: for this person, in this tab of the browser, and until it is closed. The session
 * may end and be renewed meanwhile; nobody who comes later finds codes or tokens there.
 */
export function createWorkStorage(email: string) {
  const key = (name: string) => `${prefix}${email}:${name}`
  return {
    getItem: (name: string) => sessionStorage.getItem(key(name)),
    setItem: (name: string, value: string) => sessionStorage.setItem(key(name), value),
    removeItem: (name: string) => sessionStorage.removeItem(key(name)),
    clear: forgetWork,
    get length() {
      return ownKeys().length
    },
  }
}

/** What stood in the tab that was last looked at; null without any, and after the list of operations has changed. */
export function recallTab(storage: ReturnType<typeof createWorkStorage>, count: number) {
  try {
    const { activeTabIndex, tabs } = JSON.parse(storage.getItem('graphiql:tabState') ?? '') as Tabs
    const tab = tabs.length === count ? tabs[activeTabIndex] : undefined
    if (tab) {
      return { query: tab.query ?? '', variables: tab.variables ?? '' }
    }
  } catch {
    // Nothing was kept, or nothing that can be read.
  }
  storage.clear()
  return null
}

/** Forgets what anybody has typed into the playground in this tab of the browser. */
export function forgetWork() {
  ownKeys().forEach((key) => sessionStorage.removeItem(key))
}

function ownKeys() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(prefix))
}
