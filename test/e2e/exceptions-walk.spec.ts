/**
 * The first morning of somebody who has never seen the queue: ten cases of ten kinds, decided with what the screen itself
 * says. Each key is read off the screen before it is pressed, each press is counted, and there is no mouse.
 */
import type { Locator, Page } from '@playwright/test'
import { ask } from './colleague.ts'
import {
  addProducer,
  endHost,
  expect,
  forSmallFiles,
  instant,
  openHost,
  type RunningHost,
  signIn,
  test,
} from './console-fixture.ts'

const keysAtMost = 40

let host: RunningHost

const row = (producer: number, client: string, txId: string, type: string, amount: string): string =>
  `${instant(60)},${producer},${client},Central,${txId},${type},${amount}`

const topUps = (producer: number, tag: string, rows: number): string[] =>
  Array.from({ length: rows }, (_, at) => row(producer, `${tag}-C${at}`, `${tag}-${at}`, 'TopUp', '1000'))

test.beforeAll(async () => {
  host = await openHost()
  const limits = { ...forSmallFiles.limits, amountMax: 50_000 }
  await addProducer(host, { id: 7, code: 'seven', name: 'Seven Corner', agreement: { ...forSmallFiles, limits } })
  await addProducer(host, { id: 31, code: 'lantern', name: 'Lantern Books', agreement: forSmallFiles })
  for (const client of ['W-LOST', 'W-COURT']) {
    await ask(host, 'anna', '/wallets', { client })
    await ask(host, 'anna', '/deposits', { client, amount: 10_000, key: `start of ${client}`.replaceAll(' ', '-') })
    await ask(host, 'anna', '/wallets/freeze', { client, reason: 'The card was lost' })
  }
  const contact = { name: 'Chan Tai Man', phone: '+852 2345 6789', channel: 'phone' }
  await ask(host, 'anna', '/clients/W-COURT/contact', { expectedVersion: 0, contact }, 'PUT')
  const morning = [
    ...topUps(7, 'WK', 12),
    row(7, 'WK-C1', 'WK-100', 'TopUp', '12.5O'),
    row(7, 'WK-C2', 'WK-101', 'Refund', '1000'),
    row(7, 'WK-C3', 'WK-3', 'TopUp', '1500'),
    row(7, 'WK-C4', 'WK-103', 'TopUp', '9000000'),
    row(7, 'WK-C5', '4111 1111 1111 1111', 'TopUp', '1000'),
    row(7, 'W-LOST', 'WK-105', 'Payment', '2000'),
  ]
  host.drop('seven', 'morning.csv', morning)
  await theseAreThere(6)
  // The same file once more, under another name.
  host.drop('seven', 'morning-2.csv', morning)
  await theseAreThere(7)
  host.drop('lantern', 'books-1.csv', [...topUps(31, 'WL', 6), '#CONTROL,6,7000'])
  host.drop('lantern', 'books-2.csv', [...topUps(31, 'WM', 6), '#CONTROL,60,6000'])
  host.drop('lantern', 'books-3.csv', [...topUps(31, 'WN', 6), row(31, 'W-COURT', 'WN-9', 'Payment', '4000')])
  await theseAreThere(10)
})
test.afterAll(() => endHost(host))

async function theseAreThere(cases: number): Promise<void> {
  await expect
    .poll(async () => (await ask(host, 'anna', '/exceptions/views', {})).total, { timeout: 30_000 })
    .toBe(cases)
}

const pane = (page: Page): Locator => page.locator('[data-pane]')
const section = (page: Page, name: string): Locator => pane(page).getByRole('region', { name })

/** Every key that goes down counts: Shift with a letter is two. */
class CountedKeys {
  readonly #page: Page
  count = 0

  constructor(page: Page) {
    this.#page = page
  }

  async press(...keys: readonly string[]): Promise<void> {
    this.count += keys.length
    await this.#page.keyboard.press(keys.join('+'))
  }
}

/** What the person makes of each: the words that they read, the button that they choose by its words. */
const decisions: readonly Readonly<{ reads: string; chooses: string; types?: readonly string[] }>[] = [
  { reads: 'payment card', chooses: 'Reject' },
  { reads: '“Refund”', chooses: 'Reject' },
  // The letter O at the end of an amount: one key takes it away, one writes the nought.
  { reads: '12.5O', chooses: 'Correct and post', types: ['Backspace', '0'] },
  { reads: 'stands on another row', chooses: 'Merge as repeat' },
  { reads: 'over the limit', chooses: 'Post anyway' },
  { reads: 'W-LOST', chooses: 'Write off' },
  { reads: 'W-COURT', chooses: 'Ask the client' },
  { reads: 'control sum', chooses: 'Release batch' },
  { reads: '60 rows', chooses: 'Reject batch' },
  { reads: 'came', chooses: 'Not a problem' },
]

/** The key that stands on the button. */
async function keyOn(page: Page, name: string): Promise<readonly string[]> {
  const button = section(page, 'What now').getByRole('button', { name: new RegExp(`^${name}(?! batch)`) })
  await expect(button).not.toHaveAttribute('aria-disabled', 'true')
  const hint = button.locator('[aria-hidden]').first()
  // While the answer before it is awaited, a sign of that stands in its place.
  let chip = ''
  await expect(async () => {
    chip = (await hint.innerText()).trim()
    expect(chip).not.toBe('')
  }).toPass()
  return chip.startsWith('⇧') ? ['Shift', chip.slice(1)] : [chip.toLowerCase()]
}

/** The keys that stand on the button which does it. */
async function keysToConfirm(page: Page): Promise<readonly string[]> {
  const hints = page.getByRole('dialog').locator('form').getByRole('button').locator('kbd')
  // A dialog may open before what it asks about has been read, and then has nothing to confirm yet.
  await expect(hints.last()).not.toBeEmpty()
  const keys = await hints.allInnerTexts()
  return keys.map((key) => (key === 'Ctrl' ? 'Control' : key))
}

/** The case that is shown now, once it is another one than before. */
async function nextCase(page: Page, before: string): Promise<string> {
  await expect.poll(() => new URL(page.url()).searchParams.get('open') ?? before).not.toBe(before)
  const shown = new URL(page.url()).searchParams.get('open') ?? ''
  await expect(pane(page).getByText(`EX-${shown}`, { exact: true })).toBeVisible()
  return shown
}

/** How each stands in the end, by its cause. */
async function outcomes(): Promise<readonly unknown[]> {
  const { items } = (await ask(host, 'anna', '/exceptions?limit=100')) as { items: readonly Record<string, unknown>[] }
  return items
    .map(({ code, status, resolution, waitingFor }) => [code, status, resolution ?? waitingFor].join(' '))
    .toSorted()
}

test('ten exceptions of ten kinds are cleared by keys that the screen tells, forty at most', async ({ page }) => {
  await signIn(page, host, 'anna')
  await expect(page).toHaveURL(/\/exceptions$/)
  await expect(page.getByText('10 exceptions', { exact: true })).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Exceptions' }).locator('[role="row"][row-id]')).toHaveCount(10)
  const keys = new CountedKeys(page)
  await keys.press('j')
  await keys.press('Enter')

  const left = new Set(decisions)
  let before = ''
  while (left.size > 0) {
    const each = await nextCase(page, before)
    before = each
    const seen = await section(page, 'What happened').innerText()
    const decision = [...left].find(({ reads }) => seen.includes(reads))
    expect(decision, `nobody knows what to do about: ${seen}`).toBeDefined()
    if (decision === undefined) return
    left.delete(decision)
    await keys.press(...(await keyOn(page, decision.chooses)))
    await expect(page.getByRole('dialog')).toBeVisible()
    for (const key of decision.types ?? []) await keys.press(key)
    await keys.press(...(await keysToConfirm(page)))
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await expect(page.getByRole('status').filter({ hasText: 'last' })).toBeVisible()
  // What moves money waits for a second person now, and one for its client; nothing is left to this one.
  expect(await outcomes()).toEqual([
    'AMOUNT_OVER_LIMIT waiting approval',
    'CARD_DATA_FOUND resolved rejected',
    'CLIENT_FROZEN waiting approval',
    'CLIENT_FROZEN waiting client',
    'CONTROL_MISMATCH resolved rejected',
    'CONTROL_MISMATCH waiting approval',
    'FIELD_UNREADABLE waiting approval',
    'FILE_REPEATED resolved not_a_problem',
    'TXID_CONFLICT resolved merged',
    'TYPE_UNKNOWN resolved rejected',
  ])
  expect(keys.count).toBeLessThanOrEqual(keysAtMost)
})
