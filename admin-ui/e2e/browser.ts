import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type BrowserContext, type Page } from 'playwright-core'

/** A headless Chromium that speaks to nobody by itself. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** What becomes of a stream that urql ends itself, it now and then leaves to nobody; that concerns nobody either. */
const endedByUrql = 'signal is aborted without reason'

/**
 * What the pages of `context` did that they should not have: errors on the console, requests to other hosts, and GraphQL
 * in other words than the build's.
 */
export function watch(context: BrowserContext) {
  const errors: string[] = []
  const hosts = new Set<string>()
  const texts: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      errors.push(`${message.text()} (${message.location().url})`)
    }
  })
  context.on('weberror', (error) => {
    if (error.error().message !== endedByUrql) {
      errors.push(error.error().message)
    }
  })
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http')) {
      hosts.add(url.host)
    }
    if (url.pathname === '/graphql' && 'query' in request.postDataJSON()) {
      texts.push(request.postDataJSON().query)
    }
  })
  return { errors, hosts, texts }
}

/**
 * Violations of WCAG 2.2 AA and of axe's best practices, as far as a machine can see them. Otherwise than in its legacy mode, axe opens one
 * page more for frames of other origins, which no inspected page has, and that is a quarter of a screen's time.
 */
export async function findViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
