/** From a file that a rule stopped to what people decide about it, at the screen where they do. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import {
  addProducer,
  expect,
  forSmallFiles,
  header,
  instant,
  type RunningHost,
  signIn,
  test,
} from './console-fixture.ts'

/** Proposed by one and approved by another. */
async function agree(host: RunningHost, change: object, reason: string): Promise<void> {
  const { id, effectHash } = await ask(host, 'anna', '/proposals', { change, reason, key: reason.replaceAll(' ', '-') })
  await ask(host, 'april', `/proposals/${Number(id)}/approve`, { effectHash })
}

/** Ten top-ups of as many clients, 10.00 each. */
const topUps = (producer: number, tag: string): string[] =>
  Array.from({ length: 10 }, (_, row) => `${instant(60)},${producer},${tag}-C${row},Central,${tag}-${row},TopUp,1000`)

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const row = (page: Page, file: string): Locator => page.getByRole('row').filter({ hasText: file })

/** The list as it is now, and the pane of the batch that this file became. */
async function openBatch(page: Page, host: RunningHost, file: string): Promise<void> {
  await expect(async () => {
    await page.goto(`${host.url}/batches?file=${encodeURIComponent(file)}`)
    await expect(row(page, file)).toContainText(/Held|Posted|Rejected/, { timeout: 2_000 })
  }).toPass()
  await row(page, file).click()
  await expect(pane(page).getByRole('heading', { name: 'What became of it' })).toBeVisible()
}

test.beforeAll(async ({ host }) => {
  await addProducer(host, { id: 31, code: 'lantern', name: 'Lantern Books' })
})

test('a batch held for its control sum is released by two people, and posts before the eyes of the first', async ({
  page,
  host,
}) => {
  host.drop('lantern', 'short.csv', [...topUps(31, 'S'), '#CONTROL,10,12000'])
  await signIn(page, host, 'anna', '/batches')
  await openBatch(page, host, 'short.csv')
  await expect(pane(page)).toContainText(
    'Held: control sum 20.00 short: the file says 120.00, its rows add to 100.00. Nothing was posted.',
  )
  await expect(pane(page)).toContainText('10 rows = 10 not posted')
  await clean(page, 'held')

  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('l')
  await expect(dialog(page).getByRole('row', { name: 'Held because Control totals differ not there' })).toBeVisible()
  await expect(dialog(page).getByRole('row', { name: 'Money of them, at most not there USD 100.00' })).toBeVisible()
  await clean(page, 'release')
  await dialog(page).getByLabel('Why it is needed').fill('They sent the sum of last week')
  await dialog(page).getByRole('button', { name: 'Propose' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(pane(page)).toContainText('Nothing was posted.')
  const { items } = await ask(host, 'april', '/proposals?state=open')
  const [proposal] = items as { id: number; effectHash: string }[]
  // Whoever meets it meanwhile reads that it waits, and proposes it no second time.
  await expect(pane(page)).toContainText('Its release is proposed already and waits for a second person:')
  await expect(pane(page).getByRole('link', { name: `Proposal ${proposal?.id}` })).toBeVisible()
  await expect(pane(page).getByRole('button', { name: /^Release/ })).toHaveAttribute('aria-disabled', 'true')
  await clean(page, 'waiting')

  await ask(host, 'april', `/proposals/${proposal?.id}/approve`, { effectHash: proposal?.effectHash })
  await expect(pane(page)).toContainText('Posted: all 10 rows. Released by two people although a rule had held it.')
  await expect(row(page, 'short.csv')).toContainText('100.00')
  await expect(pane(page).getByRole('region', { name: 'Seal' })).toContainText(/Root hash[0-9a-f]{64}/)
  await expect(pane(page).getByRole('link', { name: `Decided by proposal ${proposal?.id}` })).toBeVisible()
})

test('a held batch is rejected by keyboard, with a reason, and then is offered for nothing but its file', async ({
  page,
  host,
}) => {
  host.drop('lantern', 'wrong.csv', [...topUps(31, 'W'), '#CONTROL,11,10000'])
  await signIn(page, host, 'anna', '/batches')
  await openBatch(page, host, 'wrong.csv')
  await expect(pane(page)).toContainText('Held: control count differs: the file says 11 rows, it has 10.')
  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('Shift+R')
  await expect(dialog(page)).toContainText('None of its 10 rows, in wrong.csv, is posted, now or later')
  await dialog(page).getByRole('button', { name: 'Reject 10 rows' }).click()
  await expect(dialog(page).getByText(/^Say why/)).toBeVisible()
  await clean(page, 'reject')
  await dialog(page).getByLabel('Reason').fill('The producer sends it again')
  await dialog(page).getByRole('button', { name: 'Reject 10 rows' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(pane(page)).toContainText('Rejected by a person. It was held: control count differs')
  await expect(row(page, 'wrong.csv')).toContainText('Rejected')
  await expect(pane(page).getByRole('button', { name: /^(Release|Reject|Re-check|Reverse)/ })).toHaveCount(0)
  await expect(pane(page).getByRole('button', { name: /^Download/ })).toBeVisible()
})

test('a fault is found by its code and shown in the file, with what is wrong in it marked', async ({ page, host }) => {
  const rows = topUps(31, 'F')
  rows[3] = `${instant(50)},31,F-C3,Central,F-3,TopUp,12.5O`
  rows[6] = `${instant(50)},31,F-C6,Central,F-6,Refund,1000`
  host.drop('lantern', 'faulty.csv', [...rows, ...topUps(31, 'FF'), ...topUps(31, 'FG'), ...topUps(31, 'FH')])
  await signIn(page, host, 'audrey', '/batches')
  await openBatch(page, host, 'faulty.csv')
  await expect(pane(page)).toContainText('40 rows = 38 posted + 2 faults')
  await pane(page)
    .getByRole('button', { name: /Unknown transaction type 1$/ })
    .click()
  await expect(page).toHaveURL(/outcome=fault&code=TYPE_UNKNOWN/)
  await expect(pane(page).getByRole('button', { name: /^Line 5/ })).toHaveCount(0)
  await page.goBack()
  await expect(pane(page).getByRole('button', { name: /^Line 5/ })).toContainText('Amount can’t be read: “12.5O”.')

  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('o')
  await expect(page).toHaveURL(/line=5/)
  const file = page.getByRole('figure', { name: 'Line 5 of faulty.csv with the lines around it' })
  await expect(file.getByRole('listitem')).toHaveCount(5)
  await expect(file.getByRole('listitem').nth(2)).toContainText('F-3,TopUp,12.5O')
  await expect(file.locator('mark')).toHaveText('12.5O')
  await expect(file).toContainText('Field Amount')
  await clean(page, 'file view')
  await page.reload()
  await expect(file.locator('mark')).toHaveText('12.5O')
})

test('a held batch is checked again by a new agreement, which says beforehand what will judge it', async ({
  page,
  host,
}) => {
  const two = topUps(31, 'A').slice(0, 2)
  host.drop('lantern', 'two.csv', two)
  await signIn(page, host, 'anna', '/batches')
  await openBatch(page, host, 'two.csv')
  await expect(pane(page)).toContainText('Held: 2 clients in the file; at least 3 are agreed.')
  await pane(page)
    .getByRole('button', { name: /^Re-check/ })
    .click()
  await expect(dialog(page)).toContainText('That is version 1, which judged it already: expect the same outcome')
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()

  const agreement = { mapping: {}, effects: {}, limits: { clientsMin: 1 }, places: [] }
  await agree(host, { kind: 'agreement', producer: 31, agreement }, 'Lantern Books is small')
  await expect(pane(page)).toContainText('Version 1; version 2 is in force now')
  await pane(page)
    .getByRole('button', { name: /^Re-check/ })
    .click()
  await expect(dialog(page)).toContainText('Version 1 judged it; version 2 is in force.')
  await dialog(page).getByLabel('Reason').fill('Two clients are enough now')
  await dialog(page).getByRole('button', { name: 'Check again' }).click()
  await expect(pane(page)).toContainText('Posted: all 2 rows.')
})

test('the file leaves as it was dropped, after it is said that card numbers are not masked', async ({ page, host }) => {
  const rows = topUps(31, 'D')
  rows[4] = `${instant(50)},31,D-C4,Central,4111 1111 1111 1111,TopUp,1000`
  host.drop('lantern', 'card.csv', rows)
  await signIn(page, host, 'anna', '/batches')
  await openBatch(page, host, 'card.csv')
  await expect(pane(page)).toContainText('Holds a payment card number')
  await expect(pane(page)).not.toContainText('4111 1111 1111 1111')
  await pane(page)
    .getByRole('button', { name: /^Download/ })
    .click()
  await expect(dialog(page)).toContainText('Card numbers are not masked in it. That you took it is recorded')
  await clean(page, 'download')
  const leaving = page.waitForEvent('download')
  await dialog(page).getByRole('button', { name: 'Download the file', exact: true }).click()
  const download = await leaving
  expect(download.suggestedFilename()).toBe('card.csv')
  expect(readFileSync(await download.path(), 'utf8')).toContain(rows.join('\n'))
  const { items } = await ask(host, 'audrey', '/audit?action=batches.download')
  expect(items).toMatchObject([{ actor: 'anna' }])
})

test('a posted batch is reversed by two people, and says so', async ({ page, host }) => {
  host.drop('lantern', 'twice.csv', topUps(31, 'R'))
  await signIn(page, host, 'anna', '/batches')
  await openBatch(page, host, 'twice.csv')
  await pane(page)
    .getByRole('button', { name: /^Reverse/ })
    .click()
  await expect(dialog(page).getByRole('row', { name: 'Posted rows that stand 10 0' })).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Back' }).click()
  const batch = Number(new URL(page.url()).searchParams.get('open'))
  await agree(host, { kind: 'batch_reverse', batch }, 'Sent twice by mistake')
  await expect(pane(page)).toContainText('Reversed: each of its 10 posted rows is cancelled by a row that undoes it.')
  await expect(row(page, 'twice.csv')).toContainText('Reversed')
  await expect(pane(page).getByRole('button', { name: /^Reverse/ })).toHaveCount(0)
  await clean(page, 'reversed')
})

test('an operator reads everything and is offered nothing that would be refused', async ({ page, host }) => {
  host.drop('lantern', 'watched.csv', [...topUps(31, 'O'), '#CONTROL,10,1'])
  await signIn(page, host, 'olive', '/batches')
  await openBatch(page, host, 'watched.csv')
  await expect(pane(page)).toContainText('Held: control sum 99.99 over')
  await expect(pane(page).getByRole('button', { name: /^(Release|Reject|Re-check|Reverse|Download)/ })).toHaveCount(0)
  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('l')
  await page.keyboard.press('Shift+R')
  await page.keyboard.press('?')
  await expect(dialog(page).getByText('Show the place in the file')).toBeVisible()
  await expect(dialog(page).getByText('Release batch')).toHaveCount(0)
})

test('a large file is seen at work at once, and no row of the open list moves for it', async ({ page, host }) => {
  await addProducer(host, { id: 33, code: 'wholesale', name: 'Wholesale', agreement: forSmallFiles })
  host.drop('lantern', 'already-there.csv', topUps(31, 'B'))
  await signIn(page, host, 'anna', '/batches')
  await expect(row(page, 'already-there.csv')).toContainText('Posted')
  const place = await row(page, 'already-there.csv').boundingBox()
  const at = instant(60)
  const rows = Array.from({ length: 800_000 }, (_, line) => `${at},33,L-${line % 1_000},Central,L-${line},TopUp,1`)
  host.drop('wholesale', 'large.csv', rows)
  const now = page.getByRole('region', { name: 'Being processed now' }).getByRole('button')
  await expect(now).toContainText(/large\.csv(Reading|Posting), \d+ %/)
  await expect(page.getByRole('button', { name: /^1 new/ })).toBeVisible()
  expect(await row(page, 'already-there.csv').boundingBox()).toEqual(place)
  await now.focus()
  await page.keyboard.press('Enter')
  await expect(pane(page)).toContainText('large.csv')
  // However long that takes on the machine that it runs on.
  await expect(pane(page)).toContainText('Posted: all 800,000 rows.', { timeout: 45_000 })
  await expect(now).toHaveCount(0)
})

test('files that nobody writes to any more are taken at once, on a person’s word', async ({ page, host }) => {
  const agreement = { limits: { ...forSmallFiles.limits, settleSeconds: 600 } }
  await addProducer(host, { id: 34, code: 'slow', name: 'Slow Stores', agreement })
  writeFileSync(path.join(host.directory, 'drop', 'slow', 'still.csv'), `${header}\n${topUps(34, 'Q').join('\n')}\n`)
  await signIn(page, host, 'olive', '/batches')
  await page.getByRole('button', { name: 'Look in the drop folders' }).click()
  await expect(page.getByText('No new file in the drop folders')).toBeVisible()
  await page.getByRole('button', { name: 'The files are complete' }).click()
  await expect(dialog(page)).toContainText('1 file waits to come to rest. It is taken at once.')
  await expect(dialog(page)).toContainText('If somebody is still writing to a file, its end will be missing')
  await clean(page, 'complete')
  // Enter alone takes nothing.
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'The files are complete' }).click()
  await dialog(page).getByRole('button', { name: 'Take them now' }).click()
  await expect(page.getByText('1 file found in the drop folders')).toBeVisible()
  await openBatch(page, host, 'still.csv')
  await expect(pane(page)).toContainText('Posted: all 10 rows.')
})

test('a drop folder that is gone is said where people look, with what to do', async ({ page, host }) => {
  await addProducer(host, { id: 32, code: 'vanished', name: 'Vanished' })
  await signIn(page, host, 'olive', '/batches')
  rmSync(path.join(host.directory, 'drop', 'vanished'), { recursive: true })
  await page.getByRole('button', { name: 'Look in the drop folders' }).click()
  const troubles = page.getByRole('alert', { name: 'What stands in the way in the drop folders' })
  await expect(troubles).toContainText('The folder is gone')
  await expect(troubles).toContainText('Make the folder again')
  await clean(page, 'trouble')
})
