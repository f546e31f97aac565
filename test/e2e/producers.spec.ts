/** Who sends batches, as the people meet it who register them, read their files, stop them and let them go on. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import { addProducer, expect, forSmallFiles, instant, otherPerson, signIn, test } from './console-fixture.ts'

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const records = (page: Page): Locator => region(page, 'Becomes').getByRole('button')

const german = [
  'Buchung;Kunde;Ort;Beleg;Art;Betrag',
  '20.11.2026 09:15;C-1;Central;r-1;Aufladung;12,50',
  ...Array.from({ length: 10 }, (_, row) => `20.11.2026 09:${row + 30};C-${row};Central;q-${row};Zahlung;3,20`),
  '20.11.2026 10:05;C-3;Wan Chai;r-3;Zahlung;gratis',
]
const sampleOf = (lines: readonly string[], name = 'export.csv') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\n')}\n`),
})

async function dropSample(page: Page, lines: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await region(page, 'Sample')
    .getByRole('button', { name: /Choose a/ })
    .click()
  await (await chooser).setFiles(sampleOf(lines))
}

test('an administrator registers a producer with its people, and gives it a schedule', async ({ page, host }) => {
  await signIn(page, host, 'admin', '/producers')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('A number, name, reference, amount, or what to do').fill('Add a producer')
  await expect(dialog(page).getByRole('button', { name: /^Add a producer/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await dialog(page).getByLabel('Name', { exact: true }).first().fill('Twenty Store')
  await dialog(page).getByLabel('Number').fill('20')
  await dialog(page).getByLabel('Code').fill('twenty')
  await dialog(page).getByLabel('E-mail').fill('nobody')
  await dialog(page).getByRole('button', { name: 'Add a producer' }).click()
  await expect(dialog(page).getByText('This is no e-mail address.')).toBeVisible()
  await clean(page, 'new producer')
  await dialog(page).getByLabel('E-mail').fill('night@twenty.example')
  await dialog(page).getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Shop' }).click()
  await dialog(page).getByRole('button', { name: 'Add a producer' }).click()
  await expect(pane(page).getByText('night@twenty.example')).toBeVisible()
  await expect(pane(page).getByText('No schedule: nothing is expected')).toBeVisible()

  await pane(page).getByRole('button', { name: 'Edit' }).click()
  await dialog(page).getByRole('radio', { name: 'Every so often' }).click()
  await dialog(page).getByLabel('Every so many minutes').fill('4')
  await dialog(page).getByRole('button', { name: 'Save' }).click()
  await expect(dialog(page).getByText('From 5 to 1,440 minutes.')).toBeVisible()
  await clean(page, 'edit producer')
  await dialog(page).getByLabel('Every so many minutes').fill('30')
  await dialog(page).getByLabel('From', { exact: true }).fill('08:00')
  await dialog(page).getByLabel('To', { exact: true }).fill('22:00')
  await dialog(page).getByRole('button', { name: 'Save' }).click()
  await expect(
    pane(page).getByText(
      'Every day, every 30 minutes from 08:00 to 22:00 (Asia/Hong_Kong). On time up to 60 minutes after.',
    ),
  ).toBeVisible()
})

test('one person suspends at once with a reason; two let it go on', async ({ page, host, browser }) => {
  await addProducer(host, { id: 21, code: 'twentyone', name: 'Twenty-One' })
  await signIn(page, host, 'olive', '/producers?open=21')
  await expect(pane(page).getByRole('button', { name: /Suspend/ })).toBeVisible()
  await page.keyboard.press('F6')
  await page.keyboard.press('F6')
  await page.keyboard.press('Shift+S')
  await expect(dialog(page).getByText(/stops within a second/)).toBeVisible()
  await expect(dialog(page).getByText(/held payments are not tried/)).toBeVisible()
  await clean(page, 'suspend')
  await dialog(page).getByRole('button', { name: 'Suspend Twenty-One' }).click()
  await expect(dialog(page).getByText('Say why: others have to act on it.')).toBeVisible()
  await dialog(page).getByLabel('Why it is suspended').fill('Amounts are doubled')
  await dialog(page).getByRole('button', { name: 'Suspend Twenty-One' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Twenty-One' })).toContainText('Suspended')
  await expect(pane(page).getByText('Amounts are doubled')).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await clean(page, `suspended, ${colorScheme}`)
  }
  // An operator stops it, and can't let it go on.
  await expect(pane(page).getByRole('button', { name: 'Propose to resume' })).toHaveCount(0)

  const anna = await otherPerson(browser, host, 'anna', '/producers?open=21')
  await pane(anna).getByRole('button', { name: 'Propose to resume' }).click()
  await expect(dialog(anna).getByRole('row', { name: /State Suspended Active/ })).toBeVisible()
  await clean(anna, 'resume')
  await dialog(anna).getByLabel('Why it is needed').fill('They sent it anew')
  await dialog(anna).getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(pane(anna).getByText('To resume it is proposed already:')).toBeVisible()
  await pane(anna)
    .getByRole('link', { name: /Proposal/ })
    .first()
    .click()
  await expect(anna).toHaveURL(/approvals/)

  const proposal = Number(new URL(anna.url()).searchParams.get('proposal'))
  await ask(host, 'april', `/proposals/${proposal}/approve`, {})
  await expect(page.getByRole('row').filter({ hasText: 'Twenty-One' })).toContainText('Active')
  await expect(pane(page).getByText('Amounts are doubled')).toHaveCount(0)
})

test('an agreement is drafted beside a sample, and nothing is kept before it is proposed', async ({ page, host }) => {
  await addProducer(host, { id: 22, code: 'twentytwo', name: 'Zweiundzwanzig' })
  await signIn(page, host, 'anna', '/producers?open=22')
  await pane(page).getByRole('button', { name: 'Draft a new agreement' }).click()
  await expect(page.getByRole('heading', { name: 'Agreement with Zweiundzwanzig' })).toBeVisible()
  await dropSample(page, german)
  // Nobody has said anything yet, so the guess becomes the draft.
  await expect(region(page, 'Becomes').getByText('12 records: 11 would post, 0 would be held, 1 fault')).toBeVisible()
  await expect(records(page).nth(0)).toContainText('Top-up USD 12.50 · client C-1 · Central · 2026-11-20 09:15:00')
  await expect(records(page).nth(11)).toContainText('Amount “gratis”')
  await records(page).nth(11).click()
  await expect(region(page, 'Sample').locator('mark')).toHaveText('gratis')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await clean(page, `editor, ${colorScheme}`)
  }

  // Each change is seen in the rows: with a point before decimals "12,50" is no amount.
  await page.getByRole('combobox', { name: 'Decimal mark' }).click()
  await page.getByRole('option', { name: /Point/ }).click()
  await expect(region(page, 'Becomes').getByText(/: 0 would post/)).toBeVisible()
  await page.getByRole('button', { name: 'Read it all as guessed' }).click()
  await expect(region(page, 'Becomes').getByText(/11 would post/)).toBeVisible()

  await page.getByLabel('Fewest clients in a batch').fill('many')
  await expect(
    page.getByText('A number from 0 to 1000000.').or(page.getByText('A number from 0 to 1,000,000.')),
  ).toBeVisible()
  await page.getByLabel('Fewest clients in a batch').fill('2')
  expect((await ask(host, 'anna', '/producers/22')).agreementVersion).toBe(1)

  await page.getByRole('button', { name: 'Propose the agreement' }).click()
  await expect(dialog(page).getByRole('row', { name: /Fewest clients in a batch 3 2/ })).toBeVisible()
  await expect(dialog(page).getByRole('row', { name: /Client .*ClientId.* .*Kunde/ })).toBeVisible()
  await clean(page, 'propose an agreement')
  await dialog(page).getByLabel('Why it is needed').fill('Their new system')
  await dialog(page).getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(pane(page).getByText('Waits for a decision')).toBeVisible()

  const { items } = await ask(host, 'april', '/proposals?kind=agreement&state=open')
  const [proposal] = items as { id: number }[]
  await ask(host, 'april', `/proposals/${proposal?.id}/approve`, {})
  await expect(pane(page).getByText('v2', { exact: true })).toBeVisible()
  await pane(page).getByRole('button', { name: 'What it says' }).click()
  await expect(dialog(page).getByText(/from v1 to v2/)).toBeVisible()
  await expect(dialog(page).getByRole('row', { name: /Fewest clients in a batch 3 2/ })).toBeVisible()
  await clean(page, 'versions')
})

test('a draft is not left by accident, and a file that is none says so', async ({ page, host }) => {
  await addProducer(host, { id: 23, code: 'twentythree', name: 'Twenty-Three' })
  await signIn(page, host, 'anna', '/producers?open=23&edit=23')
  await dropSample(page, ['{"transactions": [', '{"TxDate": '])
  await expect(region(page, 'Becomes').getByText('The file can’t be read')).toBeVisible()
  await page.getByLabel('Fewest clients in a batch').fill('1')
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(dialog(page).getByText('What you changed in this draft is not kept.')).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Leave the draft' }).click()
  await expect(pane(page).getByText('No batch to see')).toBeVisible()
})

test('who may only look is shown no way to change anything', async ({ page, host }) => {
  await addProducer(host, { id: 24, code: 'twentyfour', name: 'Twenty-Four' })
  await signIn(page, host, 'audrey', '/producers?open=24')
  await expect(pane(page).getByText('An analyst, approver or administrator drafts a new one')).toBeVisible()
  for (const name of [/Suspend/, /Edit/, /Draft/, /Add a producer/])
    await expect(page.getByRole('button', { name })).toHaveCount(0)
  await page.goto(`${host.url}/producers?edit=24`)
  await expect(page.getByRole('main')).toContainText('producers.propose')
})

test('what a producer moved, for how many clients, and who owes whom is on its page', async ({
  page,
  host,
  browser,
}) => {
  await addProducer(host, { id: 27, code: 'twentyseven', name: 'Twenty-Seven', agreement: forSmallFiles })
  await signIn(page, host, 'anna', '/producers?open=27')
  await expect(region(page, 'Last 30 days')).toContainText('Nothing was posted for')
  const at = instant(1_500)
  host.drop('twentyseven', 'volumes.csv', [
    `${at},27,V-1,Central,V1,TopUp,150000`,
    `${at},27,V-2,Central,V2,TopUp,2500`,
    `${at},27,V-1,Central,V3,Payment,99`,
  ])
  await expect(region(page, 'Last 30 days')).toContainText('2 in its last 3 posted rows')
  const day = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Hong_Kong' }).format(new Date(at))
  await expect(pane(page).getByRole('row', { name: `${day} 3 1,525.00 0.99` })).toBeVisible()
  await expect(pane(page).getByRole('row', { name: 'In all 3 1,525.00 0.99' })).toBeVisible()
  await expect(region(page, 'At a glance')).toContainText('USD −1,524.01, which the producer owes')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await clean(page, `volumes, ${colorScheme}`)
  }
  // What the books say of it is for those who may read them.
  const olive = await otherPerson(browser, host, 'olive', '/producers?open=27')
  await expect(region(olive, 'Last 30 days')).toContainText('2 in its last 3 posted rows')
  await expect(pane(olive).getByText('Clearing account')).toHaveCount(0)
})
