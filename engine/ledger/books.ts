/**
 * The books as one command of the writer sees them: accounts are read once, postings are written as they come, and
 * `close` writes the balances back and proves that nobody moved them in between. Whoever posts has already refused what
 * may not post; here a broken law is a bug, and the throw takes everything back.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { noteTransaction } from '../webhooks/of-transactions.ts'
import { noteWallets } from '../webhooks/tell-wallets.ts'
import {
  type Account,
  availableOn,
  type HouseAccount,
  houseAccounts,
  isWallet,
  pendingCode,
  receivableCode,
  type Wallet,
  walletCode,
} from './account.ts'
import { type AccountCache, accountCacheOf, type Kept, type NumberedClients } from './account-cache.ts'
import { writeBack } from './balance-writer.ts'
import type { EntryDraft, Leg, RowDraft } from './drafts.ts'
import { NewWallets, type WalletDraft } from './new-wallets.ts'
import { OpenDays } from './open-days.ts'
import { placesOf } from './places.ts'
import { type PostingDraft, type PostingSeal, PostingWriter } from './posting-writer.ts'
import { Volumes } from './volumes.ts'

type Total = Readonly<{ kind: string; currency: string }> & { postings: number; added: number; taken: number }

export type BooksOptions = Readonly<{
  /**
   * For postings in bulk: wallets stay in memory from one command to the next, and those that open are written at the end.
   * `unreferenced` when nothing holds the postings to their accounts until then.
   */
  inBulk?: 'referenced' | 'unreferenced' | undefined
  seal?: PostingSeal
}>

export class Books {
  readonly at: number
  readonly days: OpenDays
  readonly #raw: Database
  readonly #statements: ReturnType<typeof statementsOf>
  readonly #postings: PostingWriter
  readonly #cache: AccountCache
  readonly #inBulk: boolean
  readonly #number: number
  readonly #byId = new Map<number, Kept>()
  readonly #byCode = new Map<string, Kept | null>()
  readonly #touched: Kept[] = []
  readonly #opened: NewWallets
  readonly #volumes: Volumes
  readonly #totals: Total[] = []

  constructor(raw: Database, at: number, { inBulk, seal }: BooksOptions = {}) {
    this.at = at
    this.#raw = raw
    this.#statements = statementsOf(raw)
    this.days = new OpenDays(raw)
    this.#cache = accountCacheOf(raw)
    this.#inBulk = inBulk !== undefined
    this.#number = this.#cache.nextBooks()
    this.#postings = new PostingWriter(raw, { at, seal, atEnd: inBulk === 'referenced' })
    this.#volumes = new Volumes(raw)
    this.#opened = new NewWallets(raw, at)
  }

  find(code: string, currency: string): Account | null {
    const key = `${currency} ${code}`
    const known = this.#byCode.get(key)
    if (known !== undefined) return known
    const account = this.#take(this.#statements.byCode.get(code, currency))
    this.#byCode.set(key, account)
    return account
  }

  get(id: number): Account {
    const account = this.#byId.get(id) ?? this.#take(this.#statements.byId.get(id))
    invariant(account !== null, 'no such account', { id })
    this.#byCode.set(`${account.currency} ${account.code}`, account)
    return account
  }

  /** The number of the next posting. */
  get nextPosting(): number {
    return this.#postings.next
  }

  placeOf(name: string): number {
    return placesOf(this.#raw).idOf(name)
  }

  /** Takes the clients of a piece of rows that no piece before it had. */
  numberClients(clients: NumberedClients): void {
    this.#cache.number(clients)
  }

  /** Reads the wallets of clients in the order of their index, where one by one each would be a page of its own. */
  meetClients(numbers: readonly number[], currency: string): void {
    const cache = this.#cache
    for (const number of cache.strangersAmong(numbers)) {
      const client = cache.nameOf(number)
      const kept = cache.find(client, currency) ?? this.#take(this.#statements.byCode.get(walletCode(client), currency))
      // Accounts that may open are numbered in the order in which they would be written, which is cheaper than any other.
      if (kept === null) cache.reserve(number, this.#opened.nextId())
      else {
        cache.keep(kept as Kept & Wallet)
        cache.keepAt(number, kept as Kept & Wallet)
      }
    }
  }

  nameOfClient(number: number): string {
    return this.#cache.nameOf(number)
  }

  /** The wallet of a client by its number: asked for every row of a batch. */
  walletAt(number: number, currency: string): Wallet | null {
    const kept = this.#cache.at(number)
    if (kept !== undefined) {
      kept.books = this.#number
      return kept
    }
    if (this.#cache.reservedFor(number) > 0) return null
    const wallet = this.findWallet(this.#cache.nameOf(number), currency) as (Kept & Wallet) | null
    if (wallet !== null) this.#cache.keepAt(number, wallet)
    return wallet
  }

  findWallet(client: string, currency: string): Wallet | null {
    const kept = this.#inBulk ? this.#cache.find(client, currency) : undefined
    if (kept !== undefined) {
      kept.books = this.#number
      return kept as Kept & Wallet
    }
    const account = this.find(walletCode(client), currency)
    if (account === null || !isWallet(account)) return null
    if (this.#inBulk) this.#cache.keep(account as Kept & Wallet)
    return account
  }

  openWallet(client: string, currency: string, tier = 'standard'): Wallet {
    if (this.#inBulk) return this.#openInBulk({ id: this.#opened.nextId(), client, currency, tier })
    const id = this.#opened.nextId()
    this.#statements.openClient.run(client, id, this.at)
    const account = this.#open({ id, code: walletCode(client), kind: 'wallet', currency, client, tier })
    invariant(isWallet(account), 'a wallet without its client')
    noteWallets(this.#raw, [id])
    return account
  }

  /** The wallet of a client who is known by number and has none yet. */
  openWalletAt(number: number, currency: string): Wallet {
    const reserved = this.#cache.reservedFor(number)
    const id = reserved > 0 ? reserved : this.#opened.nextId()
    const wallet = this.#openInBulk({ id, client: this.#cache.nameOf(number), currency, tier: 'standard' })
    this.#cache.keepAt(number, wallet)
    return wallet
  }

  /** How many wallets have opened and wait to be written. */
  get walletsOpened(): number {
    return this.#opened.count
  }

  #openInBulk(draft: WalletDraft): Kept & Wallet {
    const wallet = this.#opened.open(draft, this.#number)
    this.#byId.set(wallet.id, wallet)
    this.#cache.keep(wallet)
    return wallet
  }

  /** The account that there is one of in each currency. */
  house(code: HouseAccount, currency: string): Account {
    return this.find(code, currency) ?? this.#open({ code, kind: houseAccounts[code], currency, client: null })
  }

  /** What a client owes us. */
  receivable(client: string, currency: string): Account {
    const code = receivableCode(client)
    return this.find(code, currency) ?? this.#open({ code, kind: 'receivable', currency, client })
  }

  /** What is paid for a client and not settled yet. */
  pending(client: string, currency: string): Account {
    const code = pendingCode(client)
    return this.find(code, currency) ?? this.#open({ code, kind: 'pending', currency, client })
  }

  openNamed(kind: 'gateway' | 'omnibus', code: string, currency: string): Account {
    return this.#open({ code, kind, currency, client: null })
  }

  /** A producer's clearing account; one in a further currency opens when the first row in it comes. */
  clearing(producer: Readonly<{ id: number; code: string }>, currency: string): Account {
    const code = `clearing:${producer.code}`
    return this.find(code, currency) ?? this.#open({ code, kind: 'clearing', currency, client: null })
  }

  /** The clearing account of a producer that is known by its number; null when it is not. */
  clearingOf(producer: number, currency: string): Account | null {
    const code = this.#statements.producer.get(producer) as string | undefined
    return code === undefined ? null : this.clearing({ id: producer, code }, currency)
  }

  /** Posts a row of a batch: one posting, which needs no entry of its own. */
  postRow(leg: Leg, { batch, producer, line, txId, place, kind, occurredAt, day }: RowDraft): number {
    const { debit, credit, amount } = leg
    const { tier, currency } = kind === 'TopUp' ? credit : debit
    const standsOn = this.days.firstOpenNumber(day)
    this.#volumes.add({ producer, kind, tier, currency, place, day: standsOn, occurredAt, amount })
    const of = { kind, entry: null, batch, line, txId, place, occurredAt, day: standsOn }
    return this.#post({ debit, credit, amount }, of)
  }

  /** Posts an entry with all its legs; its number is that of its first posting. */
  postEntry(draft: EntryDraft): number {
    const { kind, currency, amount, legs, occurredAt, day } = draft
    const id = this.#postings.next
    invariant(legs.length > 0, 'an entry without postings', { kind })
    // An entry may refer to a posting that was only just made.
    if (draft.related !== undefined) this.#postings.flush()
    this.#statements.entry.run({
      id,
      kind,
      postings: legs.length,
      currency,
      amount,
      related: draft.related ?? null,
      hold: draft.hold ?? null,
      proposal: draft.proposal ?? null,
      orderId: draft.orderId ?? null,
      bankTransactionId: draft.bankTransactionId ?? null,
      reference: draft.reference ?? null,
      reason: draft.reason ?? null,
      initiator: draft.initiator,
      initiatedBy: draft.initiatedBy ?? null,
      at: this.at,
    })
    const source = { kind, entry: id, batch: null, line: null, txId: null, place: null, occurredAt }
    const standsOn = this.days.firstOpenNumber(dayNumberOf(day))
    for (const leg of legs) this.#post(leg, { ...source, day: standsOn })
    if (draft.isPartOfBatch !== true) noteTransaction(this.#raw, this.at, id, draft)
    return id
  }

  /** Sets money aside, or frees it when the amount is negative. */
  setAside(wallet: Wallet, amount: number): void {
    this.#change(wallet)
    wallet.held += amount
    invariant(wallet.held >= 0, 'more was freed than was set aside', { wallet: wallet.id })
  }

  /** A payment waits for this wallet's money. Nothing happened to the wallet itself, so its version stays. */
  wait(wallet: Wallet): void {
    this.#change(wallet).untold += 1
    wallet.waiting += 1
  }

  /** Anything about an account that its version has to tell. */
  touch(account: Account): void {
    this.#change(account)
  }

  /** Every wallet that this command changed. */
  touchedWallets(): readonly Wallet[] {
    return this.#touched.flatMap((each) => (isWallet(each) ? [each as Kept & Wallet] : []))
  }

  /** Writes what was opened, posted and moved. */
  close(): void {
    this.#opened.write()
    this.#postings.flush()
    writeBack(this.#raw, this.#touched, this.#inBulk)
    this.#touched.length = 0
    this.#volumes.write()
    for (const total of this.#totals) this.#statements.total.run(total)
    this.#totals.length = 0
  }

  #post(leg: Leg, of: Omit<PostingDraft, 'debit' | 'credit' | 'amount'>): number {
    const { debit, credit, amount } = leg
    invariant(Number.isSafeInteger(amount) && amount > 0, 'no amount to post', { amount })
    invariant(debit.currency === credit.currency, 'a posting between two currencies', { debit: debit.id })
    this.#change(debit).balance -= amount
    this.#change(credit).balance += amount
    invariant(Number.isSafeInteger(debit.balance) && Number.isSafeInteger(credit.balance), 'a balance is too large')
    if (isWallet(debit)) invariant(availableOn(debit) >= 0, 'a wallet went below what it may', { wallet: debit.id })
    const seq = this.#postings.write({ debit, credit, amount, ...of })
    const total = this.#totalOf(of.kind, debit.currency)
    total.postings += 1
    if (isWallet(credit)) total.added += amount
    if (isWallet(debit)) total.taken += amount
    return seq
  }

  /** There are a handful, so each is compared: a key made for every posting costs more. */
  #totalOf(kind: string, currency: string): Total {
    for (const total of this.#totals) if (total.kind === kind && total.currency === currency) return total
    const total = { kind, currency, postings: 0, added: 0, taken: 0 }
    this.#totals.push(total)
    return total
  }

  #change(account: Account): Kept {
    const kept = account as Kept
    invariant(kept.books === this.#number, 'an account of other books', { account: account.id })
    if (kept.moves === 0 && !kept.isNew) this.#touched.push(kept)
    kept.moves += 1
    if (!this.#inBulk) this.#cache.drop(kept)
    return kept
  }

  /** In bulk a wallet may be in memory from a command before: there is never more than one of an account. */
  #keptOf({ kind, client, currency }: Pick<Account, 'kind' | 'client' | 'currency'>): Kept | undefined {
    const kept = this.#inBulk && kind === 'wallet' ? this.#cache.find(client ?? '', currency) : undefined
    if (kept !== undefined) kept.books = this.#number
    return kept
  }

  #open(
    account: Readonly<{
      id?: number
      code: string
      kind: string
      currency: string
      client: string | null
      tier?: string
    }>,
  ): Account {
    const { id = this.#opened.nextId(), code, kind, currency, client, tier = 'standard' } = account
    this.#statements.open.run({ id, code, kind, currency, client, tier, at: this.at })
    return this.get(id)
  }

  #take(row: unknown): Kept | null {
    if (row === undefined) return null
    const { threshold, topUp, source, armed, ...account } = row as Account &
      Readonly<{ threshold: number | null; topUp: number; source: number; armed: number }>
    const known = this.#byId.get(account.id) ?? this.#keptOf(account)
    if (known !== undefined) return known
    const autoTopUp = threshold === null ? null : { threshold, amount: topUp, source, armed: armed === 1 }
    const read: Kept = {
      ...account,
      autoTopUp,
      before: account.balance,
      moves: 0,
      untold: 0,
      isNew: false,
      dropped: false,
      books: this.#number,
    }
    this.#byId.set(read.id, read)
    return read
  }
}

const account = `
  SELECT account.id, account.code, account.kind, account.currency, account.client_id AS client, account.state,
    account.tier, account.overdraft, account.balance, account.held, account.version,
    account.postings, account.last_posting AS lastPosting, account.waiting, account.opened_at AS openedAt,
    auto.threshold, auto.amount AS topUp, auto.source, auto.armed
  FROM account LEFT JOIN auto_top_up AS auto ON auto.wallet = account.id`

const statementsOf = perConnection((raw) => ({
  byCode: raw.prepare(`${account} WHERE account.code = ? AND account.currency = ?`),
  byId: raw.prepare(`${account} WHERE account.id = ?`),
  producer: raw.prepare('SELECT code FROM producer WHERE id = ?').pluck(),
  open: raw.prepare(`
    INSERT INTO account (id, code, kind, currency, client_id, tier, opened_at)
    VALUES (@id, @code, @kind, @currency, @client, @tier, @at)`),
  // A client that has a wallet in another currency already is known by that one.
  openClient: raw.prepare('INSERT INTO client (id, wallet, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING'),
  entry: raw.prepare(`
    INSERT INTO entry (id, kind, postings, currency, amount, related, hold, proposal, order_id, bank_transaction_id,
      reference, reason, initiator, initiated_by, at)
    VALUES (@id, @kind, @postings, @currency, @amount, @related, @hold, @proposal, @orderId, @bankTransactionId,
      @reference, @reason, @initiator, @initiatedBy, @at)`),
  // Numbers come to SQLite as reals; cast, so that totals above 2^53 are reckoned in whole numbers and not rounded.
  total: raw.prepare(`
    INSERT INTO kind_total (kind, currency, postings, added, taken) VALUES (@kind, @currency, @postings, @added, @taken)
    ON CONFLICT (kind, currency) DO UPDATE
    SET postings = postings + CAST(@postings AS INTEGER), added = added + CAST(@added AS INTEGER),
      taken = taken + CAST(@taken AS INTEGER)`),
}))
