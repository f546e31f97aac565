/** A person at a case: what every story about one needs, over files of a producer that no other story has. */
import type { Locator, Page } from '@playwright/test'
import { ask } from './colleague.ts'
import { addProducer, expect, forSmallFiles, instant, type RunningHost } from './console-fixture.ts'

export type Case = Readonly<{
  id: number
  code: string
  file: string | null
  status: string
  resolution: string | null
  owner: string | null
  snoozedUntil: string | null
  left: number
  version: number
}>

/** `frozen` is a client with USD 100.00 and a frozen wallet. */
export type Shop = Readonly<{ id: number; code: string; name: string; frozen: string }>

export async function openShop(host: RunningHost, { id, code, name, frozen }: Shop): Promise<void> {
  const limits = { ...forSmallFiles.limits, amountMax: 50_000 }
  const agreement = { ...forSmallFiles, limits }
  await addProducer(host, { id, code, name, agreement, contact: { phone: '+852 2222 3333' } })
  await ask(host, 'anna', '/wallets', { client: frozen })
  await ask(host, 'anna', '/deposits', { client: frozen, amount: 10_000, key: `start-of-${frozen}` })
  await ask(host, 'anna', '/wallets/freeze', { client: frozen, reason: 'The card was lost' })
}

/** Top-ups of 10.00 by as many clients, each row with a TxId of its own. */
export const topUpsOf = (shop: Shop, tag: string): string[] =>
  Array.from({ length: 6 }, (_, row) => `${instant(60)},${shop.id},${tag}-C${row},Central,${tag}-${row},TopUp,1000`)

export const withRow = (rows: readonly string[], at: number, row: string): string[] =>
  rows.map((each, place) => (place === at ? row : each))

export const caseOf = async (host: RunningHost, id: number): Promise<Case> =>
  (await ask(host, 'anna', `/exceptions/${id}`)) as unknown as Case

/** The case that a file gave rise to, as soon as the file is judged. */
export async function raised(host: RunningHost, file: string, code: string): Promise<number> {
  let id = 0
  await expect(async () => {
    const { items } = await ask(host, 'anna', `/exceptions?code=${code}&limit=100`)
    id = (items as readonly Case[]).find((each) => each.file === file)?.id ?? 0
    expect(id).toBeGreaterThan(0)
  }).toPass()
  return id
}

export const balanceOf = async (host: RunningHost, client: string): Promise<unknown> =>
  (await ask(host, 'anna', `/ledger/balance/${client}`)).balance

/** What the case waits for is agreed to by a second person. */
export async function approve(host: RunningHost, id: number): Promise<number> {
  const { proposals } = await ask(host, 'april', `/exceptions/${id}`)
  const proposal =
    (proposals as readonly { id: number; state: string }[]).find(({ state }) => state === 'open')?.id ?? 0
  const { effectHash } = await ask(host, 'april', `/proposals/${proposal}`)
  await ask(host, 'april', `/proposals/${proposal}/approve`, { effectHash })
  return proposal
}

export const pane = (page: Page): Locator => page.locator('[data-pane]')
export const dialog = (page: Page): Locator => page.getByRole('dialog')
export const section = (page: Page, name: string | RegExp): Locator => pane(page).getByRole('region', { name })
export const button = (page: Page, name: string | RegExp): Locator =>
  section(page, 'What now').getByRole('button', { name })

export const confirm = (page: Page): Promise<void> => page.keyboard.press('ControlOrMeta+Enter')

/** The case beside the queue of its producer, with the focus in it: from here on there are only keys. */
export async function openCase(page: Page, host: RunningHost, id: number, shop: Shop): Promise<void> {
  await page.goto(`${host.url}/exceptions?producer=${shop.id}&open=${id}`)
  await expect(section(page, 'What now')).toBeVisible()
  await expect(section(page, 'Related').getByRole('link').first()).toBeVisible()
  await pane(page).getByRole('group').first().focus()
}
