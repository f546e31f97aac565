/**
 * The banks and the gateway behind a demo: what is agreed with them, what people booked, what the gateway told by its signed
 * webhook, and the statements of the months, which come into their folders as real ones do.
 */
import { mkdirSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Payment, StatementFile } from '../../fixtures/demo/bank.ts'
import type { Settlement } from '../../fixtures/demo/settlements.ts'
import { now } from '../calendar/instant.ts'
import type { EngineClient } from '../contract/contract.ts'
import type { FundRequest, GatewayEventBody } from '../contract/funding.ts'
import { type SettingName, settingValues } from '../contract/settings.ts'
import type { Engine } from '../engine.ts'
import { signatureHeader, signatureOf } from '../funding/signature.ts'
import { startHost } from '../host/host.ts'
import { invariant } from '../invariant.ts'
import { runJob } from './jobs.ts'

type Bank = typeof import('../../fixtures/demo/bank.ts')
type People = Readonly<Record<'admin' | 'analyst' | 'approver', EngineClient>>

const gateway = 'harbour-pay'
const islandBank = 63
const hourMs = 3_600_000

export async function playBank(people: People, engine: Engine): Promise<void> {
  const bank = await import('../../fixtures/demo/bank.ts')
  const at = now()
  await agree(people, bank)
  await book(people, bank, at)
  const { together, alone, open } = await askForMoney(people, bank, engine)
  const settlements = await expectSettlements(people, at)
  await bring(people, [bank.gatewayFile(at, { together, alone }, open)])
  const today = bank.statementOfToday(at, { together, alone }, settlements)
  await bring(people, [...bank.statementsBefore(at, settlements), today])
  await takeApart(people, bank.paidAlone[0])
  await proposeResidue(people, bank, at)
}

/** Each is proposed by one and approved by another, as every setting is. */
async function agree({ admin, approver, analyst }: People, bank: Bank): Promise<void> {
  await approver.accounts.open({ kind: 'omnibus', name: 'kowloon' })
  const { items } = await admin.settings.list()
  const matching = items.find(({ name }) => name === 'matching')?.value as object
  const wanted: readonly (readonly [SettingName, object, string])[] = [
    ['gateways', { gateways: [bank.demoGateway] }, 'As in the contract with HarbourPay'],
    ['virtualIbans', bank.demoVirtualIbans, 'The range that Island Commercial Bank lends us'],
    ['statements', { sources: bank.demoSources }, 'Who sends us statements'],
    ['matching', { ...matching, unmatchedAfterDays: 3 }, 'Month end asks for what is older than three days'],
  ]
  for (const [name, value, reason] of wanted) {
    const change = { kind: 'setting', name, value: settingValues[name].parse(value) } as const
    const { id } = await admin.proposals.propose({ change, reason, key: `demo-${name}` })
    await approver.proposals.approve({ id, reason: 'Compared with what was agreed' })
  }
  for (const client of bank.bankClients) await analyst.wallets.open({ client })
  const { virtualAccounts } = await analyst.wallets.issueVirtualIban({ client: 'W-1001' })
  invariant(
    virtualAccounts.some(({ number }) => number === bank.firstVirtualIban),
    'the demo lends another number first',
  )
  await analyst.wallets.issueVirtualIban({ client: 'W-1002' })
}

async function book({ admin, approver, analyst }: People, bank: Bank, at: number): Promise<void> {
  const { dayBefore } = await import('../../fixtures/demo/hong-kong.ts')
  const { operations } = analyst
  const when = (ago: number) => ({ occurredAt: new Date(dayBefore(at, ago) + 10 * hourMs).toISOString() })
  for (const { bank: from, ago, client, amount, reference } of bank.bookedInWeek(at))
    await operations.deposit({ client, amount, from, reference, ...when(ago), key: reference })
  for (const { ago, client, amount, reference } of bank.paidOut(at)) {
    const asked = { client, amount, reference, ...when(ago) }
    const { transaction } = await operations.withdraw({ ...asked, key: `${reference}-out` })
    await operations.payOut({ of: transaction, reference, ...when(ago), key: `${reference}-paid` })
  }
  for (const { ago, amount, reference } of bank.settledToProducer(at)) {
    const between = { debit: 'clearing:seven-corner', credit: 'omnibus:main', amount }
    const change = { kind: 'adjustment', ...between, reference, ...when(ago) } as const
    const reason = 'Paid to Seven Corner for what its customers bought'
    const { id } = await admin.proposals.propose({ change, reason, key: reference })
    await approver.proposals.approve({ id, reason: 'Compared with their invoice' })
  }
}

/** As the engine expects them every minute: for each batch of the bank's branches, under a reference of its own. */
async function expectSettlements({ admin, analyst }: People, at: number): Promise<readonly Settlement[]> {
  const [{ owedBefore }, { dateOf, dayBefore }] = await Promise.all([
    import('../../fixtures/demo/settlements.ts'),
    import('../../fixtures/demo/hong-kong.ts'),
  ])
  const { outcome } = await runJob(admin, 'expected.settlements')
  invariant(outcome === 'done', 'the demo’s settlements were not expected', { outcome })
  const { items: batches } = await analyst.batches.list({ producer: islandBank, limit: 1_000 })
  const { items: expected } = await analyst.expected.list({ kind: 'settlement', limit: 1_000 })
  return owedBefore(at).map(({ ago, amount }) => {
    const day = dateOf(dayBefore(at, ago))
    const batch = batches.find(({ file }) => file.includes(day))
    const settlement = expected.find((one) => one.batch === batch?.id)
    invariant(settlement?.amount === amount, 'a batch of the demo is settled by another sum', { day, amount })
    return { ago, amount, reference: settlement.reference }
  })
}

type Asked = Readonly<{ together: readonly Payment[]; alone: readonly Payment[]; open: readonly Payment[] }>

/** Requests as they stand at any hour; one that nobody paid in time there can't be before that time is over. */
async function askForMoney({ admin, analyst }: People, bank: Bank, engine: Engine): Promise<Asked> {
  const secret = `${gateway} signs with this in a demo`
  await admin.funding.setWebhookSecret({ gateway, secret })
  let asked = 0
  const ask = (amount: number, client = 'W-1001'): Promise<FundRequest> => {
    asked += 1
    return analyst.funding.create({ client, amount, gateway, key: `demo-fund-${asked}` })
  }
  const host = await startHost({ engine })
  try {
    const tell = tellingBy(host.url, secret)
    const paid = async (request: FundRequest): Promise<Payment> => {
      const payment = await tell(request, 'payment.paid')
      return { payment, reference: request.reference, amount: request.amount }
    }
    await ask(20_000, 'W-1003')
    await tell(await ask(15_000, 'W-1002'), 'payment.pending')
    const together: Payment[] = []
    for (const amount of bank.paidTogether) together.push(await paid(await ask(amount)))
    const alone: Payment[] = []
    for (const amount of bank.paidAlone) alone.push(await paid(await ask(amount, 'W-1002')))
    const open = [await paid(await ask(9_900, 'W-1003'))]
    await tell(await ask(30_000), 'payment.failed')
    const { id } = await ask(44_000, 'W-1002')
    await analyst.funding.cancel({ id, reason: 'The client asked for it twice' })
    const after = ['payment.refunded', 'payment.charged_back'] as const
    for (const type of after) {
      const request = await ask(12_500)
      await paid(request)
      await tell(request, type)
    }
    return { together, alone, open }
  } finally {
    await host.close()
  }
}

type Telling = (request: FundRequest, type: GatewayEventBody['type']) => Promise<string>

/** As the gateway does it: over HTTP, with its signature over the bytes. */
function tellingBy(url: string, secret: string): Telling {
  let events = 0
  return async ({ id, reference, amount, currency }, type) => {
    events += 1
    const payment = `HPAY-${id}`
    const occurredAt = new Date(now()).toISOString()
    const body = JSON.stringify({ id: `hp-demo-${events}`, type, reference, payment, amount, currency, occurredAt })
    const signature = signatureOf(secret, { time: Math.floor(now() / 1_000), body })
    const headers = { 'content-type': 'application/json', [signatureHeader]: signature }
    const answer = await fetch(`${url}/api/gateways/${gateway}/events`, { method: 'POST', headers, body })
    invariant(answer.ok, 'the demo’s gateway was refused', { status: answer.status, type })
    return payment
  }
}

/** Into the folders of their sources, and taken; then what they say is matched with what was booked. */
async function bring({ analyst }: People, files: readonly StatementFile[]): Promise<void> {
  const folders = new Map((await analyst.statements.sources()).items.map(({ code, folder }) => [code, folder]))
  for (const { source, name, content } of files) {
    const folder = folders.get(source)
    invariant(folder !== undefined, 'a statement of no source', { source })
    mkdirSync(folder, { recursive: true, mode: 0o770 })
    await writeFile(path.join(folder, `.${name}.part`), content)
    await rename(path.join(folder, `.${name}.part`), path.join(folder, name))
  }
  await analyst.statements.scan({ settled: true })
  await analyst.reconciliation.run({})
}

/** One that was put together with the wrong line, as somebody found out. */
async function takeApart({ analyst }: People, amount: number): Promise<void> {
  const { items } = await analyst.funding.list({ state: 'reconciled', limit: 100 })
  const request = items.find((each) => each.amount === amount)
  invariant(request !== undefined, 'the gateway’s single payment was not found at the bank', { amount })
  const { items: matches } = await analyst.reconciliation.matches({
    account: 'omnibus:main',
    rule: 'booked',
    limit: 100,
  })
  const match = matches.find(({ lineSum }) => lineSum === request.received)
  invariant(match !== undefined, 'its match was not found', { request: request.id })
  await analyst.reconciliation.unmatch({
    id: match.id,
    reason: 'HarbourPay says that this line is of another merchant',
  })
}

/** A correspondent bank kept more than any rule takes by itself. */
async function proposeResidue({ analyst }: People, bank: Bank, at: number): Promise<void> {
  const booked = bank.bookedInWeek(at).find(({ ago }) => ago === bank.keptAgo)
  const account = { account: 'omnibus:main', currency: bank.currency }
  const { items: suggestions } = await analyst.reconciliation.suggestions({ ...account, limit: 100 })
  const found = suggestions.find(({ rule, residue }) => rule === 'reference-differs' && residue < 0)
  invariant(booked !== undefined && found !== undefined, 'the demo has no line that was cut short', {})
  const on = (side: 'line' | 'posting'): number[] => found.items.filter((one) => one.side === side).map(({ id }) => id)
  await analyst.proposals.propose({
    change: { kind: 'match_residue', ...account, lines: on('line'), postings: on('posting'), residueTo: 'fee-expense' },
    reason: `The payer’s bank kept 15.00 of ${booked.reference}; their slip shows it`,
    key: 'demo-residue',
  })
}
