/**
 * The answer page in a real browser. What a browser says about where a form comes from depends on the page's own headers, so
 * only one can tell that the buttons work under them.
 */
import { type Browser, type ConsoleMessage, chromium } from '@playwright/test'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Host, startHost } from '../../engine/host/host.ts'
import { findChromium } from '../../scripts/browser.ts'
import { linkIn, type MailServer, mailTo, startMailServer } from './mail-server.ts'
import { type Contacts, caseOf, heldCase, openContacts, pump, reach, set } from './open-contact.ts'

const executablePath = findChromium()
let books: Contacts
let mail: MailServer
let host: Host
let browser: Browser

beforeAll(async () => {
  books = await openContacts()
  mail = await startMailServer()
  host = await startHost({ engine: books.engine })
  await set(books, 'mail', mailTo(mail.port))
  await set(books, 'contact', { publicAddress: host.url })
  browser = await chromium.launch(executablePath === undefined ? {} : { executablePath })
}, 90_000)
afterAll(async () => {
  await browser.close()
  await host.close()
  await mail.close()
  await books.close()
})

it.each([
  ['en', 'Yes, it was me', 'We have noted that it was you.'],
  ['zh-HK', '不是，並非我本人', '我們已記錄並非您本人進行'],
] as const)(
  'takes the answer of a button, without a script (%s)',
  async (language, button, thanks) => {
    const client = `C-${language}`
    const held = await heldCase(books, client, `TX-${language}`)
    await reach(books.tom, client, { language })
    const asked = { exception: held.id, version: held.version, key: client, channel: 'email' } as const
    await books.tom.contact.askClient(asked)
    await pump(books)
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 } })
    const page = await context.newPage()
    const said: string[] = []
    page.on('console', (message: ConsoleMessage) => said.push(message.text()))
    const opened = await page.goto(linkIn(mail.taken.at(-1)?.text ?? ''))
    expect(opened?.status()).toBe(200)
    await page.screenshot({ path: `test-results/answer-${language}.png` })
    // It is styled by the one style that its policy lets in.
    expect(await page.locator('dl').evaluate((list) => getComputedStyle(list).display)).toBe('grid')
    await page.getByRole('button', { name: button }).click()
    await page.getByText(thanks).waitFor()
    await page.screenshot({ path: `test-results/answered-${language}.png` })
    expect(said).toEqual([])
    // Asking for it once more sends the same answer again, which is no answer any more.
    expect((await page.reload())?.status()).toBe(404)
    expect(await caseOf(books, held.id)).toMatchObject({ status: 'in_progress' })
    await context.close()
  },
  60_000,
)
