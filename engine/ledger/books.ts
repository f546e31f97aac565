/**
 * The books as one command of the writer sees them: accounts are read once, postings are written as they come, and
 * `close` writes the balances back and proves that nobody moved them in between. Whoever posts has already refused what
 * may not post; here a broken law is a bug, and the throw takes everything back.
 */
import type { Database } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import {
  type Account,
  availableOn,
  type HouseAccount,
  houseAccounts,
  isWallet,
  receivableCode,
  type Wallet,
  walletCode,
} from './account.ts'
import { OpenDays } from './open-days.ts'

/** Where a posting comes from, when it is a row of a batch. */
export type RowSource = Readonly<{
  batch: number
  line: number
  producer: number
  txId: string
  location: string
}>

export type Leg = Readonly<{ debit: Account; credit: Account; amount: number }>

export type EntryDraft = Readonly<{
  kind: string
  currency: string
  amount: number
  legs: readonly Leg[]
  related?: number | undefined
  hold?: number | undefined
  proposal?: number | undefined
  orderId?: string | undefined
  bankTransactionId?: string | undefined
  reference?: string | undefined
  reason?: string | undefined
  initiator: string
  initiatedBy?: string | undefined
  occurredAt: number
  /** The zone's day of `occurredAt`; the entry stands on it, or on the first open day. */
  day: string
}>

type Total = { postings: number; added: number; taken: number }
type Read = Account & { readonly before: number; moves: number }

export class Books {
  readonly at: number
  readonly days: OpenDays
  readonly #statements: ReturnType<typeof statementsOf>
  readonly #byId = new Map<number, Read>()
  readonly #byCode = new Map<string, Read | null>()
  readonly #totals = new Map<string, Total>()
  #nextSeq: number

  constructor(raw: Database, at: number) {
    this.at = at
    this.#statements = statementsOf(raw)
    this.days = new OpenDays(raw)
    this.#nextSeq = ((this.#statements.lastSeq.get() as number | null) ?? 0) + 1
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

  findWallet(client: string, currency: string): Wallet | null {
    const account = this.find(walletCode(client), currency)
    return account === null || !isWallet(account) ? null : account
  }

  openWallet(client: string, currency: string, tier = 'standard'): Wallet {
    const account = this.#open({ code: walletCode(client), kind: 'wallet', currency, client, tier })
    this.#statements.openClient.run(client, account.id, this.at)
    invariant(isWallet(account), 'a wallet without its client')
    return account
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
  postRow(
    { debit, credit, amount }: Leg,
    row: RowSource & Readonly<{ kind: 'TopUp' | 'Payment'; occurredAt: number; day: string }>,
  ): number {
    const { batch, line, producer, txId, location, kind, occurredAt, day } = row
    return this.#post(
      { debit, credit, amount },
      { kind, occurredAt, day, source: { batch, line, producer, txId, location } },
    )
  }

  /** Posts an entry with all its legs; its number is that of its first posting. */
  postEntry(draft: EntryDraft): number {
    const { kind, currency, amount, legs, occurredAt, day } = draft
    const id = this.#nextSeq
    invariant(legs.length > 0, 'an entry without postings', { kind })
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
    for (const leg of legs) this.#post(leg, { kind, occurredAt, day, entry: id })
    return id
  }

  /** Sets money aside, or frees it when the amount is negative. */
  setAside(wallet: Wallet, amount: number): void {
    this.#change(wallet)
    wallet.held += amount
    invariant(wallet.held >= 0, 'more was freed than was set aside', { wallet: wallet.id })
  }

  /** Anything about an account that its version has to tell. */
  touch(account: Account): void {
    this.#change(account)
  }

  /** Every wallet that this command changed. */
  touchedWallets(): readonly Wallet[] {
    return [...this.#byId.values()].flatMap((each) => (each.moves > 0 && isWallet(each) ? [each as Wallet] : []))
  }

  /** Writes back what was changed. The stored balances must be what was read, or the sums would not be those of the postings. */
  close(): void {
    for (const account of this.#byId.values()) {
      if (account.moves === 0) continue
      const { id, balance, held, moves, before, state, tier, overdraft } = account
      const stored = this.#statements.move.get({ id, balance, held, moves, before, state, tier, overdraft })
      invariant(stored !== undefined, 'a balance moved under the command', { account: id })
      account.version = stored as number
      if (account.autoTopUp !== null) this.#statements.arm.run(account.autoTopUp.armed ? 1 : 0, id)
      Object.assign(account, { before: balance, moves: 0 })
    }
    for (const [key, { postings, added, taken }] of this.#totals) {
      const [currency, kind] = key.split(' ')
      this.#statements.total.run({ kind, currency, postings, added, taken })
    }
    this.#totals.clear()
  }

  #post(
    { debit, credit, amount }: Leg,
    of: Readonly<{ kind: string; occurredAt: number; day: string; entry?: number; source?: RowSource }>,
  ): number {
    invariant(Number.isSafeInteger(amount) && amount > 0, 'no amount to post', { amount })
    invariant(debit.currency === credit.currency, 'a posting between two currencies', { debit: debit.id })
    this.#change(debit).balance -= amount
    this.#change(credit).balance += amount
    invariant(Number.isSafeInteger(debit.balance) && Number.isSafeInteger(credit.balance), 'a balance is too large')
    if (isWallet(debit)) invariant(availableOn(debit) >= 0, 'a wallet went below what it may', { wallet: debit.id })
    const seq = this.#nextSeq
    this.#nextSeq += 1
    this.#statements.post.run({
      seq,
      entry: of.entry ?? null,
      debit: debit.id,
      credit: credit.id,
      currency: debit.currency,
      amount,
      kind: of.kind,
      batch: of.source?.batch ?? null,
      line: of.source?.line ?? null,
      producer: of.source?.producer ?? null,
      txId: of.source?.txId ?? null,
      location: of.source?.location ?? null,
      occurredAt: of.occurredAt,
      postedAt: this.at,
      businessDay: this.days.firstOpen(of.day),
      debitAfter: debit.balance,
      creditAfter: credit.balance,
    })
    this.#count(of.kind, { debit, credit, amount })
    return seq
  }

  #count(kind: string, { debit, credit, amount }: Leg): void {
    const key = `${debit.currency} ${kind}`
    const total = this.#totals.get(key) ?? { postings: 0, added: 0, taken: 0 }
    total.postings += 1
    if (isWallet(credit)) total.added += amount
    if (isWallet(debit)) total.taken += amount
    this.#totals.set(key, total)
  }

  #change(account: Account): Account {
    const read = this.#byId.get(account.id)
    invariant(read === account, 'an account of other books', { account: account.id })
    read.moves += 1
    return read
  }

  #open(
    account: Readonly<{ code: string; kind: string; currency: string; client: string | null; tier?: string }>,
  ): Account {
    const { code, kind, currency, client, tier = 'standard' } = account
    const opened = this.#statements.open.run({ code, kind, currency, client, tier, at: this.at })
    return this.get(Number(opened.lastInsertRowid))
  }

  #take(row: unknown): Read | null {
    if (row === undefined) return null
    const { threshold, topUp, source, armed, ...account } = row as Account &
      Readonly<{ threshold: number | null; topUp: number; source: number; armed: number }>
    const known = this.#byId.get(account.id)
    if (known !== undefined) return known
    const autoTopUp = threshold === null ? null : { threshold, amount: topUp, source, armed: armed === 1 }
    const read: Read = { ...account, autoTopUp, before: account.balance, moves: 0 }
    this.#byId.set(read.id, read)
    return read
  }
}

const account = `
  SELECT account.id, account.code, account.kind, account.currency, account.client_id AS client, account.state,
    account.tier, account.overdraft, account.balance, account.held, account.version, account.opened_at AS openedAt,
    auto.threshold, auto.amount AS topUp, auto.source, auto.armed
  FROM account LEFT JOIN auto_top_up AS auto ON auto.wallet = account.id`

const statementsOf = perConnection((raw) => ({
  lastSeq: raw.prepare('SELECT max(seq) FROM posting').pluck(),
  byCode: raw.prepare(`${account} WHERE account.code = ? AND account.currency = ?`),
  byId: raw.prepare(`${account} WHERE account.id = ?`),
  producer: raw.prepare('SELECT code FROM producer WHERE id = ?').pluck(),
  open: raw.prepare(`
    INSERT INTO account (code, kind, currency, client_id, tier, opened_at)
    VALUES (@code, @kind, @currency, @client, @tier, @at)`),
  // A client that has a wallet in another currency already is known by that one.
  openClient: raw.prepare('INSERT INTO client (id, wallet, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING'),
  post: raw.prepare(`
    INSERT INTO posting (seq, entry, debit, credit, currency, amount, kind, batch_id, line, producer_id, tx_id, location,
      occurred_at, posted_at, business_day, debit_after, credit_after)
    VALUES (@seq, @entry, @debit, @credit, @currency, @amount, @kind, @batch, @line, @producer, @txId, @location,
      @occurredAt, @postedAt, @businessDay, @debitAfter, @creditAfter)`),
  entry: raw.prepare(`
    INSERT INTO entry (id, kind, postings, currency, amount, related, hold, proposal, order_id, bank_transaction_id,
      reference, reason, initiator, initiated_by, at)
    VALUES (@id, @kind, @postings, @currency, @amount, @related, @hold, @proposal, @orderId, @bankTransactionId,
      @reference, @reason, @initiator, @initiatedBy, @at)`),
  move: raw
    .prepare(`
      UPDATE account SET balance = @balance, held = @held, state = @state, tier = @tier, overdraft = @overdraft,
        version = version + @moves
      WHERE id = @id AND balance = @before RETURNING version`)
    .pluck(),
  arm: raw.prepare('UPDATE auto_top_up SET armed = ? WHERE wallet = ?'),
  // Numbers come to SQLite as reals; cast, so that totals above 2^53 are reckoned in whole numbers and not rounded.
  total: raw.prepare(`
    INSERT INTO kind_total (kind, currency, postings, added, taken) VALUES (@kind, @currency, @postings, @added, @taken)
    ON CONFLICT (kind, currency) DO UPDATE
    SET postings = postings + CAST(@postings AS INTEGER), added = added + CAST(@added AS INTEGER),
      taken = taken + CAST(@taken AS INTEGER)`),
}))
