/**
 * Who may call what, written out by hand: every procedure of the contract, every role. A procedure that is not in the table
 * fails the test until somebody has decided who may call it.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { type Role, roles } from '../../engine/contract/permission.ts'
import { procedures } from '../contract/tree.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import {
  clientOf,
  makeFolder,
  makeWorkspace,
  openTestEngine,
  passphraseOf,
  refusalOf,
  removeFolder,
  type TestEngine,
} from '../workspace-fixture.ts'

const everybody = 'everybody'
/** No role is let in: an end user's token is, which is tried in test/own-wallet. */
const endUser = 'endUser'
const whoever = [...roles]
const readers: readonly Role[] = ['analyst', 'approver', 'auditor', 'admin']
const watchers: readonly Role[] = ['operator', ...readers]
const lookers: readonly Role[] = ['executive', ...readers]
/** Those who work with clients' money; administering the console is not among it. */
const workers: readonly Role[] = ['analyst', 'approver']
const suspenders: readonly Role[] = ['operator', ...workers, 'admin']

const mayCall: Readonly<Record<string, readonly Role[] | typeof everybody | typeof endUser>> = {
  'session.signIn': everybody,
  'session.recover': everybody,
  'search.find': whoever,
  'session.get': whoever,
  'session.signOut': whoever,
  'session.hangOnWall': whoever,
  'session.changePassphrase': whoever,
  'session.preferences': whoever,
  'session.setPreference': whoever,
  'workspace.status': everybody,
  'workspace.get': whoever,
  'workspace.check': ['auditor', 'admin'],
  'workspace.backup': ['admin'],
  'keys.list': ['admin'],
  'keys.enableUnattended': ['admin'],
  'keys.disableUnattended': ['admin'],
  'keys.rotate': ['admin'],
  'keys.renewRecovery': ['admin'],
  'users.list': ['approver', 'auditor', 'admin'],
  'users.add': ['admin'],
  'users.setRoles': ['admin'],
  'users.setPassphrase': ['admin'],
  'users.remove': ['admin'],
  'callers.list': ['approver', 'auditor', 'admin'],
  'callers.get': ['approver', 'auditor', 'admin'],
  'callers.newKey': ['admin'],
  'callers.stop': ['admin'],
  'plainOperations.deposit': workers,
  'plainOperations.withdraw': workers,
  'plainOperations.purchase': workers,
  'plainOperations.refund': workers,
  'plainOperations.transfer': workers,
  // For keys of a producer's program; no person has them.
  'producerPrograms.get': [],
  'producerPrograms.batches': [],
  'producerPrograms.suspend': [],
  'producerPrograms.resume': [],
  'audit.list': ['auditor', 'admin'],
  'audit.actions': ['auditor', 'admin'],
  'audit.verify': ['auditor', 'admin'],
  'audit.watchVerify': ['auditor', 'admin'],
  'audit.anchor': ['auditor', 'admin'],
  'jobs.list': ['operator', 'auditor', 'admin'],
  'jobs.runs': ['operator', 'auditor', 'admin'],
  'jobs.run': ['admin'],
  'producers.list': whoever,
  'producers.get': whoever,
  'producers.volumes': whoever,
  'producers.add': ['admin'],
  'producers.change': ['admin'],
  'producers.suspend': ['operator', 'analyst', 'approver', 'admin'],
  'producers.agreements': whoever,
  'producers.agreement': whoever,
  'producers.preview': ['analyst', 'approver', 'admin'],
  'ingest.status': whoever,
  'ingest.scan': ['operator', 'admin'],
  'batches.list': whoever,
  'batches.get': whoever,
  'batches.rows': whoever,
  'batches.line': whoever,
  'batches.context': whoever,
  'batches.counts': whoever,
  'batches.reject': workers,
  'batches.recheck': workers,
  'batches.verify': workers,
  'batches.download': [...workers, 'auditor'],
  'batches.downloadPart': [...workers, 'auditor'],
  'batches.openView': whoever,
  'batches.viewRows': whoever,
  'exceptions.list': watchers,
  'exceptions.summary': watchers,
  'exceptions.get': watchers,
  'exceptions.rows': watchers,
  'exceptions.openView': watchers,
  'exceptions.viewRows': watchers,
  'exceptions.viewIds': watchers,
  'exceptions.stake': watchers,
  'exceptions.picked': watchers,
  'exceptions.newer': watchers,
  'exceptions.counts': watchers,
  'exceptions.facets': watchers,
  'exceptions.groups': watchers,
  'exceptions.measures': watchers,
  'exceptions.people': watchers,
  'exceptions.original': watchers,
  'exceptions.look': watchers,
  'exceptions.lookers': watchers,
  // What somebody needs for a deed goes by the deed; here it is suspending a producer.
  'exceptions.act': suspenders,
  'exceptions.effect': suspenders,
  'exceptions.bulk.review': watchers,
  'exceptions.bulk.start': suspenders,
  'exceptions.bulk.list': watchers,
  'exceptions.bulk.get': watchers,
  'exceptions.bulk.items': watchers,
  'exceptions.bulk.file': watchers,
  'exceptions.bulk.stop': workers,
  'exceptions.bulk.resume': workers,
  'clients.list': readers,
  'clients.get': readers,
  'clients.statementDocument': readers,
  'clients.contact': [...workers, 'auditor'],
  'clients.setContact': workers,
  'notifications.list': whoever,
  'notifications.unread': whoever,
  'notifications.markRead': whoever,
  'notifications.preferences': whoever,
  'notifications.setPreferences': whoever,
  'contact.status': whoever,
  'contact.messages': [...workers, 'auditor'],
  'contact.message': [...workers, 'auditor'],
  'contact.preview': workers,
  'contact.askClient': workers,
  'contact.askProducer': workers,
  'contact.send': workers,
  'contact.tell': workers,
  'contact.recordAnswer': workers,
  'contact.cancel': workers,
  'contact.sendAgain': workers,
  'contact.questionTransaction': workers,
  'contact.setMailPassword': ['admin'],
  'contact.testMail': ['admin'],
  'ledger.balance': readers,
  'ledger.history': readers,
  'ownWallet.about': everybody,
  'ownWallet.askCode': everybody,
  'ownWallet.signIn': everybody,
  'ownWallet.renew': endUser,
  'ownWallet.signOut': endUser,
  'ownWallet.me': endUser,
  'ownWallet.setLanguage': endUser,
  'ownWallet.balances': endUser,
  'ownWallet.history': endUser,
  'ownWallet.transaction': endUser,
  'ownWallet.receipt': endUser,
  'ownWallet.statement': endUser,
  'ownWallet.askRefund': endUser,
  'ownWallet.doubt': endUser,
  'ownWallet.cases': endUser,
  'ownWallet.case': endUser,
  'ownWallet.notices': endUser,
  'ownWallet.setNotices': endUser,
  'trace.of': whoever,
  'changes.watch': whoever,
  'ledger.check': ['auditor', 'admin'],
  'ledger.watchCheck': ['auditor', 'admin'],
  'wallets.list': readers,
  'wallets.open': workers,
  'wallets.freeze': workers,
  'wallets.unfreeze': workers,
  'wallets.close': workers,
  'wallets.setAutoTopUp': workers,
  'wallets.removeAutoTopUp': workers,
  'wallets.openVirtualAccount': workers,
  'wallets.issueVirtualIban': workers,
  'accounts.list': readers,
  'accounts.get': readers,
  'accounts.statement': readers,
  'accounts.postings': readers,
  'accounts.transaction': readers,
  'accounts.trialBalance': readers,
  'accounts.open': ['approver', 'admin'],
  'operations.deposit': workers,
  'operations.withdraw': workers,
  'operations.payOut': workers,
  'operations.purchase': workers,
  'operations.refund': workers,
  'operations.transfer': workers,
  'operations.chargeFee': workers,
  'operations.chargeBack': workers,
  'expected.list': readers,
  'expected.get': readers,
  'expected.send': workers,
  'expected.cancel': workers,
  'expected.settle': workers,
  'funding.list': readers,
  'funding.get': readers,
  'funding.create': workers,
  'funding.cancel': workers,
  'funding.gateways': readers,
  'funding.events': readers,
  'funding.setWebhookSecret': ['admin'],
  'holds.list': readers,
  'holds.place': workers,
  'holds.capture': workers,
  'holds.release': workers,
  'proposals.list': readers,
  'proposals.get': readers,
  'proposals.simulate': ['approver', 'admin'],
  'proposals.propose': ['approver', 'admin'],
  'proposals.approve': ['approver'],
  'proposals.bulk.review': ['approver'],
  'proposals.bulk.approve': ['approver'],
  'proposals.bulk.decline': ['approver'],
  'proposals.decline': ['approver'],
  'proposals.withdraw': ['analyst', 'approver', 'admin'],
  'proposals.comment': readers,
  'periods.list': readers,
  'periods.verify': ['auditor', 'admin'],
  'closePacks.list': ['approver', 'executive', 'auditor', 'admin'],
  'closePacks.get': ['approver', 'executive', 'auditor', 'admin'],
  'closePacks.make': ['approver', 'admin'],
  'receipts.make': readers,
  'receipts.verify': whoever,
  // Which table it is of tells which permission it needs beside.
  'exports.list': whoever,
  'exports.get': whoever,
  'exports.start': readers,
  'exports.cancel': whoever,
  'exports.download': whoever,
  'exports.downloadPart': whoever,
  'exports.sources': whoever,
  'exports.remove': whoever,
  // Which table it is of, and whose it is, tell what it needs beside.
  'reports.list': whoever,
  'reports.get': whoever,
  'reports.make': readers,
  'reports.change': whoever,
  'reports.pause': whoever,
  'reports.run': whoever,
  'reports.remove': whoever,
  'reports.download': whoever,
  'reports.downloadPart': whoever,
  'closePacks.key': ['approver', 'executive', 'auditor', 'admin'],
  // It has clients, payers' texts and reasons in it, which executives read nowhere else.
  'closePacks.download': ['approver', 'auditor', 'admin'],
  'closePacks.downloadPart': ['approver', 'auditor', 'admin'],
  'overview.volume': whoever,
  'overview.reconciliation': whoever,
  'overview.gap': whoever,
  'overview.exceptions': whoever,
  'overview.health': whoever,
  // What was opened is null for whoever may not read exceptions.
  'live.get': whoever,
  'reconciliation.accounts': lookers,
  'reconciliation.run': workers,
  'reconciliation.runs': lookers,
  'reconciliation.open': lookers,
  'reconciliation.suggestions': lookers,
  'reconciliation.sum': lookers,
  'reconciliation.match': workers,
  'reconciliation.bookUnknown': workers,
  'reconciliation.split': workers,
  'reconciliation.reckonParts': lookers,
  'reconciliation.join': workers,
  'reconciliation.opening': lookers,
  'reconciliation.setOpening': workers,
  'reconciliation.unsetOpening': workers,
  'webhooks.endpoints': ['operator', 'auditor', 'admin'],
  'webhooks.endpoint': ['operator', 'auditor', 'admin'],
  'webhooks.deliveries': ['operator', 'auditor', 'admin'],
  'webhooks.delivery': ['operator', 'auditor', 'admin'],
  'webhooks.pause': ['admin'],
  'webhooks.resume': ['admin'],
  'webhooks.remove': ['admin'],
  'webhooks.newSecret': ['admin'],
  'webhooks.test': ['admin'],
  'webhooks.replaySince': ['admin'],
  'webhooks.replay': ['admin'],
  'reconciliation.unmatch': workers,
  'reconciliation.matches': lookers,
  'reconciliation.get': lookers,
  'reconciliation.ofItem': lookers,
  'reconciliation.proof': lookers,
  'reconciliation.backtest': lookers,
  'statements.sources': watchers,
  'statements.files': watchers,
  'statements.file': watchers,
  'statements.list': watchers,
  'statements.get': watchers,
  'statements.lines': watchers,
  'statements.download': [...workers, 'auditor'],
  'statements.downloadPart': [...workers, 'auditor'],
  'statements.upload': suspenders,
  'statements.scan': suspenders,
  'statements.preview': suspenders,
  'settings.list': readers,
  'settings.history': readers,
  'configuration.export': ['admin'],
  'configuration.preview': ['admin'],
  'configuration.import': ['admin'],
  'settings.currencies': whoever,
  'settings.locations': whoever,
}

/** Inputs that are as they should be, where a procedure needs one: nobody may be refused for a reason of form. */
const inputs: Readonly<Record<string, unknown>> = {
  'session.signIn': { user: 'nobody', passphrase: 'not a passphrase' },
  'session.recover': { user: 'nobody', recoveryKey: 'none', newPassphrase: 'a long new passphrase' },
  'session.changePassphrase': { current: 'not mine', next: 'a long new passphrase' },
  'session.setPreference': { name: 'density', value: 'compact' },
  // A folder that is not empty: the call is let in and goes no further.
  'workspace.backup': { to: '/' },
  'users.add': { name: 'admin', displayName: 'A', roles: ['admin'], passphrase: 'a long new passphrase' },
  'users.setRoles': { name: 'nobody', roles: ['admin'] },
  'users.setPassphrase': { name: 'nobody', passphrase: 'a long new passphrase' },
  'users.remove': { name: 'nobody' },
  'callers.get': { caller: 1 },
  'callers.newKey': { caller: 1 },
  'callers.stop': { caller: 1, reason: 'r' },
  'jobs.runs': { name: 'nothing' },
  'jobs.run': { name: 'nothing' },
  'producers.get': { id: 1 },
  'producers.add': { id: 1, code: 'one', name: 'One' },
  'batches.get': { id: 1 },
  'batches.rows': { id: 1 },
  'batches.line': { id: 1, line: 2 },
  'batches.context': { id: 1, line: 2 },
  'batches.counts': { id: 1 },
  'batches.reject': { id: 1, reason: 'r' },
  'batches.recheck': { id: 1, reason: 'r' },
  'batches.verify': { id: 1 },
  'batches.download': { id: 1 },
  'batches.downloadPart': { id: 1 },
  'batches.viewRows': { view: 'none', from: 0, to: 1 },
  'exceptions.get': { id: 1 },
  'exceptions.rows': { id: 1 },
  'exceptions.original': { id: 1, line: 1 },
  'exceptions.look': { id: 1 },
  'exceptions.act': { id: 1, version: 1, key: 'k', deed: { action: 'suspend_producer', reason: 'r' } },
  'exceptions.effect': { id: 1, deed: { action: 'suspend_producer', reason: 'r' } },
  'exceptions.bulk.review': { of: { ids: [1] }, deed: { action: 'suspend_producer', reason: 'r' } },
  'exceptions.bulk.start': {
    of: { ids: [1] },
    deed: { action: 'suspend_producer', reason: 'r' },
    count: 1,
    asOf: '2026-01-01T00:00:00.000Z',
    key: 'k',
  },
  'exceptions.bulk.get': { id: 1 },
  'exceptions.bulk.items': { id: 1 },
  'exceptions.bulk.file': { id: 1 },
  'exceptions.bulk.stop': { id: 1 },
  'exceptions.bulk.resume': { id: 1 },
  'exceptions.viewRows': { view: 'none', from: 0, to: 1 },
  'exceptions.viewIds': { view: 'none', from: 0, to: 1 },
  'exceptions.stake': { of: { ids: [1] } },
  'exceptions.picked': { of: { ids: [1] } },
  'trace.of': { of: { from: 'batch', batch: 1 } },
  'exceptions.newer': { view: 'none' },
  'exceptions.counts': { filters: [{}] },
  'exceptions.groups': { by: 'code' },
  'clients.get': { client: 'C' },
  'clients.statementDocument': { client: 'C', from: '2026-01-01', to: '2026-01-01' },
  'clients.contact': { client: 'C' },
  'clients.setContact': { client: 'C', expectedVersion: 0, contact: {} },
  'notifications.setPreferences': { email: null, digestAt: null, language: null, choices: {} },
  'contact.message': { message: 1 },
  'contact.preview': { template: 'ask_client', exception: 1 },
  'contact.askClient': { exception: 1, version: 1, key: 'k', channel: 'phone' },
  'contact.askProducer': { exception: 1, version: 1, key: 'k', channel: 'phone' },
  'contact.send': { recipient: { of: 'client', client: 'C' }, key: 'k', channel: 'phone', subject: 's', text: 't' },
  'contact.tell': { recipient: { of: 'client', client: 'C' }, key: 'k', channel: 'phone', text: 't' },
  'contact.recordAnswer': { message: 1, via: 'phone' },
  'contact.cancel': { message: 1 },
  'contact.sendAgain': { message: 1 },
  'contact.questionTransaction': { transaction: 1, reason: 'r' },
  'contact.setMailPassword': { password: null },
  'contact.testMail': { to: 'a@b.example' },
  'ownWallet.askCode': { who: 'nobody' },
  'ownWallet.signIn': { challenge: 'none', code: '000000' },
  'ownWallet.setLanguage': { language: 'en' },
  'ownWallet.transaction': { id: 't1' },
  'ownWallet.receipt': { id: 't1' },
  'ownWallet.statement': { from: '2026-01-01', to: '2026-01-01' },
  'ownWallet.askRefund': { id: 't1', words: 'w' },
  'ownWallet.doubt': { id: 't1' },
  'ownWallet.case': { id: 1 },
  'ownWallet.setNotices': { currency: 'USD', below: null, moneyIn: false, above: null },
  'ledger.balance': { client: 'C' },
  'ledger.history': { client: 'C' },
  'wallets.list': { client: 'C' },
  'wallets.open': { client: 'C' },
  'wallets.freeze': { client: 'nobody', reason: 'r' },
  'wallets.unfreeze': { client: 'nobody', reason: 'r' },
  'wallets.close': { client: 'nobody', reason: 'r' },
  'wallets.setAutoTopUp': { client: 'nobody', threshold: 1, amount: 1, from: 'omnibus:main', reason: 'r' },
  'wallets.removeAutoTopUp': { client: 'nobody', reason: 'r' },
  'wallets.issueVirtualIban': { client: 'nobody' },
  'expected.get': { id: 1 },
  'expected.send': { id: 1, reason: 'r' },
  'expected.cancel': { id: 1, reason: 'r' },
  'expected.settle': { id: 1, line: 1, reason: 'r' },
  'funding.get': { id: 1 },
  'funding.create': { client: 'C', amount: 5, gateway: 'acme', key: 'k' },
  'funding.cancel': { id: 1, reason: 'r' },
  'funding.setWebhookSecret': { gateway: 'acme', secret: null },
  'wallets.openVirtualAccount': { client: 'nobody', number: 'HK001' },
  'accounts.get': { code: 'payout' },
  'accounts.open': { kind: 'gateway', name: 'acme' },
  'accounts.statement': { code: 'payout' },
  'accounts.transaction': { transaction: 1 },
  'operations.deposit': { client: 'C', amount: 5, key: 'k' },
  'operations.withdraw': { client: 'C', amount: 5, key: 'k' },
  'operations.payOut': { of: 1, key: 'k' },
  'operations.purchase': { client: 'C', amount: 5, key: 'k' },
  'operations.refund': { of: 1, key: 'k' },
  'operations.transfer': { from: 'C', to: 'D', amount: 5, key: 'k' },
  'operations.chargeFee': { client: 'C', amount: 5, key: 'k' },
  'operations.chargeBack': { of: 1, key: 'k' },
  'holds.list': { client: 'C' },
  'holds.place': { client: 'C', amount: 5, key: 'k' },
  'holds.capture': { hold: 1, key: 'k' },
  'holds.release': { hold: 1, key: 'k' },
  'proposals.get': { id: 1 },
  // What its kind needs is asked beside: settings are for those who propose settings.
  'proposals.simulate': { change: { kind: 'currency', code: 'USD', digits: 2 } },
  'proposals.propose': { change: { kind: 'currency', code: 'USD', digits: 2 }, reason: 'r', key: 'k' },
  'proposals.approve': { id: 1 },
  'proposals.decline': { id: 1, reason: 'r' },
  'proposals.bulk.review': { ids: [1] },
  'proposals.bulk.approve': { proposals: [{ id: 1, effectHash: 'e' }] },
  'proposals.bulk.decline': { ids: [1], reason: 'r' },
  'proposals.withdraw': { id: 1 },
  'proposals.comment': { id: 1, text: 't' },
  'producers.change': { id: 1, expectedVersion: 1, change: { name: 'n' } },
  'producers.suspend': { id: 1, reason: 'r' },
  'producers.agreements': { id: 1 },
  'producers.volumes': { id: 1 },
  'producers.agreement': { id: 1, version: 1 },
  'producers.preview': { id: 1, name: 'a.csv', sample: '' },
  'periods.verify': { name: '2026-01' },
  'webhooks.endpoint': { id: 1 },
  'webhooks.pause': { id: 1 },
  'webhooks.resume': { id: 1 },
  'webhooks.remove': { id: 1 },
  'webhooks.newSecret': { id: 1 },
  'webhooks.test': { id: 1 },
  'webhooks.delivery': { id: 1 },
  'webhooks.replay': { id: 1 },
  'webhooks.replaySince': { id: 1, since: '2026-01-01T00:00:00Z' },
  'closePacks.get': { id: 1 },
  'exports.get': { id: 1 },
  'exports.start': { source: 'clients', parameters: {}, format: 'csv' },
  'exports.cancel': { id: 1 },
  'exports.download': { id: 1 },
  'exports.downloadPart': { id: 1 },
  'exports.remove': { id: 99 },
  'reports.get': { id: 99 },
  'reports.make': { source: 'clients', parameters: {}, format: 'csv', name: 'x' },
  'reports.change': { id: 99, expectedVersion: 1, name: 'x', format: 'csv' },
  'reports.pause': { id: 99, isPaused: true },
  'reports.run': { id: 99 },
  'reports.remove': { id: 99 },
  'reports.download': { id: 99, run: 1 },
  'reports.downloadPart': { id: 99, run: 1 },
  'closePacks.make': { from: '2100-01-01', to: '2100-01-01' },
  'receipts.make': { transaction: 1 },
  'receipts.verify': { base64: '' },
  'closePacks.download': { id: 1 },
  'closePacks.downloadPart': { id: 1 },
  'statements.file': { id: 1 },
  'statements.get': { id: 1 },
  'statements.lines': { id: 1 },
  'statements.download': { id: 1 },
  'statements.downloadPart': { id: 1 },
  'statements.upload': { source: 'nobody', name: 'a.sta', part: '' },
  'statements.scan': {},
  'statements.preview': { sample: '' },
  'settings.history': { name: 'limits' },
}

let directory: string
let opened: TestEngine

beforeAll(async () => {
  directory = makeFolder()
  const users = [...roles.map((role) => ({ name: role, roles: [role] })), { name: 'spare', roles: ['admin'] as const }]
  await makeWorkspace(directory, users)
  opened = await openTestEngine(directory)
  await opened.as('admin')
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

type Call = (input: unknown, options?: { signal: AbortSignal }) => Promise<unknown>

/** What the guard said: `allowed` when the call got past it, whatever came of it then. */
async function verdictOf(client: EngineClient, name: string, input = inputs[name] ?? {}): Promise<string> {
  const call = name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], client) as Call
  const abort = new AbortController()
  const { code } = await refusalOf(call(input, { signal: abort.signal }))
  abort.abort()
  return code === 'not_signed_in' || code === 'not_permitted' ? code : 'allowed'
}

/** A session without signing in, because hundreds are needed and some of the calls end them. */
function sessionWith(held: readonly Role[], mustChangePassphrase = false): string {
  const [role] = held
  // One role: the user who has it, because some commands ask the store who they are; several: nobody it knows.
  const id = held.length === 1 && role !== undefined ? roles.indexOf(role) + 1 : 1_000 + held.length
  const user = { id, name: held.join('+'), displayName: '' }
  return opened.engine.sessions.begin(user, { roles: held, mustChangePassphrase }, Date.now()).token
}

it('names every procedure of the contract, and no other', () => {
  const names = procedures().map(({ name }) => name)
  expect(Object.keys(mayCall).toSorted()).toEqual(names.toSorted())
})

it.each(Object.entries(mayCall))('%s is answered for its roles and nobody else', async (name, allowed) => {
  const found: Record<string, string> = {}
  for (const role of roles) found[role] = await verdictOf(clientOf(opened.engine, sessionWith([role])), name)
  const refused = allowed === endUser ? 'not_signed_in' : 'not_permitted'
  const expected = roles.map((role) => [role, allowed.includes(role) || allowed === everybody])
  expect(found).toEqual(Object.fromEntries(expected.map(([role, may]) => [role, may ? 'allowed' : refused])))
})

const closed = Object.entries(mayCall).filter(([, allowed]) => allowed !== everybody)

it.each(closed)('%s is not answered without a session, whatever the token looks like', async (name) => {
  const { engine, stranger } = opened
  const ended = sessionWith(whoever)
  engine.sessions.end(ended)
  const removed = sessionWith(whoever)
  engine.sessions.endAllOf(1_000 + whoever.length)
  const old = Date.now() - 16 * 60_000
  const idle = engine.sessions.begin(
    { id: 1, name: 'admin', displayName: '' },
    { roles: whoever, mustChangePassphrase: false },
    old,
  )
  for (const client of [
    stranger,
    ...['', 'x', 'undefined', ended, removed, idle.token, `${idle.token} `].map((token) => clientOf(engine, token)),
  ]) {
    expect(await verdictOf(client, name)).toBe('not_signed_in')
    // Asked before the input is read: a stranger learns nothing of what a call would take.
    expect(await verdictOf(client, name, { id: {}, name: 7, client: [], view: null })).toBe('not_signed_in')
  }
})

const ofStaff = closed.filter(([, allowed]) => allowed !== endUser)

it.each(ofStaff)('%s waits for a passphrase that must be changed first', async (name) => {
  const client = clientOf(opened.engine, sessionWith(whoever, true))
  const open = ['session.changePassphrase', 'session.get', 'session.signOut'].includes(name)
  expect(await verdictOf(client, name)).toBe(open ? 'allowed' : 'not_permitted')
})

it('holds the roles of a person together, and a role that does not exist gives nothing', async () => {
  const both = clientOf(opened.engine, sessionWith(['operator', 'executive']))
  expect(await verdictOf(both, 'ingest.scan')).toBe('allowed')
  expect(await verdictOf(both, 'clients.list')).toBe('not_permitted')
  expect(await verdictOf(clientOf(opened.engine, sessionWith([])), 'batches.list')).toBe('not_permitted')
  expect(await verdictOf(clientOf(opened.engine, sessionWith([])), 'workspace.get')).toBe('allowed')
})

it('records a refusal with who was refused what, for want of which permission', async () => {
  const client = await opened.as('executive')
  expect(await refusalOf(client.ledger.balance({ client: 'C' }))).toEqual({
    code: 'not_permitted',
    data: { permission: 'ledger.read' },
  })
  const mustChange = clientOf(opened.engine, sessionWith(['auditor'], true))
  expect(await refusalOf(mustChange.audit.list({}))).toEqual({
    code: 'not_permitted',
    data: { permission: 'passphrase_change_first' },
  })
  const admin = await opened.as('admin')
  const { items } = await admin.audit.list({ action: 'access.refused', limit: 2 })
  expect(items.map(({ actor, subject, outcome, detail }) => ({ actor, subject, outcome, detail }))).toEqual([
    {
      actor: 'auditor',
      subject: 'procedure:audit.list',
      outcome: 'not_permitted',
      detail: { permission: 'passphrase_change_first' },
    },
    {
      actor: 'executive',
      subject: 'procedure:ledger.balance',
      outcome: 'not_permitted',
      detail: { permission: 'ledger.read' },
    },
  ])
})

it('refuses also when the refusal can not be recorded, and says so in the log of this machine', async () => {
  const client = await opened.as('executive')
  await withRawStore(opened.engine, async (raw) => {
    raw.exec(`CREATE TRIGGER broken BEFORE INSERT ON audit_record BEGIN SELECT raise(ABORT, 'no room'); END`)
    const before = opened.incidents.length
    expect((await refusalOf(client.clients.list({}))).code).toBe('not_permitted')
    expect(opened.incidents.length).toBe(before + 1)
    raw.exec('DROP TRIGGER broken')
  })
})

it('takes a token from the header as it stands, and from nowhere else', async () => {
  const { token } = await opened.stranger.session.signIn({ user: 'admin', passphrase: passphraseOf('admin') })
  expect(await verdictOf(clientOf(opened.engine, token), 'users.list')).toBe('allowed')
  expect(await verdictOf(clientOf(opened.engine, token.toLowerCase()), 'users.list')).toBe('not_signed_in')
  expect(await verdictOf(clientOf(opened.engine, token.slice(0, -1)), 'users.list')).toBe('not_signed_in')
})
