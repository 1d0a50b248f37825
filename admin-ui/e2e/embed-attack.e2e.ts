import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approve, openDialog } from './dialog'
import { openInviter, type Inviter } from './inviter'
import { openSite, pageWith, type Site } from './partner'
import { findSandbox } from './sandbox'
import { openStage, type Stage } from './stage'

/*
 * Mallory has a website, onto which a client strays, and has got hold of an onboarding token that was given to the page of a
 * shop. She wants something done with it in the client's browser, or told what is for the shop. Each test shows beside it what
 * the shop itself may.
 */

const folder = 'e2e/screenshots/embed-attack'
/** The sandbox's ids of Harbour & Pine Coffee and of Meridian Retail Group. */
const [coffee, meridian] = ['417283905516204', '9174002938475561']
const refusal = 'The page that opened this window may not connect you'
let stage: Stage
let inviter: Inviter
let shop: Site
/** Of the same partner: let in by ALLOWED_ORIGINS, but not the one for which the onboarding is. */
let blog: Site
let mallory: Site
let context: BrowserContext

beforeAll(async () => {
  ;[shop, blog, mallory] = await Promise.all([openSite(), openSite(), openSite()])
  stage = await openStage(folder, { ALLOWED_ORIGINS: `${shop.origin},${blog.origin}` })
  inviter = await openInviter(stage)
})

afterAll(async () => {
  for (const site of [shop, blog, mallory]) {
    site.close()
  }
  await stage.close()
})

beforeEach(async () => {
  context = await stage.newContext()
  return () => context.close()
})

test('a page of another origin that embeds a stolen token gets a window that refuses', async () => {
  const { token, id } = await forShop()
  for (const site of [mallory, blog]) {
    const page = await open(site, embedding(token))
    const connect = await press(page)
    await connect.getByRole('heading', { name: refusal }).waitFor()
    await connect.screenshot({ path: `${folder}/refused.png` })
    expect(await connect.getByRole('button').count(), 'ways on').toBe(0)
    expect(await connect.evaluate(() => Object.keys(sessionStorage)), 'what the window keeps').toEqual(['address-language'])
    await connect.close()
    await page.getByText(/^Not connected\./).waitFor()
    expect((await heard(page)).map(([type]) => type)).toEqual(['problem'])
  }
  expect(await inviter.find(id)).toEqual({ status: 'OPEN', business: null })

  const connect = await press(await open(shop, embedding(token)))
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
})

test('a token that is for no origin is embedded by none', async () => {
  const { token } = await inviter.invite()
  for (const site of [shop, mallory]) {
    const connect = await press(await open(site, embedding(token)))
    await connect.getByRole('heading', { name: refusal }).waitFor()
  }
  const page = await context.newPage()
  await page.goto(`${stage.demo.url}/connect#${token}`)
  await page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
})

test('a page of another origin that calls the API with a stolen token is told nothing, and changes nothing', async () => {
  const { token, id } = await forShop()
  const code = await (await findSandbox(inviter.context, stage.demo.url)).grant(meridian)
  const read = '{ onboarding { id supportCode } }'
  const complete = `mutation { completeOnboarding(input: {code: "${code}"}) { onboarding { id } userErrors { code } } }`
  for (const query of [complete, read]) {
    expect(await call(await open(mallory), token, query), 'to Mallory').toBe('TypeError')
    expect(await call(await open(blog), token, query), 'to the blog').toMatch(/^403 .*FORBIDDEN/)
  }
  expect(await inviter.find(id)).toEqual({ status: 'OPEN', business: null })

  expect(await call(await open(shop), token, read)).toContain(id)
  expect(await call(await open(shop), token, complete)).toMatch(/"userErrors":\[\]/)
})

test('a token that has been used connects nothing more, whoever replays it', async () => {
  const sandbox = await findSandbox(inviter.context, stage.demo.url)
  const { token, id } = await forShop()
  const complete = async (business: string) =>
    `mutation { completeOnboarding(input: {code: "${await sandbox.grant(business)}"}) { business { name } userErrors { code } } }`
  const page = await open(shop, embedding(token))
  expect(await call(page, token, await complete(coffee))).toContain('Harbour & Pine Coffee')

  const again = await call(page, token, await complete(meridian))
  expect(again).not.toContain('Meridian')
  expect(again).toMatch(/"code":"[A-Z_]+"/)
  const connect = await press(page)
  await connect.getByRole('heading', { name: 'Harbour & Pine Coffee is connected' }).waitFor()
  expect(await connect.getByRole('button', { name: /Facebook|tab/ }).count(), 'ways to connect another').toBe(0)
  expect(await inviter.find(id)).toMatchObject({ status: 'COMPLETED', business: { name: 'Harbour & Pine Coffee' } })
})

test('a token opens no other onboarding than its own', async () => {
  const [own, other] = [await forShop(), await forShop()]
  const code = await (await findSandbox(inviter.context, stage.demo.url)).grant(meridian)
  const page = await open(shop)
  const told = await call(page, own.token, `{ onboarding(id: "${other.id}") { id supportCode } }`)
  expect(told).not.toContain(other.supportCode)
  const done = await call(
    page,
    own.token,
    `mutation { completeOnboarding(input: {code: "${code}", onboardingId: "${other.id}"}) { onboarding { id } userErrors { code } } }`,
  )
  expect(done).not.toContain(`"id":"${other.id}"`)
  expect(await inviter.find(other.id)).toEqual({ status: 'OPEN', business: null })
  expect(await call(page, own.token, `{ onboarding(id: "${own.id}") { supportCode } }`)).toContain(own.supportCode)
})

test('a page that opens the window by itself cannot pass for the shop', async () => {
  const { token } = await forShop()
  const page = await open(mallory, listening)
  const connect = await openWindow(page)
  const forged = { ...tokenMessage(token), origin: shop.origin, allowedOrigin: shop.origin, source: 'window.opener' }
  await post(page, forged)
  await connect.getByRole('heading', { name: refusal }).waitFor()
  await post(page, tokenMessage(token)) // it does not think again
  expect(await connect.getByRole('button').count()).toBe(0)
  expect(await messages(page)).toEqual([{ protocol: 'capi-connect/1', type: 'ready' }])
})

test('a window other than the opener, and a frame in it, cannot hand over a token', async () => {
  const { token } = await forShop()
  const page = await open(shop, listening)
  const connect = await openWindow(page)
  await page.evaluate((data) => {
    const frame = document.createElement('iframe') // of the shop's own origin, but not the opener
    document.body.append(frame)
    const script = frame.contentDocument?.createElement('script') as HTMLScriptElement
    script.textContent = `parent.opened.postMessage(${JSON.stringify(data)}, '*')`
    frame.contentDocument?.body.append(script)
  }, tokenMessage(token))
  await connect.evaluate((data) => window.postMessage(data, '*'), tokenMessage(token)) // itself
  await connect.getByText('One moment…').waitFor()
  await connect.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)))
  expect(await connect.getByRole('button').count()).toBe(0)

  await post(page, tokenMessage(token))
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
})

test('a frame in the shop’s page, and a window that opened it, neither get the token nor are believed', async () => {
  const { token, id } = await forShop()
  mallory.pages['/ad'] = `<script>
    addEventListener('message', ({ data }) => top.got?.push(data))
    const lies = [{ type: 'ready' }, { type: 'connected', onboardingId: '1', businessId: '2', supportCode: '3' }, { type: 'problem', code: 'X', message: 'Y' }]
    setInterval(() => lies.forEach((lie) => parent.postMessage({ protocol: 'capi-connect/1', ...lie }, '*')), 50)
    window.got = []
    addEventListener('message', ({ data }) => got.push(data))
  </script>`
  shop.pages['/'] = embedding(token, `<iframe src="${mallory.origin}/ad" title="Ad"></iframe>`)
  const lair = await open(mallory, listening)
  const [page] = await Promise.all([
    lair.waitForEvent('popup'),
    lair.evaluate((url) => void Object.assign(window, { opened: window.open(url) }), shop.origin),
  ])
  const connect = await press(page)
  for (const lie of [{ protocol: 'capi-connect/1', type: 'ready' }, { ...connectedMessage, businessId: 'forged' }]) {
    await post(lair, lie)
  }
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await page.waitForTimeout(500)
  const ad = page.frames().find((frame) => frame.url().startsWith(mallory.origin))
  expect(await ad?.evaluate(() => (window as unknown as { got: unknown[] }).got), 'what the frame got').toEqual([])
  expect(await messages(lair), 'what the opener of the shop got').toEqual([])
  expect(await heard(page)).toEqual([])

  await approve(await openDialog(connect, 'Connect with Facebook'), 'Twin Peaks Hotels', folder)
  await page.getByText('Connected.').waitFor({ timeout: 60_000 })
  expect(await heard(page)).toEqual([['connected', expect.objectContaining({ onboardingId: id })]])
})

test('the window of the button, led to Mallory, and another window of ours are not believed', async () => {
  const { token } = await forShop()
  const page = await open(shop, embedding(token))
  await page.evaluate(() => {
    const arrived: string[] = []
    Object.assign(window, { arrived })
    addEventListener('message', ({ origin, data }) => arrived.push(`${origin} ${(data as { type: string }).type}`))
  })
  const lie = (from: Page) =>
    from.evaluate((message) => {
      ;(window.opener as Window).postMessage({ ...message, type: 'ready' }, '*')
      ;(window.opener as Window).postMessage(message, '*')
    }, connectedMessage)
  const arrived = () => page.evaluate(() => (window as unknown as { arrived: string[] }).arrived)

  const other = await openWindow(page)
  await lie(other)
  await expect.poll(arrived, { message: 'what our other window said' }).toContain(`${stage.demo.url} connected`)
  const connect = await press(page)
  await lie(other)
  mallory.pages['/'] = listening
  await connect.goto(`${mallory.origin}/`)
  await lie(connect)
  await expect.poll(arrived, { message: 'what Mallory said from the window of the button' }).toContain(`${mallory.origin} connected`)

  expect(await heard(page)).toEqual([])
  expect(await messages(connect), 'what Mallory got').toEqual([])
})

test('who stands in the shop’s place when the client is done hears nothing', async () => {
  const { token, id } = await forShop()
  const page = await open(shop, embedding(token))
  const connect = await press(page)
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  mallory.pages['/'] = listening
  await page.goto(`${mallory.origin}/`)
  expect(await connect.evaluate(() => window.opener !== null), 'the window still has an opener, which is Mallory').toBe(true)

  await approve(await openDialog(connect, 'Connect with Facebook'), 'Dormant Dental Supplies', folder)
  await connect.getByRole('heading', { name: 'Dormant Dental Supplies is connected' }).waitFor({ timeout: 60_000 })
  expect(await inviter.find(id)).toMatchObject({ status: 'COMPLETED' })
  await page.waitForTimeout(500)
  expect(await messages(page)).toEqual([])
})

test('who stands in the shop’s place when the window is loaded anew is refused', async () => {
  const { token } = await forShop()
  const page = await open(shop, embedding(token))
  const connect = await press(page)
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await connect.reload()
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor() // the shop may

  mallory.pages['/'] = pageWith('', `onmessage = ({ source }) => source.postMessage(${JSON.stringify(tokenMessage(token))}, '*')`)
  await page.goto(`${mallory.origin}/`)
  await connect.reload()
  await connect.getByRole('heading', { name: refusal }).waitFor()
})

test('the window has no name by which another page could get hold of it', async () => {
  const { token } = await forShop()
  const connect = await press(await open(shop, embedding(token)))
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  expect(await connect.evaluate(() => window.name)).toBe('')
})

test('the window is shown in no frame, where clicks could be stolen', async () => {
  const paths = ['/connect/embedded', '/connect']
  const frames = paths.map((path) => `<iframe src="${stage.demo.url}${path}" title="${path}"></iframe>`).join('')
  for (const site of [mallory, shop]) {
    const page = await open(site, pageWith(frames, heardMessages))
    await expect.poll(() => page.frames().map((frame) => frame.url())).toHaveLength(3)
    await page.waitForTimeout(500)
    for (const frame of page.frames().slice(1)) {
      expect(await frame.locator('#root').count(), frame.url()).toBe(0)
    }
    expect(await messages(page)).toEqual([])
  }
  const page = await open(mallory, listening)
  await openWindow(page)
  await expect.poll(() => messages(page)).toHaveLength(1) // outside of a frame it speaks
})

test('messages of any other shape reach neither side, and nothing is inherited from them', async () => {
  const { token, id } = await forShop()
  const page = await open(shop, listening)
  const connect = await openWindow(page)
  await page.evaluate((good) => {
    const { opened } = window as unknown as { opened: Window }
    const polluted: unknown = JSON.parse(`{"__proto__":${JSON.stringify(good)},"constructor":{"prototype":{"bad":1}}}`)
    const huge = { ...good, token: `onb_${'x'.repeat(8_000_000)}` }
    for (const data of [null, 7, 'token', [good], polluted, huge, { ...good, protocol: 'capi-connect/2' }, { ...good, token: { toString: 1 } }, { ...good, type: ['token'] }, new Map(Object.entries(good))]) {
      opened.postMessage(data, '*')
    }
  }, tokenMessage(token))
  await page.waitForTimeout(500)
  await connect.getByText('One moment…').waitFor()
  await post(page, tokenMessage(token))
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await connect.close()

  const shopPage = await open(shop, embedding(token))
  const window2 = await press(shopPage)
  await window2.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await window2.evaluate((good) => {
    const polluted: unknown = JSON.parse(`{"__proto__":${JSON.stringify(good)}}`)
    for (const data of [null, 'connected', [good], polluted, { ...good, type: 'constructor' }]) {
      window.opener.postMessage(data, '*')
    }
    const detail = JSON.parse('{"__proto__":{"polluted":1},"token":"x","onboardingId":7}')
    window.opener.postMessage({ ...good, ...detail, businessId: 'x'.repeat(8_000_000) }, '*')
  }, connectedMessage)
  await expect.poll(() => heard(shopPage)).toEqual([['connected', { onboardingId: '', businessId: '', supportCode: '3' }]])
  expect(await shopPage.evaluate(() => 'polluted' in {})).toBe(false)
  expect(await inviter.find(id)).toEqual({ status: 'OPEN', business: null })
})

const forShop = () => inviter.invite({ allowedOrigin: shop.origin })

const tokenMessage = (token: string) => ({ protocol: 'capi-connect/1', type: 'token', token })

const connectedMessage = { protocol: 'capi-connect/1', type: 'connected', onboardingId: '1', businessId: '2', supportCode: '3' }

/** A page with the button, which has the token. */
function embedding(token: string, more = '') {
  return pageWith(`<capi-connect token="${token}"></capi-connect>${more}<script src="${stage.demo.url}/embed.js"></script>`)
}

const heardMessages = 'window.messages = []; onmessage = ({ data }) => messages.push(data)'

/** A page that notes whatever it is told. */
const listening = pageWith('', heardMessages)

async function open(site: Site, html = pageWith('')) {
  site.pages['/'] = html
  const page = await context.newPage()
  await page.goto(`${site.origin}/`)
  return page
}

/** Presses the button, and waits for the window. */
async function press(page: Page) {
  const button = page.locator('capi-connect').getByRole('button').first()
  const [connect] = await Promise.all([page.waitForEvent('popup'), button.click()])
  return connect
}

/** Has a page open the window without the element, and keep it in `window.opened`. */
async function openWindow(page: Page) {
  const address = `${stage.demo.url}/connect/embedded`
  const [connect] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate((url) => void Object.assign(window, { opened: window.open(url) }), address),
  ])
  await connect.getByText('One moment…').waitFor()
  return connect
}

/** Has a page say something to the window that it has opened. */
const post = (page: Page, data: object) =>
  page.evaluate((message) => (window as unknown as { opened: Window }).opened.postMessage(message, '*'), data)

const messages = (page: Page) => page.evaluate(() => (window as unknown as { messages: unknown[] }).messages)

const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: [string, unknown][] }).heard)

/** What the API answers a page that has a token: status and body, or the name of the error when the browser keeps it back. */
function call(page: Page, token: string, query: string) {
  return page.evaluate(
    async ([url, bearer, text]) => {
      try {
        const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
        const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: text }) })
        return `${response.status} ${await response.text()}`
      } catch (error) {
        return (error as Error).name
      }
    },
    [stage.demo.url, token, query] as const,
  )
}
