/**
 * Plays a history on a real store and on the model at once. After every step both must have answered the same and every
 * account must stand the same; commands are asked twice, and the engine dies before and after its commits.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { appendRecord } from '../../engine/audit/append.ts'
import { now } from '../../engine/calendar/instant.ts'
import { commands } from '../../engine/commands.ts'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { Pieces } from '../../engine/ingest/posting/piece.ts'
import type { WorkspaceKeys } from '../../engine/keys/derive.ts'
import type { Initiator } from '../../engine/operations/initiator.ts'
import type { CommandMap } from '../../engine/store/command.ts'
import { connect } from '../../engine/store/connection.ts'
import { executorOf } from '../../engine/store/writer-loop.ts'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { goodCells, judge } from '../ingest/judge/blocks.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { Model, source } from './model.ts'
import { nextDisturbance, nextStep } from './next-step.ts'
import { Random } from './random.ts'
import type { Disturbance, Step } from './step.ts'

type Command = Readonly<{ name: string; input: unknown; actor: string }>
type Outcome = Readonly<{ status: string; answer?: unknown }>

export type Played = Readonly<{
  steps: number
  done: number
  refused: number
  deaths: number
  refusals: ReadonlyMap<string, number>
}>

export class Difference extends Error {}

type Next = Readonly<{ step: Step; disturbance: Disturbance }>

/** A history that follows from a seed, and from what has happened in it so far. */
export function play({ seed, steps }: Readonly<{ seed: number; steps: number }>): Promise<Played> {
  const random = new Random(seed)
  const next = (model: Model): Next => ({ step: nextStep(random, model), disturbance: nextDisturbance(random) })
  return follow(`seed ${seed}`, next, steps)
}

/** A history that somebody wrote, or that was made smaller until only what matters is left. */
export function replay(history: readonly Step[]): Promise<Played> {
  const ahead = [...history]
  const next = (): Next => ({ step: ahead.shift() as Step, disturbance: 'none' })
  return follow('the history', next, history.length)
}

async function follow(name: string, next: (model: Model) => Next, steps: number): Promise<Played> {
  const model = new Model()
  const engine = await SimulatedEngine.open()
  const refusals = new Map<string, number>()
  let done = 0
  try {
    for (let at = 1; at <= steps; at += 1) {
      const { step, disturbance } = next(model)
      const said = model.take(step)
      const found = await engine.take(step, disturbance, at)
      const what = `${name}, step ${at}, ${disturbance}: ${JSON.stringify(step)}`
      if (found !== said) throw new Difference(`${what}: the model says ${said}, the engine ${found}`)
      compare(what, model, engine.raw)
      if (said === 'done') done += 1
      else refusals.set(said, (refusals.get(said) ?? 0) + 1)
    }
    const proof = checkWorkspace({ raw: engine.raw, db: null as never, onProgress: () => {} }, { deep: true })
    if (!proof.consistent) throw new Difference(`${name}: the check found ${JSON.stringify(proof.differences)}`)
  } finally {
    engine.close()
  }
  return { steps, done, refused: steps - done, deaths: engine.deaths, refusals }
}

function compare(what: string, model: Model, raw: Database): void {
  const found = raw.prepare(`SELECT code, balance, held, overdraft, version, state FROM account`).all() as {
    code: string
    balance: number
    held: number
    overdraft: number
    version: number
    state: string
  }[]
  const seen = new Set(found.map(({ code }) => code))
  for (const [code, balance] of model.balances) {
    if (balance !== 0 && !seen.has(code)) throw new Difference(`${what}: the engine has no ${code}`)
  }
  for (const { code, balance, held, overdraft, version, state } of found) {
    if (balance !== model.balance(code))
      throw new Difference(`${what}: ${code} is ${balance}, the model says ${model.balance(code)}`)
    const wallet = code.startsWith('wallet:') ? model.wallets.get(code.slice(7)) : undefined
    if (wallet === undefined) continue
    const says = { held: wallet.held, overdraft: wallet.overdraft, version: wallet.version, state: wallet.state }
    if (JSON.stringify(says) !== JSON.stringify({ held, overdraft, version, state }))
      throw new Difference(
        `${what}: ${code} is ${JSON.stringify({ held, overdraft, version, state })}, the model says ${JSON.stringify(says)}`,
      )
  }
  const waiting = raw
    .prepare(`SELECT count(*) FROM held_row WHERE state = 'held' AND code = 'INSUFFICIENT_FUNDS'`)
    .pluck()
    .get() as number
  const says = ['ann', 'bob', 'cat', 'dan', 'eve', 'new'].reduce((sum, client) => sum + model.waiting(client), 0)
  if (waiting !== says) throw new Difference(`${what}: ${waiting} payments wait, the model says ${says}`)
}

class SimulatedEngine {
  readonly #directory: string
  readonly #keys: WorkspaceKeys
  raw: Database
  deaths = 0

  static async open(): Promise<SimulatedEngine> {
    const { directory } = await makeWorkspace(undefined, [
      { name: 'admin', roles: ['admin'] },
      { name: 'ana', roles: ['analyst'] },
      { name: 'ben', roles: ['approver'] },
    ])
    const engine = new SimulatedEngine(directory, await keysOf(directory))
    await engine.#run({ name: 'producers.add', input: { id: 7, code: 'seven', name: 'Seven' }, actor: 'admin' })
    await engine.#run({ name: 'accounts.open', input: { kind: 'gateway', name: source.slice(8) }, actor: 'ben' })
    return engine
  }

  private constructor(directory: string, keys: WorkspaceKeys) {
    this.#directory = directory
    this.#keys = keys
    this.raw = this.#connect()
  }

  close(): void {
    this.raw.close()
    removeFolder(this.#directory)
  }

  /** What the engine answers in the end, however it was disturbed. */
  async take(step: Step, disturbance: Disturbance, at: number): Promise<string> {
    if (step.is === 'batch') return this.#batch(step, at)
    if (step.is === 'reversal' || step.is === 'adjustment' || step.is === 'write_off' || step.is === 'overdraft')
      return this.#decided(step, at)
    const command = commandOf(step, this.#as('ana'), at)
    // Only what carries a key may be asked again without being done again.
    const keyed = 'key' in (command.input as object)
    return (await this.#disturbed(command, keyed || disturbance === 'dies_before' ? disturbance : 'none')).status
  }

  async #decided(step: Step, at: number): Promise<string> {
    const proposing = { change: changeOf(step), reason: 'simulated', key: `k${at}`, initiator: this.#as('ana') }
    const proposed = await this.#run({ name: 'proposals.propose', input: proposing, actor: 'ana' })
    if (proposed.status !== 'done') return proposed.status
    const { proposal: id } = proposed.answer as { proposal: number }
    return (await this.#run({ name: 'proposals.approve', input: { id, decider: this.#as('ben') }, actor: 'ben' }))
      .status
  }

  async #batch({ rows }: Extract<Step, { is: 'batch' }>, at: number): Promise<string> {
    const arrival = {
      producer: 7,
      file: `${at}.csv`,
      path: `/${at}.csv`,
      inode: String(at),
      bytes: 1,
      modifiedAt: 1,
      sha256: createHash('sha256').update(String(at)).digest(),
      archive: `${at}.cha`,
      control: null,
    }
    const received = (await this.#run({ name: 'ingest.receive', input: arrival, actor: 'engine' })) as unknown
    const { batch } = received as { batch: number }
    const day = new Date().toISOString().slice(0, 10)
    const drafts = rows.map(({ client, type, amount, txId }) => ({
      cells: { ...goodCells, TxDate: day, ClientId: client, TxType: type, Amount: String(amount), TxId: txId },
    }))
    const block = judge(drafts, {
      seed: this.#seed(),
      at: now(),
      agreement: { limits: { amountMax: 100_000_000_000 } },
    })
    // Whether a batch may post is told elsewhere; here every batch may.
    this.raw
      .prepare(`UPDATE batch SET state = 'posting', rows = @rows, unposted = @rows WHERE id = @batch`)
      .run({ batch, rows: rows.length })
    // Every row has to be looked at, as if somebody had its identity.
    const pieces = new Pieces(this.#seed(), { hashes: block.identities.toSorted(), known: 0 })
    pieces.take(block)
    const piece = { batch, producer: 7, claimsSince: null, clientUnknown: 'open', rows: pieces.next(), firstLine: 2 }
    if (rows.length > 0) await this.#run({ name: 'ingest.post', input: piece, actor: 'engine' })
    await this.#run({ name: 'ingest.seal', input: { batch }, actor: 'engine' })
    return 'done'
  }

  #seed(): number {
    return this.raw.prepare('SELECT hash_seed FROM workspace').pluck().get() as number
  }

  async #disturbed(command: Command, disturbance: Disturbance): Promise<Outcome> {
    switch (disturbance) {
      case 'none':
        return this.#run(command)
      case 'asked_twice': {
        const first = await this.#run(command)
        return sameAnswer(first, await this.#run(command))
      }
      case 'dies_before':
        await this.#dieUncommitted(command)
        return this.#run(command)
      case 'dies_after': {
        const lost = await this.#run(command)
        this.#die()
        return sameAnswer(lost, await this.#run(command))
      }
    }
  }

  #run(command: Command): Promise<Outcome> {
    return executorOf(this.raw, commands as CommandMap, this.#keys.chain)(command) as Promise<Outcome>
  }

  /** Everything of the command is written, and nothing of it committed. */
  async #dieUncommitted({ name, input, actor }: Command): Promise<void> {
    const { run, record } = (commands as CommandMap)[name] ?? {}
    this.raw.exec('BEGIN IMMEDIATE')
    const context = { raw: this.raw, db: null as never, at: now(), actor, othersWait: () => false }
    const outcome = await run?.(context, input as never)
    const note = record?.(input as never, outcome as never) ?? null
    if (note !== null) appendRecord(context, this.#keys.chain, note)
    this.#die()
  }

  #die(): void {
    this.raw.close()
    this.raw = this.#connect()
    this.deaths += 1
  }

  #connect(): Database {
    const raw = connect({ file: layoutOf(this.#directory).store, key: this.#keys.store, mode: 'write' })
    // Here the engine dies and never the machine, so nothing has to be on the disk for a history of thousands of steps.
    raw.pragma('synchronous = OFF')
    return raw
  }

  #as(name: 'ana' | 'ben'): Initiator {
    const user = name === 'ana' ? 2 : 3
    return { caller: `user:${user}`, user, name, roles: [name === 'ana' ? 'analyst' : 'approver'], onBehalfOf: null }
  }
}

/** A command that was answered is answered the same for ever; one that was refused is asked anew. */
function sameAnswer(first: Outcome, second: Outcome): Outcome {
  if (first.answer === undefined || second.status !== 'replayed') return first.answer === undefined ? second : first
  if (JSON.stringify(first.answer) !== JSON.stringify(second.answer))
    throw new Difference(`answered ${JSON.stringify(second.answer)} after ${JSON.stringify(first.answer)}`)
  return first
}

function commandOf(step: Step, initiator: Initiator, at: number): Command {
  const key = `k${at}`
  const asked = { key, initiator, reason: 'simulated' }
  switch (step.is) {
    case 'open':
      return { name: 'wallets.open', input: { client: step.client }, actor: 'ana' }
    case 'freeze':
    case 'unfreeze':
    case 'close':
      return { name: `wallets.${step.is}`, input: { client: step.client, reason: 'simulated' }, actor: 'ana' }
    case 'auto_top_up': {
      const { client, threshold, amount } = step
      const terms = { client, threshold, amount, from: source, initiator, reason: 'simulated' }
      return { name: 'wallets.setAutoTopUp', input: terms, actor: 'ana' }
    }
    case 'no_auto_top_up':
      return { name: 'wallets.removeAutoTopUp', input: { client: step.client, reason: 'simulated' }, actor: 'ana' }
    case 'hold':
      return {
        name: 'holds.place',
        input: { ...asked, content: { client: step.client, amount: step.amount } },
        actor: 'ana',
      }
    case 'capture':
    case 'release': {
      const { is, ...rest } = step
      return { name: `holds.${is}`, input: { ...asked, ...rest }, actor: 'ana' }
    }
    case 'reversal':
    case 'adjustment':
    case 'write_off':
    case 'overdraft':
    case 'batch':
      throw new TypeError(`${step.is} is no single command`)
    default: {
      const { is: kind, ...content } = step
      const { version: expectedVersion, ...rest } = { version: undefined, ...content }
      const operation = { kind, content: kind === 'payout' ? { ...rest, to: 'omnibus:main' } : rest }
      return { name: 'operations.perform', input: { ...asked, operation, expectedVersion }, actor: 'ana' }
    }
  }
}

function changeOf(step: Step): ProposedChange {
  switch (step.is) {
    case 'reversal':
      return { kind: 'reversal', of: step.of }
    case 'adjustment':
      return { kind: 'adjustment', debit: step.debit, credit: step.credit, amount: step.amount }
    case 'write_off':
      return { kind: 'write_off', account: step.account, amount: step.amount }
    case 'overdraft':
      return { kind: 'wallet_terms', client: step.client, overdraft: step.overdraft }
    default:
      throw new TypeError(`${step.is} needs no second person`)
  }
}
