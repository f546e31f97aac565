/**
 * A day at the ledger as scripts and people drive it: operations, wallets, holds and four eyes, with every document and
 * exit code that is promised. The tests tell one story in order; processes of their own are spawned only where the process
 * itself is what is asked about.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settingNames } from '../../engine/contract/settings.ts'
import { makeFolder, makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { type As, documentOf, type Ended, jsonOf, lendEngine, runCli, runHere } from './run-cli.ts'

let folder: string
let workspace: string

const lent = lendEngine()

const ann: As = { user: 'ann' }
const bob: As = { user: 'bob' }
const carl: As = { user: 'carl' }

beforeAll(async () => {
  folder = makeFolder()
  workspace = path.join(folder, 'workspace')
  await makeWorkspace(workspace, [
    { name: 'admin', roles: ['admin'] },
    { name: 'ann', roles: ['analyst'] },
    { name: 'bob', roles: ['approver'] },
    { name: 'carl', roles: ['approver', 'auditor'] },
  ])
})

afterAll(async () => {
  await lent.close()
  removeFolder(folder)
})

/** Words are separated by spaces; what holds spaces itself is written with _ for them. */
const wordsOf = (command: string): string[] => command.split(' ').map((word) => word.replaceAll('_', ' '))
const answerTo = (words: readonly string[], as: As = ann) => documentOf(workspace, words, as, lent.open)
const ask = (command: string, as: As = ann) => answerTo(wordsOf(command), as)

const asPerson = (command: string, as: As = ann): Promise<Ended> => runHere(workspace, wordsOf(command), as, lent.open)

/** A process of its own, which needs the workspace for itself. */
async function processJson(words: readonly string[], as: As = ann) {
  await lent.close()
  return jsonOf(workspace, words, as)
}

const wallet = (client: string, balance: number, available = balance) => ({
  client,
  currency: 'USD',
  balance,
  available,
})

describe('operations', () => {
  it('need a wallet, which somebody opens', async () => {
    expect(await ask('ledger deposit --client c1 --amount 5 --key k')).toEqual({
      exit: 1,
      document: { error: { code: 'wallet_unknown', client: 'c1', currency: 'USD' } },
    })
    expect(await ask('wallets open c1')).toMatchObject({
      exit: 0,
      document: { client: 'c1', account: 'wallet:c1', currency: 'USD', state: 'active', tier: 'standard', balance: 0 },
    })
    expect((await ask('wallets open c2')).exit).toBe(0)
    expect(await ask('wallets open c2')).toEqual({
      exit: 1,
      document: { error: { code: 'wallet_exists', client: 'c2', currency: 'USD' } },
    })
  })

  it('answer a receipt, and the same receipt when they are asked again with their key', async () => {
    const command = ['ledger', 'deposit', '--client', 'c1', '--amount', '10000', '--key', 'k1', '--reference', 'R-1']
    const first = await processJson([...command, '--bank-transaction', 'B-1'], ann)
    expect(first).toMatchObject({
      exit: 0,
      document: {
        transaction: 1,
        kind: 'deposit',
        currency: 'USD',
        amount: 10_000,
        late: false,
        wallets: [wallet('c1', 10_000)],
        heldPosted: 0,
        autoTopUp: null,
      },
    })
    expect(await answerTo([...command, '--bank-transaction', 'B-1'], ann)).toEqual(first)
    expect(await answerTo([...command, '--bank-transaction', 'B-2'], ann)).toEqual({
      exit: 1,
      document: { error: { code: 'key_reused_with_other_content', key: 'k1' } },
    })
  })

  const receipts: readonly (readonly [string, object])[] = [
    ['ledger withdraw --client c1 --amount 1000 --key k2', { kind: 'withdrawal', wallets: [wallet('c1', 9000)] }],
    ['ledger payout --of 2 --to omnibus:main --key k3', { kind: 'payout', amount: 1000 }],
    ['ledger purchase --client c1 --amount 2000 --order O-1 --key k4', { wallets: [wallet('c1', 7000)] }],
    ['ledger refund --of 4 --amount 500 --key k5', { kind: 'refund', amount: 500, wallets: [wallet('c1', 7500)] }],
    ['ledger transfer --from c1 --to c2 --amount 700 --key k6', { wallets: [wallet('c1', 6800), wallet('c2', 700)] }],
    ['ledger fee --client c2 --amount 100 --key k7 --reason Paper_by_post', { wallets: [wallet('c2', 600)] }],
    ['ledger chargeback --of 1 --amount 300 --key k8', { kind: 'chargeback', wallets: [wallet('c1', 6500)] }],
    ['ledger deposit --client c2 --amount 1 --key k9 --occurred-at 2026-01-31', { businessDay: '2026-01-31' }],
  ]
  it.each(receipts)('%s', async (command, receipt) => {
    expect(await ask(command)).toMatchObject({ exit: 0, document: receipt })
  })

  const refusals: readonly (readonly [string, object])[] = [
    [
      'ledger withdraw --client c2 --amount 602 --key r1',
      { code: 'insufficient_funds', client: 'c2', available: 601, shortfall: 1 },
    ],
    ['ledger refund --of 4 --amount 1501 --key r2', { code: 'exceeds_left', left: 1500 }],
    [
      'ledger fee --client c2 --amount 1 --key r3 --expected-version 0',
      { code: 'version_moved', client: 'c2', expected: 0, found: expect.any(Number) },
    ],
    [
      'ledger deposit --client c2 --amount 5 --key r4 --initiated-by dora',
      { code: 'not_permitted', permission: 'ledger.act_on_behalf' },
    ],
    ['ledger deposit --client c2 --amount 1000001 --key r5', { code: 'approval_needed', above: 1_000_000 }],
    [
      'ledger deposit --client c2 --amount 0 --key r6',
      { code: 'bad_input', issues: [{ path: 'amount', problem: expect.any(String) }] },
    ],
  ]
  it.each(refusals)('%s is refused, and says by what', async (command, error) => {
    expect(await ask(command)).toEqual({ exit: 1, document: { error } })
  })

  it('say to a person what happened and what to do next', async () => {
    const done = await asPerson('ledger deposit --client c2 --amount 1250 --key t1')
    expect({ exit: done.exit, err: done.err }).toEqual({ exit: 0, err: '' })
    expect(done.out).toMatch(/^Transaction 10: deposit of 12\.50 USD for /)
    expect(done.out).toContain('c2')
    const refused = await asPerson('ledger deposit --client c2 --amount 1000001 --key t2')
    expect({ exit: refused.exit, out: refused.out }).toEqual({ exit: 1, out: '' })
    expect(refused.err).toContain('--propose --reason TEXT')
  })
})

describe('holds and the life of a wallet', () => {
  it('sets money aside, moves a part of it and frees the rest', async () => {
    expect(await ask('holds place --client c1 --amount 800 --hours 2 --key h1')).toMatchObject({
      exit: 0,
      document: { hold: { id: 1, left: 800, state: 'open' }, wallet: wallet('c1', 6500, 5700) },
    })
    expect(await ask('holds capture 1 --amount 300 --keep-rest --key h2')).toMatchObject({
      exit: 0,
      document: { hold: { captured: 300, left: 500, state: 'open' }, wallet: wallet('c1', 6200, 5700) },
    })
    expect(await ask('holds release 1 --key h3')).toMatchObject({
      exit: 0,
      document: { hold: { left: 0, state: 'captured' }, wallet: wallet('c1', 6200) },
    })
    expect(await ask('holds list c1')).toMatchObject({
      exit: 0,
      document: { items: [{ id: 1, amount: 800, captured: 300, state: 'captured' }], next: null },
    })
    expect(await ask('holds release 1 --key h4')).toEqual({
      exit: 1,
      document: { error: { code: 'hold_ended', hold: 1, state: 'captured' } },
    })
  })

  it('freezes and unfreezes, and says what keeps a wallet from being closed', async () => {
    expect(await ask('wallets freeze c2 --reason Lost_card')).toMatchObject({ exit: 0, document: { state: 'frozen' } })
    expect(await ask('ledger fee --client c2 --amount 1 --key f1')).toEqual({
      exit: 1,
      document: { error: { code: 'wallet_frozen', client: 'c2' } },
    })
    expect(await ask('wallets unfreeze c2 --reason Found_it')).toMatchObject({ document: { state: 'active' } })
    expect(await ask('wallets close c2 --reason Leaves')).toEqual({
      exit: 1,
      document: {
        error: { code: 'wallet_not_empty', balance: 1851, held: 0, pending: 0, receivable: 0, heldRows: 0 },
      },
    })
  })

  it('tops up by itself until it is told not to, from an account that was opened for it', async () => {
    expect(await ask('accounts open gateway acme', bob)).toMatchObject({
      exit: 0,
      document: { code: 'gateway:acme', kind: 'gateway', balance: 0 },
    })
    const rule = '--threshold 500 --amount 1000 --from gateway:acme'
    expect(await ask(`wallets auto-top-up c2 ${rule} --reason Asked_for`)).toMatchObject({
      exit: 0,
      document: { autoTopUp: { threshold: 500, amount: 1000, from: 'gateway:acme', armed: true } },
    })
    expect(await ask('ledger withdraw --client c2 --amount 1400 --key a1')).toMatchObject({
      exit: 0,
      document: { wallets: [wallet('c2', 1451)], autoTopUp: expect.any(Number) },
    })
    expect(await ask('wallets auto-top-up c2 --remove --reason No_more')).toMatchObject({
      exit: 0,
      document: { balance: 1451, autoTopUp: null },
    })
    expect(await ask('wallets virtual-account c2 --number HK0012345')).toMatchObject({
      exit: 0,
      document: { virtualAccounts: [{ number: 'HK0012345', omnibus: 'omnibus:main', state: 'active' }] },
    })
    expect(await ask('wallets list c2')).toMatchObject({ exit: 0, document: { items: [{ client: 'c2' }], next: null } })
  })
})

describe('four eyes', () => {
  it('let nobody approve their own proposal, and carry it out when a second person does', async () => {
    const big = 'ledger deposit --client c1 --amount 2000000 --key p1 --propose --reason A_large_one'
    const proposal = {
      id: 1,
      kind: 'deposit',
      state: 'open',
      amount: 2_000_000,
      client: 'c1',
      reason: 'A large one',
      proposedBy: 'bob',
      effect: { postings: [{ debit: 'omnibus:main', credit: 'wallet:c1', amount: 2_000_000 }] },
    }
    const proposed = await ask(big, bob)
    expect(proposed).toMatchObject({ exit: 0, document: { ...proposal, key: 'p1' } })
    // The same again is the same proposal, not a second one.
    expect(await ask(big, bob)).toEqual(proposed)
    expect(await ask('proposals show 1', bob)).toMatchObject({
      exit: 0,
      document: { ...proposal, bar: 'own_proposal' },
    })
    expect(await processJson(['proposals', 'approve', '1'], bob)).toEqual({
      exit: 1,
      document: { error: { code: 'own_proposal', proposedBy: 'bob' } },
    })
    expect(await ask('proposals approve 1')).toEqual({
      exit: 1,
      document: { error: { code: 'not_permitted', permission: 'proposals.decide' } },
    })
    const { effectHash } = proposed.document as { effectHash: string }
    const approve = ['proposals', 'approve', '1', '--effect', effectHash, '--reason', 'Seen the statement']
    expect(await answerTo(approve, carl)).toMatchObject({
      exit: 0,
      document: { ...proposal, state: 'approved', decidedBy: 'carl', decision: 'Seen the statement' },
    })
    expect(await ask('ledger balance c1')).toMatchObject({ document: { balance: 2_006_200 } })
    expect(await ask('proposals approve 1', carl)).toEqual({
      exit: 1,
      document: { error: { code: 'proposal_decided', state: 'approved' } },
    })
  })

  const shortForms: readonly (readonly [string, As, object])[] = [
    [
      'adjustment --debit suspense --credit wallet:c1 --amount 10',
      ann,
      { postings: [{ debit: 'suspense', credit: 'wallet:c1', amount: 10 }] },
    ],
    ['reversal --of 6', ann, { postings: [{ debit: 'wallet:c2', credit: 'wallet:c1', amount: 700 }] }],
    ['wallet-terms --client c1 --overdraft 5000', ann, { postings: [], sets: [{ after: { overdraft: 5000 } }] }],
    ['currency --code HKD --digits 2', bob, { sets: [{ subject: 'currency:HKD', after: { digits: 2 } }] }],
  ]
  it.each(shortForms)('proposals propose %s --simulate', async (change, as, effect) => {
    expect(await ask(`proposals propose ${change} --simulate`, as)).toMatchObject({ exit: 0, document: { effect } })
  })

  it.each([
    ['write-off --account suspense --amount 5', ann, 'account_too_small'],
    ['period-close --period 2999-01', bob, 'period_not_over'],
    ['adjustment --debit suspense --credit wallet:nobody --amount 10', ann, 'account_unknown'],
  ])('proposals propose %s is refused where it could not be done', async (change, as, code) => {
    const { exit, document } = await ask(`proposals propose ${change} --reason Why`, as)
    expect({ exit, document }).toMatchObject({ exit: 1, document: { error: { code } } })
  })

  it('take any change as JSON from standard input, with a key that is said', async () => {
    const stdin = JSON.stringify({ kind: 'hold', client: 'c1', amount: 400, hours: 1 })
    const command = ['proposals', 'propose', '--change', '-', '--reason', 'From a script']
    await lent.close()
    const { exit, out, err } = await runCli(workspace, [...command, '--json'], { ...ann, stdin })
    const document = JSON.parse(out) as { key: string }
    expect({ exit, document }).toMatchObject({ exit: 0, document: { id: 2, kind: 'hold', change: { hours: 1 } } })
    expect(err).toContain(`Key: ${document.key}`)
  })

  it('are talked about, withdrawn by who proposed and declined by somebody else, with a reason', async () => {
    const comment = ['proposals', 'comment', '2', 'Is it still needed?']
    expect(await answerTo(comment, carl)).toMatchObject({
      exit: 0,
      document: { by: 'carl', text: 'Is it still needed?' },
    })
    expect(await ask('proposals withdraw 2', bob)).toEqual({
      exit: 1,
      document: { error: { code: 'not_own_proposal', proposedBy: 'ann' } },
    })
    expect(await ask('proposals withdraw 2')).toMatchObject({ exit: 0, document: { state: 'withdrawn', comments: 1 } })
    const file = path.join(folder, 'tiers.json')
    writeFileSync(file, JSON.stringify({ names: ['standard', 'gold'] }))
    const propose = ['proposals', 'propose', 'setting', '--name', 'tiers', '--file', file, '--reason', 'For the best']
    expect(await answerTo(propose, bob)).toMatchObject({ exit: 0, document: { id: 3, state: 'open' } })
    expect(await ask('proposals decline 3 --reason Not_yet', carl)).toMatchObject({
      exit: 0,
      document: { state: 'declined', decidedBy: 'carl', decision: 'Not yet' },
    })
    expect(await ask('proposals list --state declined')).toMatchObject({
      exit: 0,
      document: { items: [{ id: 3, kind: 'setting' }], next: null },
    })
    expect(await ask('settings show tiers')).toMatchObject({
      exit: 0,
      document: { name: 'tiers', version: 0, value: { names: ['standard'] } },
    })
  })
})

describe('reading the ledger', () => {
  const documents: readonly (readonly [string, object])[] = [
    ['ledger balance c1 --currency USD', { client: 'c1', currency: 'USD', balance: 2_006_200, pending: 0 }],
    ['ledger postings --reference R-1', { items: [{ seq: 1, kind: 'deposit', amount: 10_000 }], next: null }],
    ['ledger postings --client c2 --amount 100', { items: [{ kind: 'fee', source: { reason: 'Paper by post' } }] }],
    ['ledger statement wallet:c1 --limit 1', { opening: 0, closing: 2_006_200, items: [{ balance: 10_000 }] }],
    ['ledger statement wallet:c1 --limit 1 --newest-first', { items: [{ amount: 2_000_000, balance: 2_006_200 }] }],
    ['ledger transaction 4', { id: 4, kind: 'purchase', left: 1500, undoneBy: [{ transaction: 5, amount: 500 }] }],
    ['ledger accounts --kind gateway', { items: [{ code: 'gateway:acme', balance: -1000 }], next: null }],
    ['ledger trial-balance', { balanced: true }],
    ['settings list', { items: settingNames.map((name) => ({ name })) }],
    ['settings history limits', { items: [{ name: 'limits', version: 0, proposal: null }], next: null }],
    ['settings currencies', { items: [{ code: 'USD', digits: 2, home: true }], next: null }],
  ]
  it.each(documents)('%s', async (command, expected) => {
    expect(await ask(command)).toMatchObject({ exit: 0, document: expected })
  })

  it('ledger history names who did what by hand, and leaves what only a batch has empty', async () => {
    const { exit, document } = await ask('ledger history c2 --kind fee')
    expect({ exit, document }).toMatchObject({
      exit: 0,
      document: {
        items: [
          {
            type: 'fee',
            amount: -100,
            balance: 600,
            producer: null,
            location: null,
            txId: null,
            batch: null,
            line: null,
            status: 'confirmed',
            transaction: 7,
            reason: 'Paper by post',
          },
        ],
        next: null,
      },
    })
  })

  it('check proves it, kind by kind', async () => {
    const { exit, out } = await asPerson('check', carl)
    expect(exit).toBe(0)
    expect(out).toMatch(/^Consistent: 1[0-9] postings\./)
    expect(out).toMatch(/^fee +1 +0\.00 USD +1\.00 USD$/m)
  })
})
