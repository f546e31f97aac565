/**
 * Programs at the door: whose key a call shows, whether it still opens and from there, and what was called. The answering
 * thread asks for every call, so what is agreed on is kept here until something about a program changes.
 */
import { BlockList, isIPv6 } from 'node:net'
import type { LiveSession } from '../access/sessions.ts'
import type { EngineStore } from '../engine-store.ts'
import type { JobDefinition } from '../jobs/job.ts'
import { hashOfKey, keyMark } from './key.ts'
import type { CallsNoted } from './key-commands.ts'
import type { KnownCaller } from './list.ts'
import { networkOf } from './network.ts'

type Entry = Readonly<{ caller: KnownCaller; from: BlockList | null; session: LiveSession }>
type Held = Readonly<{ entry: Entry; endsAt: number | null }>

export type Shown =
  | Readonly<{ status: 'open'; session: LiveSession; caller: KnownCaller }>
  /** No key of ours, or one that ended: which of them is no business of whoever calls. */
  | Readonly<{ status: 'unknown'; reason: UnknownReason }>
  | Readonly<{ status: 'elsewhere'; caller: KnownCaller }>

type UnknownReason = 'no_such_key' | 'key_ended' | 'program_expired'

type Count = { lastAt: number; readonly calls: Map<string, number>; refused: number }

/** So many different calls of one program stand in one record; what is more is counted together. */
const namesMax = 200

export class Callers {
  readonly #store: EngineStore
  readonly #counts = new Map<KnownCaller['id'], Count & { readonly name: string }>()
  readonly #elsewhere = new Map<string, number>()
  readonly #unknown = new Map<string, number>()
  #known: Promise<ReadonlyMap<string, Held>> | null = null

  constructor(store: EngineStore) {
    this.#store = store
  }

  /** Something about a program changed: what is known of all is read again at the next call. */
  forget(): void {
    this.#known = null
  }

  async find(key: string, { address, at }: Readonly<{ address: string; at: number }>): Promise<Shown> {
    const unknown = (reason: UnknownReason) => ({ status: 'unknown', reason }) as const
    if (!key.startsWith(keyMark)) return unknown('no_such_key')
    const held = (await this.#read()).get(hashOfKey(key))
    if (held === undefined) return unknown('no_such_key')
    if (held.endsAt !== null && held.endsAt <= at) return unknown('key_ended')
    const { caller, from, session } = held.entry
    if (Date.parse(caller.terms.expiresAt) <= at) return unknown('program_expired')
    if (from !== null && !from.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return { status: 'elsewhere', caller }
    return { status: 'open', session, caller }
  }

  /** Every call, with how it ended. */
  note(
    { id, user }: KnownCaller,
    { name, refused, at }: Readonly<{ name: string; refused: boolean; at: number }>,
  ): void {
    const count = this.#counts.get(id) ?? { name: user.name, lastAt: 0, calls: new Map<string, number>(), refused: 0 }
    this.#counts.set(id, count)
    const kept = count.calls.has(name) || count.calls.size < namesMax ? name : 'others'
    count.calls.set(kept, (count.calls.get(kept) ?? 0) + 1)
    count.lastAt = Math.max(count.lastAt, at)
    if (refused) count.refused += 1
  }

  /** Recorded once a minute for each program and address: whoever knocks on does not fill the chain. */
  async noteElsewhere(
    { id, user }: KnownCaller,
    { address, at }: Readonly<{ address: string; at: number }>,
  ): Promise<void> {
    const key = `${id} ${networkOf(address)}`
    for (const [each, last] of this.#elsewhere) if (at - last >= 60_000) this.#elsewhere.delete(each)
    if (this.#elsewhere.has(key)) return
    this.#elsewhere.set(key, at)
    const detail = { address }
    const note = { action: 'callers.refuse', subject: `caller:${id}`, outcome: 'address_not_listed', detail }
    await this.#store.write('audit.note', note, user.name)
  }

  /** A key that opens nothing, by the reason and by the network it came from. */
  noteUnknown({ reason, address }: Readonly<{ reason: UnknownReason; address: string }>): void {
    const name = `${reason} ${networkOf(address)}`
    const kept = this.#unknown.has(name) || this.#unknown.size < namesMax ? name : `${reason} others`
    this.#unknown.set(kept, (this.#unknown.get(kept) ?? 0) + 1)
  }

  get job(): JobDefinition {
    return {
      name: 'callers.note_calls',
      schedule: '* * * * *',
      needed: async () => this.#counts.size > 0 || this.#unknown.size > 0,
      run: async () => ({ outcome: 'done', detail: await this.flush() }),
    }
  }

  /** Writes down what was called since the last time. */
  async flush(): Promise<Readonly<{ callers: number; calls: number; unknown: number }>> {
    const unknown = await this.#flushUnknown()
    const counts = [...this.#counts]
    this.#counts.clear()
    let calls = 0
    for (const [caller, { name, lastAt, calls: named, refused }] of counts) {
      const noted: CallsNoted = { caller, name, lastAt, refused, calls: Object.fromEntries(named) }
      await this.#store.write('callers.noteCalls', noted, name)
      calls += [...named.values()].reduce((sum, each) => sum + each, 0)
    }
    return { callers: counts.length, calls, unknown }
  }

  async #flushUnknown(): Promise<number> {
    const counts = Object.fromEntries(this.#unknown)
    this.#unknown.clear()
    const times = Object.values(counts).reduce((sum, each) => sum + each, 0)
    if (times === 0) return 0
    const note = { action: 'callers.refuse', subject: 'callers', outcome: 'unknown_key', detail: { times, ...counts } }
    await this.#store.write('audit.note', note, 'engine')
    return times
  }

  #read(): Promise<ReadonlyMap<string, Held>> {
    const reading = this.#known ?? this.#store.read('callers.known', null).then(byHash)
    this.#known = reading
    reading.catch(() => {
      if (this.#known === reading) this.#known = null
    })
    return reading
  }
}

const byHash = (callers: readonly KnownCaller[]): ReadonlyMap<string, Held> =>
  new Map(
    callers.flatMap((caller) => {
      const entry = { caller, from: listOf(caller.terms.addresses), session: sessionOf(caller) }
      return caller.keys.map(({ hash, endsAt }) => [hash, { entry, endsAt }] as const)
    }),
  )

function listOf(addresses: readonly string[]): BlockList | null {
  if (addresses.length === 0) return null
  const list = new BlockList()
  for (const address of addresses) {
    const [network = address, bits] = address.split('/')
    const family = isIPv6(network) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(network, family)
    else list.addSubnet(network, Number(bits), family)
  }
  return list
}

/** What a program is to the guard and to everything behind it: somebody without roles, with just these permissions. */
const sessionOf = ({ id, user, terms: { scopes, producer, aloneUpTo, expiresAt } }: KnownCaller): LiveSession => ({
  user,
  roles: [],
  permissions: new Set(scopes),
  mustChangePassphrase: false,
  isOnWall: false,
  startedAt: 0,
  lastAt: 0,
  program: { id, producer, aloneUpTo, endsAt: Date.parse(expiresAt) },
})
