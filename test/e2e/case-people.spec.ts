/** A case among people: whose it is, who else is at it, who is asked, and what waits for others. */
import { clean } from './accessible.ts'
import {
  approve,
  balanceOf,
  button,
  caseOf,
  confirm,
  dialog,
  openCase,
  openShop,
  pane,
  raised,
  type Shop,
  section,
  topUpsOf,
  withRow,
} from './at-a-case.ts'
import { ask } from './colleague.ts'
import { expect, instant, otherPerson, signIn, test } from './console-fixture.ts'

const shop: Shop = { id: 79, code: 'plum', name: 'Plum Pastries', frozen: 'PLUM-FROZEN' }

test.beforeAll(({ host }) => openShop(host, shop))

test('assign, snooze and note: there at once, and undone where that is meant', async ({ page, host }) => {
  host.drop(
    'plum',
    'plum-mine.csv',
    withRow(topUpsOf(shop, 'AS'), 1, `${instant(50)},79,AS-C1,Central,AS-1,Refund,1000`),
  )
  const id = await raised(host, 'plum-mine.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await page.keyboard.press('i')
  await expect(section(page, 'What happened')).toContainText('Owner: anna')
  await expect.poll(() => caseOf(host, id)).toMatchObject({ owner: 'anna', status: 'in_progress' })
  // What is shown at once can be undone when the engine has answered.
  await expect(page.getByRole('status').filter({ hasText: `EX-${id}: assigned.` })).toBeVisible()
  await page.keyboard.press('u')
  await expect.poll(() => caseOf(host, id)).toMatchObject({ owner: null, status: 'open' })
  await expect(section(page, 'What happened')).toContainText('Nobody owns it')

  await page.keyboard.press('Shift+I')
  await dialog(page)
    .getByRole('radio', { name: /^April Approver/ })
    .check()
  await clean(page, 'assign')
  await confirm(page)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ owner: 'april' })

  await section(page, 'History').getByLabel('Note').fill('They call back at four.')
  await confirm(page)
  await expect(section(page, 'History').getByText('They call back at four.')).toBeVisible()

  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('h')
  await expect(dialog(page).getByRole('radio', { name: /^Tomorrow, until .* 09:00:00$/ })).toBeChecked()
  await clean(page, 'snooze')
  await confirm(page)
  await expect.poll(async () => (await caseOf(host, id)).snoozedUntil).not.toBeNull()
  await expect(page.getByRole('status').filter({ hasText: `EX-${id}: put off.` })).toBeVisible()
  await page.keyboard.press('u')
  await expect.poll(async () => (await caseOf(host, id)).snoozedUntil).toBeNull()
})

test('two people at one case: each sees the other, and the second reads what the first did', async ({
  page,
  host,
  browser,
}) => {
  host.drop(
    'plum',
    'plum-both.csv',
    withRow(topUpsOf(shop, 'TW'), 1, `${instant(50)},79,TW-C1,Central,TW-1,Refund,1000`),
  )
  const id = await raised(host, 'plum-both.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  const april = await otherPerson(browser, host, 'april', `/exceptions?producer=${shop.id}&open=${id}`)
  await expect(section(page, 'What happened')).toContainText('April Approver is looking at this')
  await expect(section(april, 'What happened')).toContainText('Anna Analyst is looking at this')

  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('n')
  await dialog(page).getByLabel('Reason', { exact: true }).fill('Looked at with care')
  await section(april, 'What now').waitFor()
  await pane(april).getByRole('group').first().focus()
  await april.keyboard.press('r')
  await confirm(april)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ resolution: 'rejected' })
  await april.context().close()

  await confirm(page)
  const needs = page.getByRole('region', { name: 'Needs you' })
  await expect(needs).toContainText(
    new RegExp(`EX-${id}: closing it as no problem was not done. april rejected this \\d+ s ago.`),
  )
  await clean(page, 'needs you')
  await needs.getByRole('button', { name: 'See it' }).click()
  // What was written is not lost with the refusal.
  await expect(dialog(page).getByLabel('Reason', { exact: true })).toHaveValue('Looked at with care')
  await expect(needs).toHaveCount(0)
})

test('ask the client: what they are asked is read first, and the case waits for their answer', async ({
  page,
  host,
}) => {
  const contact = { name: 'Chan Tai Man', phone: '+852 2345 6789', channel: 'phone' }
  await ask(host, 'anna', '/clients/PLUM-FROZEN/contact', { expectedVersion: 0, contact }, 'PUT')
  host.drop(
    'plum',
    'plum-ask.csv',
    withRow(topUpsOf(shop, 'AK'), 1, `${instant(50)},79,PLUM-FROZEN,Central,AK-1,Payment,2000`),
  )
  const id = await raised(host, 'plum-ask.csv', 'CLIENT_FROZEN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await page.keyboard.press('q')
  await expect(dialog(page)).toContainText('Chan Tai Man · +852 2345 6789')
  await expect(dialog(page).getByLabel('Text')).toHaveValue(/USD 20\.00/)
  await clean(page, 'ask the client')
  // By e-mail nobody could be reached, and it says so instead of sending.
  await dialog(page).getByLabel('By').selectOption('E-mail')
  await expect(dialog(page).getByText('Nothing is known to reach them by.', { exact: false })).toBeVisible()
  await dialog(page).getByLabel('By').selectOption('Phone')
  await expect(dialog(page).getByRole('button', { name: /^Record that they were asked/ })).toBeVisible()
  await dialog(page).getByLabel('Text').focus()
  await confirm(page)
  await expect(dialog(page)).toHaveCount(0)
  expect(await caseOf(host, id)).toMatchObject({ status: 'waiting', waitingFor: 'client' })
  await openCase(page, host, id, shop)
  await expect(section(page, 'What happened')).toContainText('Waits for the client')
  await expect(section(page, 'Messages')).toContainText('No answer from the client yet.')
  await expect(section(page, 'History')).toContainText('anna asked the client')
})

test('ask the producer: about a row of theirs, and the case waits for them', async ({ page, host }) => {
  host.drop(
    'plum',
    'plum-theirs.csv',
    withRow(topUpsOf(shop, 'AP'), 1, `${instant(50)},79,AP-C1,Central,AP-1,TopUp,1O`),
  )
  const id = await raised(host, 'plum-theirs.csv', 'FIELD_UNREADABLE')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await page.keyboard.press('Shift+Q')
  await dialog(page).getByLabel('By').selectOption('Phone')
  await expect(dialog(page)).toContainText('+852 2222 3333')
  await dialog(page).getByLabel('Text').focus()
  await confirm(page)
  await expect(dialog(page)).toHaveCount(0)
  expect(await caseOf(host, id)).toMatchObject({ status: 'waiting', waitingFor: 'producer' })
})

test('reverse it: a posted transaction that its client questions is cancelled by two people', async ({
  page,
  host,
}) => {
  await ask(host, 'anna', '/wallets', { client: 'RV-1' })
  await ask(host, 'anna', '/deposits', { client: 'RV-1', amount: 10_000, key: 'start-of-rv' })
  const paid = await ask(host, 'anna', '/purchases', { client: 'RV-1', amount: 4_000, key: 'rv-pays' })
  const questioned = { transaction: paid.transaction, reason: 'The client called' }
  const { id } = await ask(host, 'anna', '/messages/question-transaction', questioned)
  await signIn(page, host, 'anna', '/exceptions')
  await page.goto(`${host.url}/exceptions?open=${Number(id)}`)
  await expect(section(page, 'What happened')).toContainText('RV-1 questions a transaction of USD 40.00.')
  await button(page, 'Reverse it').click()
  await expect(dialog(page).getByRole('row', { name: /wallet:RV-1 USD 60.00 Cr USD 100.00 Cr/ })).toBeVisible()
  await dialog(page).getByLabel('Reason', { exact: true }).focus()
  await confirm(page)
  await expect.poll(() => caseOf(host, Number(id))).toMatchObject({ status: 'waiting', waitingFor: 'approval' })
  await approve(host, Number(id))
  expect(await caseOf(host, Number(id))).toMatchObject({ status: 'resolved' })
  expect(await balanceOf(host, 'RV-1')).toBe(10_000)
})

test('suspend the producer: at once, and only two people resume it', async ({ page, host }) => {
  host.drop(
    'plum',
    'plum-last.csv',
    withRow(topUpsOf(shop, 'SU'), 1, `${instant(50)},79,SU-C1,Central,SU-1,Refund,1000`),
  )
  const id = await raised(host, 'plum-last.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await page.keyboard.press('Shift+S')
  await expect(dialog(page)).toContainText('At once nothing of the producer is posted any more')
  await confirm(page)
  await expect(page.getByRole('status').filter({ hasText: 'the producer is suspended' })).toBeVisible()
  await expect(button(page, 'Suspend producer')).toHaveAttribute('aria-disabled', 'true')
  expect(await ask(host, 'anna', '/producers/79')).toMatchObject({ state: 'suspended' })
})
