/** The Clients screen: everything that is done to a wallet, in a real browser on a real engine. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import { addProducer, expect, type RunningHost, signIn, test } from './console-fixture.ts'

/** A wallet with money in it, as it was before somebody opened the screen. */
async function walletWith(host: RunningHost, client: string, amount: number): Promise<void> {
  await ask(host, 'anna', '/wallets', { client })
  if (amount > 0) await ask(host, 'anna', '/deposits', { client, amount, key: `start-${client}` })
}

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const notice = (page: Page, words: string): Locator => page.getByRole('status').filter({ hasText: words })

/** A figure of the wallet by its name. */
const figure = (page: Page, name: string): Locator =>
  pane(page).locator('dl > div').filter({ hasText: name }).locator('dd')

const balance = (page: Page): Locator => pane(page).getByRole('region', { name: 'Wallet' }).locator('p')

const rows = (page: Page): Locator => pane(page).getByRole('region', { name: 'History' }).locator('tbody tr')

async function begin(page: Page, action: string): Promise<void> {
  await pane(page).getByRole('button', { name: action, exact: true }).click()
  await expect(dialog(page)).toBeVisible()
}

async function beginFromMenu(page: Page, action: string): Promise<void> {
  await pane(page).getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: action }).click()
  await expect(dialog(page)).toBeVisible()
}

test('a new client’s wallet is opened, filled once in spite of a double press, and never overdrawn', async ({
  page,
  host,
}) => {
  await signIn(page, host, 'anna', '/clients')
  await page.getByRole('button', { name: 'Open a wallet' }).click()
  await dialog(page).getByLabel('Client’s number').fill('C-100')
  await dialog(page).getByRole('button', { name: 'Open a wallet' }).click()
  await expect(balance(page)).toHaveText('USD 0.00')
  // Among however many clients there are by now.
  await page.getByRole('main').getByLabel('Client’s number').fill('C-100')
  await expect(page.getByRole('row').filter({ hasText: 'C-100' })).toBeVisible()

  await begin(page, 'Deposit')
  await dialog(page).getByLabel('Amount, USD').fill('1,204.50')
  await dialog(page).getByLabel('Reference').fill('SLIP-1')
  await expect(dialog(page)).toContainText('Client C-100: USD 0.00 now, 1,204.50 afterwards.')
  await dialog(page).getByRole('button', { name: 'Deposit USD 1,204.50' }).dblclick()
  await expect(notice(page, 'Posted: Deposit, USD 1,204.50.')).toHaveCount(1)
  await expect(notice(page, 'balance USD 1,204.50, available USD 1,204.50')).toHaveCount(1)
  await expect(balance(page)).toHaveText('USD 1,204.50')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('SLIP-1')

  await begin(page, 'Withdraw')
  await dialog(page).getByLabel('Amount, USD').fill('1300')
  await dialog(page).getByRole('button', { name: 'Withdraw USD 1,300.00' }).click()
  await expect(dialog(page).getByRole('alert')).toHaveText(
    'Not done. Client C-100 has USD 1,204.50 available: USD 95.50 is missing.',
  )
  await dialog(page).getByLabel('Amount, USD').fill('204.50')
  await dialog(page).getByRole('button', { name: 'Withdraw USD 204.50' }).click()
  await expect(balance(page)).toHaveText('USD 1,000.00')
  await expect(rows(page)).toHaveCount(2)

  // Each row opens its transaction, and Back leads to the client again.
  await rows(page).last().getByRole('link', { name: 'Deposit' }).click()
  await expect(pane(page)).toContainText('SLIP-1')
  await page.goBack()
  await expect(rows(page)).toHaveCount(2)
})

test('what was decided on is what was seen: a wallet that moved meanwhile is shown anew first', async ({
  page,
  host,
}) => {
  await walletWith(host, 'C-150', 10_000)
  await signIn(page, host, 'anna', '/clients?open=C-150')
  await begin(page, 'Withdraw')
  await dialog(page).getByLabel('Amount, USD').fill('60')
  await ask(host, 'anna', '/fees', { client: 'C-150', amount: 1_000, key: 'meanwhile' })
  await dialog(page).getByRole('button', { name: 'Withdraw USD 60.00' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('moved since you opened it')
  await expect(dialog(page)).toContainText('balance USD 90.00, available USD 90.00')
  await dialog(page).getByRole('button', { name: 'Withdraw USD 60.00' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(balance(page)).toHaveText('USD 30.00')
})

test('a frozen wallet says so and takes nothing in or out until it is unfrozen', async ({ page, host }) => {
  await walletWith(host, 'C-200', 10_000)
  await walletWith(host, 'C-201', 5_000)
  await signIn(page, host, 'anna', '/clients?open=C-200')
  await beginFromMenu(page, 'Freeze')
  await dialog(page).getByRole('button', { name: 'Freeze' }).click()
  await expect(dialog(page)).toContainText('Say why: it is kept with the change.')
  await dialog(page).getByLabel('Reason').fill('court order 12')
  await dialog(page).getByRole('button', { name: 'Freeze' }).click()
  await expect(pane(page)).toContainText('Frozen')
  await expect(page.getByRole('row').filter({ hasText: 'C-200' })).toContainText('Frozen')
  await expect(pane(page).getByRole('button', { name: 'Deposit', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )

  // The engine refuses what another wallet would send to it.
  await page.goto(`${host.url}/clients?open=C-201`)
  await begin(page, 'Transfer')
  await dialog(page).getByLabel('Amount, USD').fill('1')
  await dialog(page).getByLabel('To client').fill('C-200')
  await dialog(page).getByRole('button', { name: 'Transfer USD 1.00' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('The wallet of client C-200 is frozen.')
  await page.keyboard.press('Escape')

  await page.goto(`${host.url}/clients?open=C-200`)
  await beginFromMenu(page, 'Unfreeze')
  await dialog(page).getByLabel('Reason').fill('order lifted')
  await dialog(page).getByRole('button', { name: 'Unfreeze' }).click()
  await expect(pane(page).getByRole('button', { name: 'Deposit', exact: true })).not.toHaveAttribute('aria-disabled')

  // Money in it keeps it from being closed, and the refusal says how much.
  await beginFromMenu(page, 'Close')
  await dialog(page).getByLabel('Reason').fill('left us')
  await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(dialog(page).getByRole('alert')).toContainText('Still in it: balance USD 100.00; each has to go first.')
})

test('a transfer moves money to another client, and both histories show it', async ({ page, host }) => {
  await walletWith(host, 'C-210', 10_000)
  await walletWith(host, 'C-211', 0)
  await signIn(page, host, 'anna', '/clients?open=C-210')
  await begin(page, 'Transfer')
  await dialog(page).getByLabel('Amount, USD').fill('25')
  await dialog(page).getByLabel('To client').fill('C-211')
  await dialog(page).getByRole('button', { name: 'Transfer USD 25.00' }).click()
  await expect(notice(page, 'Client C-211: balance USD 25.00')).toBeVisible()
  await expect(balance(page)).toHaveText('USD 75.00')
  await page.goto(`${host.url}/clients?open=C-211`)
  await expect(balance(page)).toHaveText('USD 25.00')
  await expect(rows(page)).toContainText('+25.00')
})

test('a purchase is refunded in part, and never by more than is left', async ({ page, host }) => {
  await addProducer(host, { id: 8, code: 'eight', name: 'Eight Market' })
  await walletWith(host, 'C-300', 10_000)
  await signIn(page, host, 'anna', '/clients?open=C-300')
  await begin(page, 'Purchase')
  await dialog(page).getByLabel('Amount, USD').fill('40')
  await dialog(page).getByRole('combobox', { name: 'Producer' }).click()
  await page.getByRole('option', { name: 'Eight Market (8)' }).click()
  await dialog(page).getByLabel('Order', { exact: true }).fill('ORDER-9')
  await dialog(page).getByRole('button', { name: 'Purchase USD 40.00' }).click()
  await expect(balance(page)).toHaveText('USD 60.00')

  const refund = async (amount: string): Promise<void> => {
    await rows(page)
      .filter({ hasText: 'Purchase' })
      .getByRole('button', { name: /What can be done/ })
      .click()
    await page.getByRole('menuitem', { name: 'Refund' }).click()
    await dialog(page).getByLabel('Amount, USD').fill(amount)
    await dialog(page)
      .getByRole('button', { name: /^Refund USD/ })
      .click()
  }
  await refund('15')
  await expect(balance(page)).toHaveText('USD 75.00')
  await refund('25.01')
  await expect(dialog(page).getByRole('alert')).toHaveText('Not done. Only USD 25.00 is left of it.')
  // An empty field means all that is left.
  await dialog(page).getByLabel('Amount, USD').fill('')
  await dialog(page).getByRole('button', { name: 'Refund USD 25.00' }).click()
  await expect(balance(page)).toHaveText('USD 100.00')

  // What was bought is found again without knowing the client.
  await page.getByLabel('Find a posting').fill('ORDER-9')
  await page.getByRole('button', { name: 'Find', exact: true }).click()
  await expect(page).toHaveURL(/\/ledger\?tab=postings&reference=ORDER-9/)
})

test('money that is set aside is captured in part, kept, and released', async ({ page, host }) => {
  await walletWith(host, 'C-400', 10_000)
  await signIn(page, host, 'anna', '/clients?open=C-400')
  await beginFromMenu(page, 'Hold')
  await dialog(page).getByLabel('Amount, USD').fill('80')
  await dialog(page).getByRole('button', { name: 'Hold USD 80.00' }).click()
  await expect(figure(page, 'On hold')).toHaveText('80.00')
  await expect(figure(page, 'Available')).toHaveText('20.00')
  await expect(balance(page)).toHaveText('USD 100.00')

  await pane(page).getByRole('button', { name: 'Capture' }).click()
  await dialog(page).getByLabel('Amount, USD').fill('30')
  await dialog(page).getByLabel('Keep the rest on hold').check()
  await dialog(page).getByRole('button', { name: 'Capture USD 30.00' }).click()
  await expect(balance(page)).toHaveText('USD 70.00')
  await expect(figure(page, 'On hold')).toHaveText('50.00')

  await pane(page).getByRole('button', { name: 'Release' }).click()
  await dialog(page).getByRole('button', { name: 'Release USD 50.00' }).click()
  await expect(figure(page, 'On hold')).toHaveText('0.00')
  await expect(figure(page, 'Available')).toHaveText('70.00')
  await expect(pane(page).getByRole('region', { name: 'Holds' })).toContainText('Captured USD 30.00, left USD 0.00.')
})

test('what one may not do alone is proposed with the same content', async ({ page, host }) => {
  await walletWith(host, 'C-500', 0)
  await signIn(page, host, 'anna', '/clients?open=C-500')
  await begin(page, 'Deposit')
  await dialog(page).getByLabel('Amount, USD').fill('25,000')
  await dialog(page).getByRole('button', { name: 'Deposit USD 25,000.00' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('You may do up to USD 10,000.00 alone')
  await dialog(page).getByRole('button', { name: 'Propose it instead' }).click()
  await expect(dialog(page)).toContainText('25,000.00')
  await dialog(page).getByLabel('Why it is needed').fill('the annual prepayment')
  await dialog(page).getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(notice(page, 'It waits for a second person')).toBeVisible()
  await expect(balance(page)).toHaveText('USD 0.00')
})

test('each currency has a wallet of its own, with its own digits', async ({ page, host }) => {
  await walletWith(host, 'C-550', 10_000)
  const change = { kind: 'currency', code: 'JPY', digits: 0 }
  const proposed = await ask(host, 'april', '/proposals', { change, reason: 'we pay in Tokyo', key: 'yen' })
  await ask(host, 'april', `/proposals/${String(proposed.id)}/approve`, {})
  await signIn(page, host, 'anna', '/clients?open=C-550')
  await expect(balance(page)).toHaveText('USD 100.00')
  await beginFromMenu(page, 'Open one in another currency')
  await expect(dialog(page).getByRole('combobox', { name: 'Currency' })).toHaveValue('JPY')
  await dialog(page).getByRole('button', { name: 'Open a wallet' }).click()
  await expect(page.getByRole('tab', { name: 'JPY', selected: true })).toBeVisible()
  await expect(balance(page)).toHaveText('JPY 0')

  await begin(page, 'Deposit')
  await dialog(page).getByLabel('Amount, JPY').fill('12.5')
  await dialog(page).getByRole('button', { name: 'Deposit', exact: true }).click()
  await expect(dialog(page)).toContainText('JPY has no decimals.')
  await dialog(page).getByLabel('Amount, JPY').fill('12,500')
  await dialog(page).getByRole('button', { name: 'Deposit JPY 12,500' }).click()
  await expect(balance(page)).toHaveText('JPY 12,500')
  await expect(rows(page)).toHaveCount(1)
  await clean(page, 'two wallets')
  await page.getByRole('tab', { name: 'USD' }).click()
  await expect(balance(page)).toHaveText('USD 100.00')
  await expect(page).toHaveURL(/currency=USD/)
})

test('the way by keyboard: find, open, deposit; Enter alone moves no money', async ({ page, host }) => {
  await walletWith(host, 'C-600', 0)
  await signIn(page, host, 'anna', '/clients?open=C-600')
  await expect(balance(page)).toHaveText('USD 0.00')
  await page.getByRole('heading', { name: 'Clients' }).focus()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Client’s number')).toBeFocused()
  await page.getByRole('heading', { name: 'Clients' }).focus()
  await page.keyboard.press('?')
  await expect(dialog(page)).toContainText('Deposit')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  await pane(page).getByRole('button', { name: 'Deposit', exact: true }).focus()
  await page.keyboard.press('Shift+D')
  await expect(dialog(page).getByLabel('Amount, USD')).toBeFocused()
  await page.keyboard.type('10')
  await page.keyboard.press('Enter')
  await page.keyboard.type('0')
  await expect(dialog(page).getByRole('button', { name: 'Deposit USD 100.00' })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(dialog(page)).toHaveCount(0)
  await expect(balance(page)).toHaveText('USD 100.00')
  await expect(rows(page)).toHaveCount(1)
  // The focus is where it was, so the next key works too.
  await expect(pane(page).getByRole('button', { name: 'Deposit', exact: true })).toBeFocused()
})

test('whoever only reads is offered nothing to do', async ({ page, host }) => {
  await walletWith(host, 'C-650', 5_000)
  await signIn(page, host, 'audrey', '/clients?open=C-650')
  await expect(balance(page)).toHaveText('USD 50.00')
  await expect(rows(page)).toHaveCount(1)
  await expect(pane(page).getByRole('button', { name: 'Deposit', exact: true })).toHaveCount(0)
  await expect(pane(page).getByRole('button', { name: 'More', exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Open a wallet' })).toHaveCount(0)
})

for (const scheme of ['light', 'dark'] as const) {
  test(`screen, pane and every dialog are accessible (${scheme})`, async ({ page, host }) => {
    test.setTimeout(180_000)
    const client = `C-70${scheme.length}`
    await walletWith(host, client, 10_000)
    await ask(host, 'anna', '/purchases', { client, amount: 1_000, key: `bought-${client}` })
    await ask(host, 'anna', '/withdrawals', { client, amount: 500, key: `withdrawn-${client}` })
    await ask(host, 'anna', '/holds', { client, amount: 500, key: `held-${client}` })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await signIn(page, host, 'anna', `/clients?open=${client}`)
    await expect(rows(page)).toHaveCount(3)
    await pane(page).getByRole('button', { name: 'Filter the history' }).click()
    await clean(page, 'pane', scheme)
    const look = async (where: string): Promise<void> => {
      await expect(dialog(page)).toBeVisible()
      await clean(page, where, scheme)
      await page.keyboard.press('Escape')
      await expect(dialog(page)).toHaveCount(0)
    }
    for (const action of ['Deposit', 'Withdraw', 'Purchase', 'Transfer']) {
      await begin(page, action)
      // What is wrong with each field is part of what has to be readable.
      await dialog(page).getByRole('button', { name: action, exact: true }).click()
      await look(action)
    }
    for (const action of [
      'Hold',
      'Charge a fee',
      'Freeze',
      'Close',
      'Propose other terms',
      'Open one in another currency',
    ]) {
      await beginFromMenu(page, action)
      await look(action)
    }
    for (const action of ['Capture', 'Release', 'Set auto top-up', 'Add a number']) {
      await pane(page).getByRole('button', { name: action }).click()
      await look(action)
    }
    const past = { Deposit: 'Charge back', Purchase: 'Refund', Withdrawal: 'Note as paid out' } as const
    for (const [kind, action] of Object.entries(past)) {
      await rows(page)
        .filter({ has: page.getByRole('link', { name: kind, exact: true }) })
        .getByRole('button', { name: /What can be done/ })
        .click()
      await page.getByRole('menuitem', { name: action }).click()
      await look(action)
    }
  })
}
