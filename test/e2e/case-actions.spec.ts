/** What a person decides about a case, action by action, over files that were really dropped: the effect first, then two keys. */
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
import { type Answer, ask } from './colleague.ts'
import { expect, instant, otherPerson, signIn, test } from './console-fixture.ts'

const shop: Shop = { id: 76, code: 'jasmine', name: 'Jasmine Teas', frozen: 'JAS-FROZEN' }

test.beforeAll(({ host }) => openShop(host, shop))

test('reject: two keys with the reason that is there already; the next case comes by itself, and U opens it again', async ({
  page,
  host,
}) => {
  const rows = withRow(topUpsOf(shop, 'RJ'), 1, `${instant(50)},76,RJ-C1,Central,RJ-1,TopUp,12.5O`)
  host.drop('jasmine', 'jasmine-reject.csv', withRow(rows, 3, `${instant(50)},76,RJ-C3,Central,RJ-3,Refund,1000`))
  const first = await raised(host, 'jasmine-reject.csv', 'FIELD_UNREADABLE')
  await raised(host, 'jasmine-reject.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, first, shop)
  await expect(section(page, 'What happened')).toContainText(
    'A row of RJ-C1 was not posted. Amount can’t be read: “12.5O”.',
  )
  await expect(section(page, 'Why').getByRole('row', { name: 'Amount an amount in figures 12.5O' })).toBeVisible()
  await expect(section(page, 'Where from').locator('mark')).toHaveText('12.5O')
  await page.keyboard.press('r')
  await expect(dialog(page)).toContainText('1 row is never posted. No balance changes.')
  await expect(dialog(page).getByLabel('Reason', { exact: true })).toBeFocused()
  // Enter alone decides nothing.
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toBeVisible()
  await clean(page, 'reject')
  await confirm(page)
  await expect(dialog(page)).toHaveCount(0)
  await expect(page).not.toHaveURL(new RegExp(`open=${first}(&|$)`))
  await expect.poll(() => caseOf(host, first)).toMatchObject({ status: 'resolved', resolution: 'rejected' })
  const { history } = await ask(host, 'anna', `/exceptions/${first}`)
  expect((history as readonly Answer[]).at(-1)).toMatchObject({
    by: 'anna',
    kind: 'rejected',
    detail: { reason: 'The producer sends it again, corrected' },
  })
  await page.keyboard.press('u')
  await expect(page.getByRole('status').filter({ hasText: 'Undone' })).toBeVisible()
  expect(await caseOf(host, first)).toMatchObject({ status: 'open', resolution: null, left: 1 })
})

test('post anyway: held by a rule, proposed with its postings shown, and posted once a second person agrees', async ({
  page,
  host,
}) => {
  host.drop(
    'jasmine',
    'jasmine-large.csv',
    withRow(topUpsOf(shop, 'PO'), 2, `${instant(50)},76,PO-C2,Central,PO-2,TopUp,9000000`),
  )
  const id = await raised(host, 'jasmine-large.csv', 'AMOUNT_OVER_LIMIT')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await expect(section(page, 'What happened')).toContainText(
    'A row of PO-C2, USD 90,000.00, is held: the amount is over the limit.',
  )
  await expect(section(page, 'Where from').locator('mark')).toHaveText('9000000')
  // The first that can be done has its effect there without a key.
  await expect(section(page, 'Effect of “Post anyway”').getByRole('cell', { name: 'wallet:PO-C2' })).toBeVisible()
  await page.keyboard.press('p')
  await expect(
    dialog(page).getByRole('row', { name: /^Top-up clearing:jasmine wallet:PO-C2 USD 90,000.00$/ }),
  ).toBeVisible()
  await expect(dialog(page)).toContainText(
    'Nothing happens yet: it is proposed, and a second person sees this and decides.',
  )
  await expect(dialog(page).getByRole('button', { name: 'Propose to post 1 row' })).toBeVisible()
  await confirm(page)
  await expect(page.getByRole('status').filter({ hasText: `EX-${id}: proposed.` })).toBeVisible()
  expect(await caseOf(host, id)).toMatchObject({ status: 'waiting', waitingFor: 'approval', owner: 'anna' })

  await openCase(page, host, id, shop)
  await expect(button(page, /^Reject$/)).toHaveAttribute('aria-disabled', 'true')
  const proposal = await approve(host, id)
  await expect(section(page, 'What happened')).toContainText('Posted')
  await expect(section(page, /^1 row/).getByRole('link', { name: `Proposal ${proposal}` })).toBeVisible()
  await expect(section(page, /^1 row/).getByRole('link', { name: /^Transaction \d+$/ })).toBeVisible()
  expect(await balanceOf(host, 'PO-C2')).toBe(9_000_000)
})

test('correct and post: the original stays beside it, for the one who approves and for ever after', async ({
  page,
  host,
  browser,
}) => {
  host.drop(
    'jasmine',
    'jasmine-typing.csv',
    withRow(topUpsOf(shop, 'CO'), 1, `${instant(50)},76,CO-C1,Central,CO-1,TopUp,12.5O`),
  )
  const id = await raised(host, 'jasmine-typing.csv', 'FIELD_UNREADABLE')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await page.keyboard.press('c')
  const amount = dialog(page).getByLabel('Amount, line 3')
  // What is wrong has the focus, with what stood in the file beside it.
  await expect(amount).toBeFocused()
  await expect(amount).toHaveValue('12.5O')
  await expect(dialog(page).getByRole('button', { name: /^Propose 1 corrected row/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await amount.fill('12,5')
  await expect(amount).toHaveAttribute('aria-invalid', 'true')
  await amount.fill('12.50')
  await expect(dialog(page).getByRole('row', { name: 'Top-up clearing:jasmine wallet:CO-C1 USD 12.50' })).toBeVisible()
  await clean(page, 'correct')
  await confirm(page)
  await expect(page.getByRole('status').filter({ hasText: `EX-${id}: proposed.` })).toBeVisible()

  const { proposals } = await ask(host, 'april', `/exceptions/${id}`)
  const [{ id: proposal }] = proposals as [{ id: number }]
  const april = await otherPerson(browser, host, 'april', `/approvals?proposal=${proposal}`)
  await expect(pane(april)).toContainText(`Correct and post 1 row of EX-${id}`)
  await expect(pane(april).getByRole('link', { name: `EX-${id}` })).toBeVisible()
  await expect(
    pane(april)
      .getByRole('row', { name: /^The line as it stood .*CO-1,TopUp,12\.5O/ })
      .first(),
  ).toBeVisible()
  await expect(
    pane(april)
      .getByRole('row', { name: /^Amount not there USD 12\.50$/ })
      .first(),
  ).toBeVisible()
  await clean(april, 'correction to approve')
  await pane(april)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await dialog(april).getByRole('button', { name: 'Approve and carry out' }).click()
  await expect(dialog(april)).toHaveCount(0)
  await april.context().close()

  await page.goto(`${host.url}/exceptions/EX-${id}`)
  const rows = page.getByRole('region', { name: /^1 row/ })
  await expect(rows).toContainText('Corrected')
  await expect(rows.getByRole('row', { name: /^Amount.*USD 12\.50$/ })).toBeVisible()
  await expect(rows).toContainText('CO-1,TopUp,12.5O')
  await expect(rows.getByRole('link', { name: /^Transaction \d+$/ })).toBeVisible()
  await expect(rows.getByRole('link', { name: `Proposal ${proposal}` })).toBeVisible()
  expect(await balanceOf(host, 'CO-C1')).toBe(1_250)
})

test('write off: the house pays a held payment, and the client keeps its money', async ({ page, host }) => {
  host.drop(
    'jasmine',
    'jasmine-frozen.csv',
    withRow(topUpsOf(shop, 'WO'), 1, `${instant(50)},76,JAS-FROZEN,Central,WO-1,Payment,4000`),
  )
  const id = await raised(host, 'jasmine-frozen.csv', 'CLIENT_FROZEN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await page.keyboard.press('w')
  await expect(dialog(page)).toContainText('The house pays 1 payment.')
  await expect(dialog(page).getByRole('cell', { name: 'write-off', exact: false }).first()).toBeVisible()
  await confirm(page)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ status: 'waiting' })
  await approve(host, id)
  expect(await caseOf(host, id)).toMatchObject({ status: 'resolved', resolution: 'written_off' })
  expect(await balanceOf(host, 'JAS-FROZEN')).toBe(10_000)
})

test('merge as repeat: the known row beside this one, with what differs marked', async ({ page, host }) => {
  host.drop('jasmine', 'jasmine-known.csv', topUpsOf(shop, 'ME'))
  await expect
    .poll(async () => (await ask(host, 'anna', '/batches?file=jasmine-known.csv')).items)
    .toMatchObject([{ state: 'posted' }])
  host.drop(
    'jasmine',
    'jasmine-again.csv',
    withRow(topUpsOf(shop, 'MF'), 1, `${instant(50)},76,ME-C1,Central,ME-1,TopUp,1500`),
  )
  const id = await raised(host, 'jasmine-again.csv', 'TXID_CONFLICT')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  const amount = section(page, 'Why').getByRole('row', { name: /^Amount/ })
  await expect(amount.locator('mark')).toHaveText(['0', '5'])
  await expect(section(page, 'Why').getByRole('link', { name: /^Known from batch \d+, line 3$/ })).toBeVisible()
  await page.keyboard.press('m')
  await confirm(page)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ status: 'resolved', resolution: 'merged' })
})

test('not a problem: closed without anything posted; reopened, it is there again', async ({ page, host }) => {
  const same = topUpsOf(shop, 'NP')
  host.drop('jasmine', 'jasmine-once.csv', same)
  await expect
    .poll(async () => (await ask(host, 'anna', '/batches?file=jasmine-once.csv')).items)
    .toMatchObject([{ state: 'posted' }])
  host.drop('jasmine', 'jasmine-twice.csv', same)
  const id = await raised(host, 'jasmine-twice.csv', 'FILE_REPEATED')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await page.keyboard.press('n')
  await confirm(page)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ status: 'resolved', resolution: 'not_a_problem' })
  await openCase(page, host, id, shop)
  await expect(section(page, 'What happened')).toContainText('Not a problem')
  await button(page, 'Reopen').click()
  await expect(dialog(page)).toContainText('It is open again.')
  await confirm(page)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ status: 'open', resolution: null })
})

test('rows that are picked are decided alone, and the others still wait', async ({ page, host }) => {
  const rows = topUpsOf(shop, 'PK').map((row, place) => (place < 3 ? row.replace('TopUp', 'Refund') : row))
  host.drop('jasmine', 'jasmine-some.csv', rows)
  const id = await raised(host, 'jasmine-some.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await section(page, /^3 rows/)
    .getByLabel('Pick line 3')
    .check()
  await expect(section(page, /^3 rows/)).toContainText('1 row picked: actions mean only this one.')
  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('r')
  await expect(dialog(page)).toContainText('2 rows are left to decide.')
  await confirm(page)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ status: 'open', left: 2 })
  await expect(
    section(page, /^3 rows, 2 left/)
      .getByRole('listitem')
      .nth(1),
  ).toContainText('Rejected')
  await expect(page).toHaveURL(new RegExp(`open=${id}(&|$)`))
})

test('release and reject a whole batch: L and Shift-R, each with what it does', async ({ page, host }) => {
  host.drop('jasmine', 'jasmine-short.csv', [...topUpsOf(shop, 'RL'), '#CONTROL,6,7000'])
  host.drop('jasmine', 'jasmine-wrong.csv', [...topUpsOf(shop, 'RB'), '#CONTROL,7,6000'])
  const short = await raised(host, 'jasmine-short.csv', 'CONTROL_MISMATCH')
  const wrong = await raised(host, 'jasmine-wrong.csv', 'CONTROL_MISMATCH')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, short, shop)
  await expect(
    section(page, 'Why')
      .getByRole('row', { name: /^Control sum/ })
      .locator('mark'),
  ).toHaveText(['7', '6'])
  await page.keyboard.press('l')
  await expect(dialog(page)).toContainText('The batch is posted although a rule held it.')
  await confirm(page)
  await expect.poll(() => caseOf(host, short)).toMatchObject({ status: 'waiting', waitingFor: 'approval' })
  await approve(host, short)
  await expect.poll(() => caseOf(host, short)).toMatchObject({ status: 'resolved', resolution: 'posted' })

  await openCase(page, host, wrong, shop)
  await page.keyboard.press('Shift+R')
  await expect(dialog(page)).toContainText('Nothing of the whole batch is posted, now or later.')
  await confirm(page)
  await expect.poll(() => caseOf(host, wrong)).toMatchObject({ status: 'resolved', resolution: 'rejected' })
  await page.keyboard.press('u')
  await expect(page.getByRole('status').filter({ hasText: 'This can’t be undone' })).toBeVisible()
})

test('what can’t be done says why, and its key does nothing', async ({ page, host }) => {
  host.drop(
    'jasmine',
    'jasmine-bars.csv',
    withRow(topUpsOf(shop, 'BA'), 1, `${instant(50)},76,BA-C1,Central,BA-1,Refund,1000`),
  )
  const id = await raised(host, 'jasmine-bars.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id, shop)
  await button(page, 'Merge as repeat').focus()
  await expect(section(page, 'Effect of “Merge as repeat”')).toContainText('Its rows repeat no other row.')
  await page.keyboard.press('m')
  await page.keyboard.press('p')
  await expect(dialog(page)).toHaveCount(0)
  await page.goto(`${host.url}/exceptions`)
})
