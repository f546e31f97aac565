/** Four eyes, as two people at two browsers meet them: what one proposes, the other sees in full and decides on. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import { expect, otherPerson, passphraseOf, type RunningHost, signIn, test } from './console-fixture.ts'

async function openWallet(host: RunningHost, client: string, amount: number): Promise<void> {
  await ask(host, 'anna', '/wallets', { client })
  await ask(host, 'anna', '/deposits', { client, amount, key: `start-of-${client}` })
}

async function propose(host: RunningHost, user: string, change: object, reason: string): Promise<number> {
  return Number((await ask(host, user, '/proposals', { change, reason, key: reason.replaceAll(' ', '-') })).id)
}

const balanceOf = async (host: RunningHost, client: string): Promise<unknown> =>
  (await ask(host, 'anna', `/ledger/balance/${client}`)).balance

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const table = (place: Locator, caption: string | RegExp): Locator =>
  place.getByRole('table').filter({ has: place.page().getByText(caption) })

test('what an analyst proposes changes the books only when an approver has agreed to exactly that', async ({
  page,
  host,
  browser,
}) => {
  await openWallet(host, 'AP-1', 10_000)
  await signIn(page, host, 'anna', '/approvals')
  await page.getByRole('button', { name: 'New proposal' }).click()
  await page.getByRole('menuitem', { name: 'Adjustment' }).click()
  await dialog(page).getByRole('combobox', { name: 'Debit' }).fill('suspense')
  await dialog(page).getByRole('combobox', { name: 'Credit' }).fill('wallet:AP-1')
  await dialog(page).getByLabel('Amount, USD').fill('1,50')
  await dialog(page).getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog(page).getByLabel('Amount, USD')).toHaveAttribute('aria-invalid', 'true')
  await dialog(page).getByLabel('Amount, USD').fill('1,050.00')
  await dialog(page).getByRole('button', { name: 'Show what it would do' }).click()
  await expect(table(dialog(page), 'Posting').getByRole('cell')).toHaveText([
    'Adjustment',
    'suspense',
    'wallet:AP-1',
    'USD 1,050.00',
  ])
  await expect(dialog(page).getByRole('row', { name: 'wallet:AP-1 USD 100.00 Cr USD 1,150.00 Cr' })).toBeVisible()
  await dialog(page).getByRole('button', { name: 'Propose' }).click()
  await expect(dialog(page).getByText('Say why: somebody has to decide on it.')).toBeVisible()
  await dialog(page).getByLabel('Why it is needed').fill('The payer was found')
  await dialog(page).getByRole('button', { name: 'Propose' }).click()

  await expect(dialog(page)).toHaveCount(0)
  await expect(page.getByRole('status').filter({ hasText: 'Proposed' }).getByRole('link')).toBeVisible()
  await expect(pane(page).getByText('You proposed this. A second person has to decide.')).toBeVisible()
  await expect(pane(page).getByRole('button', { name: /^Approve/ })).toHaveCount(0)
  await expect(page.getByRole('link', { name: /^Approvals, \d+ waiting$/ })).toBeVisible()

  const april = await otherPerson(browser, host, 'april', '/approvals')
  await april.getByRole('row').filter({ hasText: 'wallet:AP-1' }).click()
  await expect(pane(april).getByText('The payer was found')).toBeVisible()
  await pane(april).getByLabel('Comment', { exact: true }).fill('I saw the bank’s letter.')
  await pane(april).getByRole('button', { name: 'Add the comment' }).click()
  await expect(pane(page).getByText('I saw the bank’s letter.')).toBeVisible()
  await pane(april)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await expect(dialog(april).getByRole('row', { name: 'wallet:AP-1 USD 100.00 Cr USD 1,150.00 Cr' })).toBeVisible()
  await dialog(april).getByLabel('Reason (may stay empty)').fill('Agreed')
  await dialog(april).getByRole('button', { name: 'Approve and carry out' }).click()
  await expect(dialog(april)).toHaveCount(0)

  const decided = pane(page).getByRole('region', { name: 'Approved' })
  await expect(decided.getByText('april', { exact: true })).toBeVisible()
  await expect(decided.getByText('Agreed', { exact: true })).toBeVisible()
  await expect(decided.getByRole('link', { name: /^Transaction \d+$/ })).toBeVisible()
  expect(await balanceOf(host, 'AP-1')).toBe(115_000)
  await april.context().close()
})

test('a proposal is declined with a reason, which its proposer reads; another is withdrawn', async ({
  page,
  host,
  browser,
}) => {
  await openWallet(host, 'AP-2', 10_000)
  const fee = { kind: 'fee', client: 'AP-2', amount: 2_500 }
  const declined = await propose(host, 'anna', fee, 'Paper statement')
  const withdrawn = await propose(host, 'anna', { ...fee, amount: 2_600 }, 'Second paper statement')
  const april = await otherPerson(browser, host, 'april', `/approvals?proposal=${declined}`)
  await expect(pane(april).getByRole('button', { name: /^Decline/ })).toBeVisible()
  await pane(april).getByRole('group').first().focus()
  await april.keyboard.press('d')
  await dialog(april).getByRole('button', { name: 'Decline' }).click()
  await expect(dialog(april).getByText(/^Say why/)).toBeVisible()
  await dialog(april).getByLabel('Reason').fill('It was charged last month')
  await dialog(april).getByRole('button', { name: 'Decline' }).click()
  await expect(april.getByText(`Proposal ${declined} is declined.`)).toBeVisible()
  await april.context().close()

  await signIn(page, host, 'anna', `/approvals?proposal=${declined}`)
  const section = pane(page).getByRole('region', { name: 'Declined' })
  await expect(section.getByText('It was charged last month')).toBeVisible()
  await page.goto(`${host.url}/approvals?proposal=${withdrawn}`)
  await pane(page).getByRole('button', { name: 'Withdraw' }).click()
  await dialog(page).getByRole('button', { name: 'Withdraw' }).click()
  await expect(pane(page).getByRole('region', { name: 'Withdrawn' })).toBeVisible()
  expect(await balanceOf(host, 'AP-2')).toBe(10_000)
})

test('what moved since it was seen is refused with a sentence, and shown as it is now', async ({ page, host }) => {
  await openWallet(host, 'AP-3', 10_000)
  const paid = await ask(host, 'anna', '/purchases', { client: 'AP-3', amount: 4_000, key: 'AP-3-pays' })
  const of = Number(paid.transaction)
  const id = await propose(host, 'anna', { kind: 'refund', of }, 'The goods never came')
  await signIn(page, host, 'april', `/approvals?proposal=${id}`)
  await pane(page)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await expect(dialog(page).getByText('USD 40.00')).not.toHaveCount(0)
  // Half of it is given back from elsewhere, while she reads the confirmation.
  await ask(host, 'anna', '/refunds', { of, amount: 1_500, key: 'AP-3-in-part' })
  await dialog(page).getByRole('button', { name: 'Approve and carry out' }).click()
  await expect(dialog(page).getByText(/^Not approved, nothing was done/)).toBeVisible()
  await expect(dialog(page).getByText('USD 25.00')).not.toHaveCount(0)
  await expect(dialog(page).getByRole('button', { name: 'Approve and carry out' })).toHaveCount(0)
  await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(pane(page).getByText('It would now do something else than what was proposed.')).toBeVisible()
  await expect(pane(page).getByRole('button', { name: /^Approve/ })).toHaveCount(0)
  await clean(page, 'moved')
  expect(await balanceOf(host, 'AP-3')).toBe(7_500)

  await ask(host, 'anna', '/refunds', { of, key: 'AP-3-the-rest' })
  await expect(pane(page).getByText('It can’t be done any more.')).toBeVisible()
  await expect(pane(page).getByText(/Nothing is left of it/)).toBeVisible()
})

test('a rule that an administrator proposes binds everybody once an approver has agreed', async ({
  page,
  host,
  browser,
}) => {
  await openWallet(host, 'AP-4', 10_000)
  await signIn(page, host, 'admin', '/settings')
  const limits = page.getByRole('region', { name: 'Limits' })
  await limits.getByRole('button', { name: 'Propose a change' }).click()
  await dialog(page).getByRole('button', { name: 'Add a rule' }).click()
  const rule = dialog(page).getByRole('group', { name: 'Rule 2' })
  await rule.getByLabel('Name of the rule').fill('Small fees')
  await rule.getByLabel('Operations').click()
  await page.getByRole('option', { name: 'Fee' }).click()
  await page.keyboard.press('Tab')
  await rule.getByLabel('At a time, USD').fill('12.50')
  await dialog(page).getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog(page).getByRole('row', { name: 'Small fees not there Fee: 12.50 at a time' })).toBeVisible()
  await clean(page, 'propose a setting')
  await dialog(page).getByLabel('Why it is needed').fill('Fees went wrong twice')
  await dialog(page).getByRole('button', { name: 'Propose' }).click()
  await expect(dialog(page)).toHaveCount(0)

  const april = await otherPerson(browser, host, 'april', '/approvals?kind=setting')
  await april.getByRole('row').filter({ hasText: 'Limits' }).click()
  await pane(april)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await dialog(april).getByRole('button', { name: 'Approve and carry out' }).click()
  await pane(april).getByRole('link', { name: 'The setting “Limits”' }).click()
  await expect(april.getByRole('region', { name: 'Limits' }).getByRole('row', { name: /Small fees/ })).toBeVisible()
  await april.context().close()

  await expect(limits.getByRole('row', { name: /Small fees/ })).toBeVisible()
  await expect(limits.getByRole('link', { name: /^Proposal \d+$/ })).toBeVisible()
  await limits.getByRole('button', { name: 'History' }).click()
  await expect(dialog(page).getByRole('row', { name: /Small fees/ })).toBeVisible()
  await clean(page, 'history')
  const refused = await fetch(`${host.url}/api/fees`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(host, 'anna')}` },
    body: JSON.stringify({ client: 'AP-4', amount: 1_251, key: 'too-much' }),
  })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('Small fees')
})

async function tokenOf(host: RunningHost, user: string): Promise<string> {
  return String((await ask(host, user, '/session', { user, passphrase: passphraseOf(user) })).token)
}

test('in set-up mode one person may change a rule alone, is told so, and it stays told', async ({ page, host }) => {
  await signIn(page, host, 'april', '/settings?setting=holds')
  await page.getByRole('region', { name: 'Holds' }).getByRole('button', { name: 'Propose a change' }).click()
  await dialog(page).getByLabel('Hours until a hold ends').fill('24')
  await dialog(page).getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog(page).getByRole('row', { name: /168 hours 24 hours$/ })).toBeVisible()
  await dialog(page).getByLabel('Why it is needed').fill('A week is too long')
  await dialog(page).getByRole('button', { name: 'Propose' }).click()
  await page
    .getByRole('status')
    .getByRole('link', { name: /^Proposal/ })
    .click()
  await expect(pane(page).getByText(/^Set-up mode:/)).toBeVisible()
  await pane(page)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await dialog(page).getByRole('button', { name: 'Approve and carry out' }).click()
  await expect(pane(page).getByText(/^Approved in set-up mode by the person who proposed it/)).toBeVisible()
})

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing stands in anybody's way (${scheme})`, async ({ page, host }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const client = `AP-${scheme}`
    await openWallet(host, client, 10_000)
    const id = await propose(host, 'anna', { kind: 'fee', client, amount: 2_500 }, `A fee in the ${scheme}`)
    await signIn(page, host, 'april', '/approvals')
    await expect(page.getByRole('row').filter({ hasText: client })).toBeVisible()
    await clean(page, 'list', scheme)
    await page.getByRole('row').filter({ hasText: client }).click()
    await expect(pane(page).getByRole('button', { name: /^Approve/ })).toBeVisible()
    await clean(page, 'pane', scheme)
    await page.keyboard.press('a')
    await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused()
    await clean(page, 'confirm', scheme)
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
    // A dialog gives the focus back a moment after it is gone.
    await expect(page.locator('body')).not.toBeFocused()
    await page.keyboard.press('Shift+C')
    await expect(pane(page).getByLabel('Comment', { exact: true })).toBeFocused()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press('?')
    await expect(dialog(page).getByText('Approve', { exact: true })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog(page)).toHaveCount(0)
    await page.getByRole('button', { name: 'New proposal' }).click()
    await expect(page.getByRole('menuitem')).toHaveCount(6)
    await clean(page, 'menu', scheme)
    await expect(page.getByRole('menuitem', { name: 'Adjustment' })).toBeFocused()
    await page.getByRole('menuitem', { name: 'Wallet terms' }).click()
    await expect(dialog(page).getByRole('combobox', { name: 'Client' })).toBeVisible()
    await clean(page, 'draft', scheme)
    await page.goto(`${host.url}/approvals?state=declined&kind=currency&proposal=${id}`)
    await expect(page.getByText('No proposal matches the filters')).toBeVisible()
    await clean(page, 'nothing', scheme)
    await page.goto(`${host.url}/settings`)
    await expect(page.getByRole('region', { name: 'Limits' }).getByRole('row')).not.toHaveCount(0)
    await clean(page, 'rules', scheme)
    await page.getByRole('region', { name: 'Approvals' }).getByRole('button', { name: 'Propose a change' }).click()
    await expect(dialog(page).getByRole('group', { name: 'Rule 2' })).toBeVisible()
    await clean(page, 'edit', scheme)
  })
}
