/**
 * Wallets that postings in bulk have read, kept from one piece of rows to the next: reading an account for every row would
 * cost more than posting it. They are found by their client, or by the number that their client has in the file that is
 * being posted. Whoever else changes an account drops it here, and after a rollback everything is forgotten.
 */
import { invariant } from '../invariant.ts'
import { rememberedPerConnection } from '../store/remembered.ts'
import type { Account, Wallet } from './account.ts'

/** An account as books keep it: with what was stored, and how often it was moved since. */
export type Kept = Account & {
  /** The stored balance. */
  before: number
  moves: number
  /** Not in the table yet: it is written with what it moved already. */
  isNew: boolean
  /** Those of the moves that its version does not tell. */
  untold: number
  /** Which books it belongs to now. */
  books: number
  /** Somebody else changed it, so nobody may find it any more. */
  dropped: boolean
}

type KeptWallet = Kept & Wallet

/** Clients of one batch by number: the names that come behind those that are known already. */
export type NumberedClients = Readonly<{ batch: number; from: number; names: readonly string[] }>

// Some 60 MB, and at most a piece's wallets more. Where there are more of them some are read again.
const keptMax = 250_000

export class AccountCache {
  readonly #wallets = new Map<string, KeptWallet>()
  #currency = ''
  #batch = 0
  #names: string[] = []
  #numbered: (KeptWallet | undefined)[] = []
  /** By the number of a client that has no wallet: the account's number, should one open in this command. */
  #reserved: number[] = []
  #someReserved = false
  #lastBooks = 0

  find(client: string, currency: string): KeptWallet | undefined {
    return currency === this.#currency ? this.#wallets.get(client) : undefined
  }

  /** Books are told apart by number, because an account that points to its books would keep them all. */
  nextBooks(): number {
    this.#lastBooks += 1
    return this.#lastBooks
  }

  /**
   * One currency at a time: batches post in the workspace's own. Called before a command begins, and never within one: of an
   * account that it has changed there may be no second copy.
   */
  begin(currency: string): void {
    if (currency !== this.#currency || this.#wallets.size >= keptMax) this.forget()
    // What was reserved was for the command before.
    if (this.#someReserved) this.#reserved.fill(0)
    this.#someReserved = false
    this.#currency = currency
  }

  /** A list that begins at 0 is a new one; any other goes on behind what is known of its batch. */
  number({ batch, from, names }: NumberedClients): void {
    if (from === 0 && (batch !== this.#batch || names.length > 0)) {
      this.#names = []
      this.#numbered = []
      this.#reserved = []
      this.#batch = batch
    }
    invariant(batch === this.#batch && from <= this.#names.length, 'clients without those before them', { batch, from })
    for (let i = this.#names.length - from; i < names.length; i += 1) {
      this.#names.push(names[i] as string)
      this.#numbered.push(undefined)
      this.#reserved.push(0)
    }
  }

  /** In the order of their names, each once: those of which nothing is known. */
  strangersAmong(numbers: readonly number[]): readonly number[] {
    const strangers = new Set<number>()
    for (const number of numbers) if (this.at(number) === undefined) strangers.add(number)
    return [...strangers].sort((a, b) => (this.nameOf(a) < this.nameOf(b) ? -1 : 1))
  }

  reserve(number: number, account: number): void {
    this.#reserved[number] = account
    this.#someReserved = true
  }

  /** Zero when nobody has looked whether this client has a wallet, or they have one. */
  reservedFor(number: number): number {
    return this.#reserved[number] ?? 0
  }

  nameOf(number: number): string {
    const name = this.#names[number]
    invariant(name !== undefined, 'a client without a number', { number })
    return name
  }

  at(number: number): KeptWallet | undefined {
    const kept = this.#numbered[number]
    return kept === undefined || kept.dropped ? undefined : kept
  }

  keepAt(number: number, wallet: KeptWallet): void {
    this.#numbered[number] = wallet
    this.#reserved[number] = 0
  }

  keep(wallet: KeptWallet): void {
    if (wallet.currency === this.#currency) this.#wallets.set(wallet.client, wallet)
  }

  drop({ client }: Account): void {
    const kept = client === null ? undefined : this.#wallets.get(client)
    if (kept === undefined) return
    kept.dropped = true
    this.#wallets.delete(kept.client)
  }

  forget(): void {
    this.#wallets.clear()
    this.#numbered.fill(undefined)
    this.#reserved.fill(0)
  }
}

export const accountCacheOf = rememberedPerConnection(() => new AccountCache())
