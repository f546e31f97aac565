/** What a person does about a case, action by action, over files that were really dropped: the effect first, then two keys. */
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Locator, Page } from '@playwright/test'
import { type Answer, ask } from './colleague.ts'
import { addProducer, expect, forSmallFiles, instant, type RunningHost, signIn, test } from './console-fixture.ts'

type Case = Readonly<{
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

const caseOf = async (host: RunningHost, id: number): Promise<Case> =>
  (await ask(host, 'anna', `/exceptions/${id}`)) as unknown as Case

/** The case that a file gave rise to, as soon as the file is judged. */
async function raised(host: RunningHost, file: string, code: string): Promise<number> {
  let id = 0
  await expect(async () => {
    const { items } = await ask(host, 'anna', `/exceptions?code=${code}&limit=100`)
    id = (items as readonly Case[]).find((each) => each.file === file)?.id ?? 0
    expect(id).toBeGreaterThan(0)
  }).toPass()
  return id
}

const balanceOf = async (host: RunningHost, client: string): Promise<unknown> =>
  (await ask(host, 'anna', `/ledger/balance/${client}`)).balance

/** What the case waits for is agreed to by a second person. */
async function approve(host: RunningHost, id: number): Promise<number> {
  const { proposals } = await ask(host, 'april', `/exceptions/${id}`)
  const proposal =
    (proposals as readonly { id: number; state: string }[]).find(({ state }) => state === 'open')?.id ?? 0
  const { effectHash } = await ask(host, 'april', `/proposals/${proposal}`)
  await ask(host, 'april', `/proposals/${proposal}/approve`, { effectHash })
  return proposal
}

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const section = (page: Page, name: string | RegExp): Locator => pane(page).getByRole('region', { name })
const button = (page: Page, name: string | RegExp): Locator => section(page, 'What now').getByRole('button', { name })

/** The case beside the queue of its producer, with the focus in it: from here on there are only keys. */
async function openCase(page: Page, host: RunningHost, id: number): Promise<void> {
  await page.goto(`${host.url}/exceptions?producer=76&open=${id}`)
  await expect(section(page, 'What now')).toBeVisible()
  await expect(section(page, 'Related').getByRole('link').first()).toBeVisible()
  await pane(page).getByRole('group').first().focus()
}

const confirm = (page: Page): Promise<void> => page.keyboard.press('ControlOrMeta+Enter')

async function clean(page: Page, where: string): Promise<void> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(found.violations.map(({ id, nodes }) => [where, id, nodes[0]?.html])).toEqual([])
}

async function otherPerson(browser: Browser, host: RunningHost, user: string, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, host, user, path)
  return page
}

/** Top-ups of 10.00 by as many clients, each row with a TxId of its own. */
const topUps = (tag: string, rows = 6): string[] =>
  Array.from({ length: rows }, (_, row) => `${instant(60)},76,${tag}-C${row},Central,${tag}-${row},TopUp,1000`)

const withRow = (rows: readonly string[], at: number, row: string): string[] =>
  rows.map((each, place) => (place === at ? row : each))

test.beforeAll(async ({ host }) => {
  const limits = { ...forSmallFiles.limits, amountMax: 50_000 }
  const agreement = { ...forSmallFiles, limits }
  await addProducer(host, {
    id: 76,
    code: 'jasmine',
    name: 'Jasmine Teas',
    agreement,
    contact: { phone: '+852 2222 3333' },
  })
  await ask(host, 'anna', '/wallets', { client: 'JAS-FROZEN' })
  await ask(host, 'anna', '/deposits', { client: 'JAS-FROZEN', amount: 10_000, key: 'start-of-jas-frozen' })
  await ask(host, 'anna', '/wallets/freeze', { client: 'JAS-FROZEN', reason: 'The card was lost' })
})

test('reject: two keys with the reason that is there already; the next case comes by itself, and U opens it again', async ({
  page,
  host,
}) => {
  const rows = withRow(topUps('RJ'), 1, `${instant(50)},76,RJ-C1,Central,RJ-1,TopUp,12.5O`)
  host.drop('jasmine', 'jasmine-reject.csv', withRow(rows, 3, `${instant(50)},76,RJ-C3,Central,RJ-3,Refund,1000`))
  const first = await raised(host, 'jasmine-reject.csv', 'FIELD_UNREADABLE')
  await raised(host, 'jasmine-reject.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, first)
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
    withRow(topUps('PO'), 2, `${instant(50)},76,PO-C2,Central,PO-2,TopUp,9000000`),
  )
  const id = await raised(host, 'jasmine-large.csv', 'AMOUNT_OVER_LIMIT')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
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

  await openCase(page, host, id)
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
    withRow(topUps('CO'), 1, `${instant(50)},76,CO-C1,Central,CO-1,TopUp,12.5O`),
  )
  const id = await raised(host, 'jasmine-typing.csv', 'FIELD_UNREADABLE')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
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
    withRow(topUps('WO'), 1, `${instant(50)},76,JAS-FROZEN,Central,WO-1,Payment,4000`),
  )
  const id = await raised(host, 'jasmine-frozen.csv', 'CLIENT_FROZEN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
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
  host.drop('jasmine', 'jasmine-known.csv', topUps('ME'))
  await expect
    .poll(async () => (await ask(host, 'anna', '/batches?file=jasmine-known.csv')).items)
    .toMatchObject([{ state: 'posted' }])
  host.drop('jasmine', 'jasmine-again.csv', withRow(topUps('MF'), 1, `${instant(50)},76,ME-C1,Central,ME-1,TopUp,1500`))
  const id = await raised(host, 'jasmine-again.csv', 'TXID_CONFLICT')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
  const amount = section(page, 'Why').getByRole('row', { name: /^Amount/ })
  await expect(amount.locator('mark')).toHaveText(['0', '5'])
  await expect(section(page, 'Why').getByRole('link', { name: /^Known from batch \d+, line 3$/ })).toBeVisible()
  await page.keyboard.press('m')
  await confirm(page)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ status: 'resolved', resolution: 'merged' })
})

test('not a problem: closed without anything posted; reopened, it is there again', async ({ page, host }) => {
  const same = topUps('NP')
  host.drop('jasmine', 'jasmine-once.csv', same)
  await expect
    .poll(async () => (await ask(host, 'anna', '/batches?file=jasmine-once.csv')).items)
    .toMatchObject([{ state: 'posted' }])
  host.drop('jasmine', 'jasmine-twice.csv', same)
  const id = await raised(host, 'jasmine-twice.csv', 'FILE_REPEATED')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
  await page.keyboard.press('n')
  await confirm(page)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ status: 'resolved', resolution: 'not_a_problem' })
  await openCase(page, host, id)
  await expect(section(page, 'What happened')).toContainText('Not a problem')
  await button(page, 'Reopen').click()
  await expect(dialog(page)).toContainText('It is open again.')
  await confirm(page)
  await expect.poll(() => caseOf(host, id)).toMatchObject({ status: 'open', resolution: null })
})

test('assign, snooze and note: there at once, and undone where that is meant', async ({ page, host }) => {
  host.drop('jasmine', 'jasmine-mine.csv', withRow(topUps('AS'), 1, `${instant(50)},76,AS-C1,Central,AS-1,Refund,1000`))
  const id = await raised(host, 'jasmine-mine.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
  await page.keyboard.press('i')
  await expect(section(page, 'What happened')).toContainText('Owner: anna')
  await expect.poll(() => caseOf(host, id)).toMatchObject({ owner: 'anna', status: 'in_progress' })
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

test('rows that are picked are decided alone, and the others still wait', async ({ page, host }) => {
  const rows = topUps('PK').map((row, place) => (place < 3 ? row.replace('TopUp', 'Refund') : row))
  host.drop('jasmine', 'jasmine-some.csv', rows)
  const id = await raised(host, 'jasmine-some.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
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
  host.drop('jasmine', 'jasmine-short.csv', [...topUps('RL'), '#CONTROL,6,7000'])
  host.drop('jasmine', 'jasmine-wrong.csv', [...topUps('RB'), '#CONTROL,7,6000'])
  const short = await raised(host, 'jasmine-short.csv', 'CONTROL_MISMATCH')
  const wrong = await raised(host, 'jasmine-wrong.csv', 'CONTROL_MISMATCH')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, short)
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

  await openCase(page, host, wrong)
  await page.keyboard.press('Shift+R')
  await expect(dialog(page)).toContainText('Nothing of the whole batch is posted, now or later.')
  await confirm(page)
  await expect.poll(() => caseOf(host, wrong)).toMatchObject({ status: 'resolved', resolution: 'rejected' })
  await page.keyboard.press('u')
  await expect(page.getByRole('status').filter({ hasText: 'This can’t be undone' })).toBeVisible()
})

test('what can’t be done says why, and its key does nothing', async ({ page, host }) => {
  host.drop('jasmine', 'jasmine-bars.csv', withRow(topUps('BA'), 1, `${instant(50)},76,BA-C1,Central,BA-1,Refund,1000`))
  const id = await raised(host, 'jasmine-bars.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
  await button(page, 'Merge as repeat').focus()
  await expect(section(page, 'Effect of “Merge as repeat”')).toContainText('Its rows repeat no other row.')
  await page.keyboard.press('m')
  await page.keyboard.press('p')
  await expect(dialog(page)).toHaveCount(0)
  await page.goto(`${host.url}/exceptions`)
})

test('two people at one case: each sees the other, and the second reads what the first did', async ({
  page,
  host,
  browser,
}) => {
  host.drop('jasmine', 'jasmine-both.csv', withRow(topUps('TW'), 1, `${instant(50)},76,TW-C1,Central,TW-1,Refund,1000`))
  const id = await raised(host, 'jasmine-both.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
  const april = await otherPerson(browser, host, 'april', `/exceptions?producer=76&open=${id}`)
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
  await ask(host, 'anna', '/clients/JAS-FROZEN/contact', { expectedVersion: 0, contact }, 'PUT')
  host.drop(
    'jasmine',
    'jasmine-ask.csv',
    withRow(topUps('AK'), 1, `${instant(50)},76,JAS-FROZEN,Central,AK-1,Payment,2000`),
  )
  const id = await raised(host, 'jasmine-ask.csv', 'CLIENT_FROZEN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
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
  await openCase(page, host, id)
  await expect(section(page, 'What happened')).toContainText('Waits for the client')
  await expect(section(page, 'Messages')).toContainText('No answer from the client yet.')
  await expect(section(page, 'History')).toContainText('anna asked the client')
})

test('ask the producer: about a row of theirs, and the case waits for them', async ({ page, host }) => {
  host.drop('jasmine', 'jasmine-theirs.csv', withRow(topUps('AP'), 1, `${instant(50)},76,AP-C1,Central,AP-1,TopUp,1O`))
  const id = await raised(host, 'jasmine-theirs.csv', 'FIELD_UNREADABLE')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
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
  host.drop('jasmine', 'jasmine-last.csv', withRow(topUps('SU'), 1, `${instant(50)},76,SU-C1,Central,SU-1,Refund,1000`))
  const id = await raised(host, 'jasmine-last.csv', 'TYPE_UNKNOWN')
  await signIn(page, host, 'anna', '/exceptions')
  await openCase(page, host, id)
  await page.keyboard.press('Shift+S')
  await expect(dialog(page)).toContainText('At once nothing of the producer is posted any more')
  await confirm(page)
  await expect(page.getByRole('status').filter({ hasText: 'the producer is suspended' })).toBeVisible()
  await expect(button(page, 'Suspend producer')).toHaveAttribute('aria-disabled', 'true')
  expect(await ask(host, 'anna', '/producers/76')).toMatchObject({ state: 'suspended' })
})
