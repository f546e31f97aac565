/**
 * A workspace in which the examples of the document come true: what they are about is there, made by examples of their own
 * where there are such, and by people where not.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import { expect, vi } from 'vitest'
import type { Inputs } from '../../engine/contract/contract.ts'
import type { SettingName } from '../../engine/contract/settings.ts'
import { keyFileKeeper } from '../../engine/keys/keeper.ts'
import { tokenKeyOf } from '../../engine/own-wallet/owner.ts'
import { makeToken } from '../../engine/own-wallet/token.ts'
import { defaultSettings } from '../../engine/settings/defaults.ts'
import { type OpenCallers, openCallers } from '../callers/open-callers.ts'
import { mailTo } from '../contact/mail-server.ts'
import { tooMuch } from '../contact/open-contact.ts'
import { type Described, procedures } from '../contract/tree.ts'
import { gatewayOf } from '../funding/open-funds.ts'
import { csvOf, dropFile } from '../ingest/drop.ts'
import { iban, mt940 } from '../statements/mt940-file.ts'
import { bank, putFile } from '../statements/open-statements.ts'
import { startReceiver } from '../webhooks/receiver.ts'
import { clientOf, makeFolder, removeFolder } from '../workspace-fixture.ts'
import { type Answered, callOf, type Operations, operationsOf, send } from './described-calls.ts'

export type ExampleWorld = Readonly<{
  operations: Operations
  /** What the example of an operation answers; those that made this world are not asked again. */
  answerOf: (described: Described) => Promise<Answered>
  close: () => Promise<void>
}>

/** The passphrase of the examples, so that they are somebody's. */
const passphrase = 'seven lanterns over the harbour'

export async function openExampleWorld(): Promise<ExampleWorld> {
  const keyFolder = makeFolder()
  const open = await openCallers({
    keeper: keyFileKeeper(path.join(keyFolder, 'unattended.key')),
    producer: { id: 7, code: 'own', name: 'Own Corner' },
  })
  const roles = ['admin', 'approver', 'analyst', 'operator', 'auditor', 'executive'] as const
  await open.admin.users.add({ name: 'all', displayName: 'Everybody', roles: [...roles], passphrase })
  const mail = { kind: 'setting', name: 'mail', value: mailTo(25) } as const
  await open.admin.proposals.propose({ change: mail as never, reason: 'for letters', key: 'mail' })
  const operations = await operationsOf(open.host.url)
  const asking = await askersOf(open)
  const receiver = await startReceiver()
  const answers = new Map<string, Answered>()
  const ask = async (described: Described): Promise<Answered> =>
    send(open.host.url, callOf(described, operations), await asking(described))
  const make = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) {
      const described = procedures().find((each) => each.name === name)
      if (described !== undefined) answers.set(name, await ask(described))
    }
  }
  await make('proposals.approve', 'users.add', 'producers.add', 'wallets.open')
  // In this order they are the transactions 1 to 4, of which the examples speak.
  await open.analyst.operations.deposit({ client: 'C-10023', amount: 500_000, from: 'omnibus:main', key: 'much' })
  await make('operations.purchase', 'operations.withdraw', 'plainOperations.purchase', 'operations.deposit')
  await open.analyst.clients.setContact({
    client: 'C-10023',
    expectedVersion: 0,
    // The address of the example as well: at another one codes would have to wait.
    contact: { name: 'Chan', email: 'anna@example.com' } as never,
  })
  await make('clients.setContact')
  await addPartners(open, receiver)
  await make('funding.create', 'closePacks.make')
  await sendFiles(open)
  await make('reconciliation.run', 'exports.start', 'reports.make', 'reports.run')
  const everybody = clientOf(open.opened.engine, await somebody(open))
  await agree({ admin: open.approver, approver: everybody }, { kind: 'period_close', period: '2026-03-02' })
  // What goes on by itself once it is asked for.
  const patience = { timeout: 20_000 }
  await vi.waitFor(async () => expect((await everybody.periods.list({})).items[0]?.state).toBe('closed'), patience)
  await vi.waitFor(async () => expect((await everybody.closePacks.get({ id: 1 })).state).toBe('made'), patience)
  await vi.waitFor(async () => expect((await everybody.exports.get({ id: 1 })).state).toBe('done'), patience)
  const ran = async () => (await everybody.reports.get({ id: 1 })).lastRun?.file?.state
  await vi.waitFor(async () => expect(await ran()).toBe('done'), patience)
  return {
    operations,
    answerOf: async (described) => answers.get(described.name) ?? ask(described),
    close: async () => {
      await open.close()
      await receiver.close()
      removeFolder(keyFolder)
    },
  }
}

/** What belongs to a client or to a producer is asked by one; everything else by somebody who may all. */
async function askersOf(open: OpenCallers): Promise<(described: Described) => Promise<string>> {
  await open.agree()
  const shop = await open.program({ scopes: ['batches.send', 'producers.pause'], producer: 7 })
  let owner: string | null = null
  return async ({ name, access }) => {
    if (name === 'ownWallet.signOut') return ownerOf(open, 'C-10023')
    if (access === 'wallet_owner') {
      owner ??= await ownerOf(open, 'C-10023')
      return owner
    }
    return name.startsWith('producerPrograms.') ? shop.key : somebody(open)
  }
}

/** Somebody who may all, signed in anew, because some operations end sessions. */
export async function somebody({ opened: { engine } }: OpenCallers): Promise<string> {
  const user = await engine.opened().then(({ store }) => store.read('users.find', { name: 'all' }))
  const { id = 0, name = '', roles = [] } = user ?? {}
  const terms = { roles, mustChangePassphrase: false }
  return engine.sessions.begin({ id, name, displayName: name }, terms, Date.now()).token
}

/** The token of a client who signed in, without the letter: its code is told by the key that makes it. */
export async function ownerOf({ opened: { engine } }: OpenCallers, client: string): Promise<string> {
  const workspace = await engine.opened()
  const hash = randomBytes(32)
  const session = randomUUID()
  const from = { network: '', device: null }
  await workspace.store.write('ownWallet.askCode', { who: client, hash, ...from }, 'client')
  const { status } = await workspace.store.write(
    'ownWallet.tryCode',
    { hash, isRight: true, session, nextDevice: null, ...from },
    'client',
  )
  if (status !== 'done') throw new Error(`nobody signed in: ${status}`)
  return makeToken(tokenKeyOf(workspace), { client, session, at: Date.now() })
}

type Change = Inputs['proposals']['propose']['change']

type Deciders = Pick<OpenCallers, 'admin' | 'approver'>

async function agree({ admin, approver }: Deciders, change: Change): Promise<void> {
  const { id } = await admin.proposals.propose({ change, reason: 'for the examples', key: randomUUID() })
  await approver.proposals.approve({ id })
}

const set = (open: OpenCallers, name: SettingName, value: object): Promise<void> =>
  agree(open, { kind: 'setting', name, value: { ...defaultSettings[name], ...value } as never })

/** A bank, a gateway, numbers that the bank lends, a client to pay to, and a system that is told what happens. */
async function addPartners(
  open: OpenCallers,
  { origin, url }: Readonly<{ origin: string; url: string }>,
): Promise<void> {
  await set(open, 'gateways', { gateways: [gatewayOf('kowloonpay')] })
  await set(open, 'contact', { publicAddress: open.host.url })
  await set(open, 'statements', { sources: [bank] })
  await set(open, 'webhooks', { origins: [{ origin, isPrivate: false, trustedCertificate: null }] })
  await set(open, 'virtualIbans', {
    isOn: true,
    country: 'GB',
    bankCode: 'NWBK601613',
    numberLength: 8,
    from: '00000008',
    to: '00000011',
    omnibus: 'omnibus:main',
  })
  await agree(open, { kind: 'webhook_endpoint', name: 'shop', url, events: ['wallet.changed'] } as never)
  await open.admin.webhooks.newSecret({ id: 1 })
  await open.admin.users.setRoles({ name: 'anna', roles: ['analyst'] })
  await open.analyst.wallets.open({ client: 'C-10077' })
  await open.analyst.operations.deposit({ client: 'C-10077', amount: 500, from: 'omnibus:main', key: 'little' })
  await (await open.opened.engine.opened()).webhooks.pump(Date.now() + 1_000)
}

/** A batch with a row that a person must decide about, and a statement whose second line is the first deposit. */
async function sendFiles({ opened: { engine }, admin }: OpenCallers): Promise<void> {
  const rows = [
    { producer: 1, client: 'C-10023', tx: 'TX-1', amount: tooMuch },
    ...['C-1', 'C-2', 'C-3'].map((client) => ({ producer: 1, client, tx: `TX-${client}`, amount: 1_000 })),
  ]
  dropFile(engine.layout.drop, { code: 'seven', name: 'a.csv' }, csvOf(rows))
  await admin.ingest.scan({ settled: true })
  const lines = [900, 500_000, 700].map((amount) => ({ day: '2026-03-02', amount, ref: `FT${amount}` }))
  const content = mt940([{ account: iban, opening: 0, lines }])
  putFile(engine.layout.statements, { source: 'bank', name: 'a.sta' }, content)
  await (await engine.opened()).statements.drain({ settled: true })
}
