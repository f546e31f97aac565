/**
 * The rules of the ledger a second time, in plain Maps, by somebody who has not seen the engine: what each step answers
 * and how every account stands after it. It shares no code with the engine.
 */
import type { Row, Step } from './step.ts'

type WalletOf = {
  state: 'active' | 'frozen' | 'closed'
  held: number
  overdraft: number
  version: number
  auto: { threshold: number; amount: number; armed: boolean } | null
}
type Movement = Readonly<{ from: string; to: string; amount: number }>
type Past = {
  kind: string
  amount: number
  movements: readonly Movement[]
  undoing: number[]
  undoes: number | undefined
}
type HoldOf = { client: string; left: number; captured: number; open: boolean }
type Waiting = Readonly<{ client: string; amount: number }>

export const source = 'gateway:acme'
const alone = 1_000_000
const oneOperation = 100_000_000

export class Model {
  readonly balances = new Map<string, number>()
  readonly wallets = new Map<string, WalletOf>()
  readonly past = new Map<number, Past>()
  readonly holds: HoldOf[] = []
  readonly #waiting: Waiting[] = []
  /** Rows held for another reason than money: they wait for a person. */
  readonly #parked = new Map<string, number>()
  readonly #identities = new Map<string, string>()
  #postings = 0
  /** What became of each row of the last batch. */
  rows: string[] = []

  balance(account: string): number {
    return this.balances.get(account) ?? 0
  }

  free(client: string): number {
    const wallet = this.wallets.get(client)
    return wallet === undefined ? 0 : this.balance(`wallet:${client}`) + wallet.overdraft - wallet.held
  }

  waiting(client: string): number {
    return this.#waiting.filter((each) => each.client === client).length
  }

  /** What the step answers: `done`, or the code of its refusal. */
  take(step: Step): string {
    switch (step.is) {
      case 'open':
        if (this.wallets.has(step.client)) return 'wallet_exists'
        this.#open(step.client)
        return 'done'
      case 'deposit':
        return this.#operate(
          step.is,
          [step.client],
          [{ from: step.from, to: `wallet:${step.client}`, amount: step.amount }],
        )
      case 'withdrawal':
        return this.#operate(step.is, [step.client], [this.#out(step.client, 'payout', step.amount)], step.version)
      case 'fee':
        return this.#operate(step.is, [step.client], [this.#out(step.client, 'fee-income', step.amount)], step.version)
      case 'purchase': {
        const seller = step.producer === undefined ? 'clearing:house' : 'clearing:seven'
        return this.#operate(step.is, [step.client], [this.#out(step.client, seller, step.amount)])
      }
      case 'transfer':
        return this.#transfer(step)
      case 'payout':
      case 'refund':
      case 'chargeback':
        return this.#later(step)
      case 'hold':
        return this.#hold(step)
      case 'capture':
        return this.#capture(step)
      case 'release':
        return this.#release(step)
      case 'freeze':
      case 'unfreeze':
      case 'close':
        return this.#state(step)
      case 'auto_top_up':
      case 'no_auto_top_up':
        return this.#auto(step)
      case 'reversal':
        return this.#reverse(step.of)
      case 'adjustment':
        return this.#adjust(step)
      case 'write_off':
        return this.#writeOff(step)
      case 'overdraft':
        return this.#overdraft(step)
      case 'batch':
        this.rows = step.rows.map((row) => this.#row(row))
        return 'done'
    }
  }

  #open(client: string): void {
    this.wallets.set(client, { state: 'active', held: 0, overdraft: 0, version: 0, auto: null })
  }

  #out = (client: string, to: string, amount: number): Movement => ({ from: `wallet:${client}`, to, amount })

  #operate(kind: string, clients: readonly string[], movements: readonly Movement[], version?: number): string {
    const unknown = clients.find((client) => !this.wallets.has(client))
    if (unknown !== undefined) return 'wallet_unknown'
    const states = clients.map((client) => this.wallets.get(client)?.state)
    if (states.includes('closed')) return 'wallet_closed'
    if (states.includes('frozen')) return 'wallet_frozen'
    if (version !== undefined && version !== this.wallets.get(clients[0] ?? '')?.version) return 'version_moved'
    const amount = movements.reduce((sum, each) => sum + each.amount, 0)
    if (amount > oneOperation) return 'limit_exceeded'
    if (amount > alone) return 'approval_needed'
    return this.#book(kind, movements)
  }

  #transfer({ from, to, amount }: Extract<Step, { is: 'transfer' }>): string {
    if (!this.wallets.has(from) || !this.wallets.has(to)) return 'wallet_unknown'
    if (from === to) return 'same_wallet'
    return this.#operate('transfer', [from, to], [this.#out(from, `wallet:${to}`, amount)])
  }

  #left(of: number): number {
    const past = this.past.get(of)
    if (past === undefined) return 0
    return past.amount - past.undoing.reduce((sum, each) => sum + this.#left(each), 0)
  }

  #later({ is, of, amount: asked }: Extract<Step, { is: 'payout' | 'refund' | 'chargeback' }>): string {
    const past = this.past.get(of)
    if (past === undefined) return 'transaction_unknown'
    const kinds = {
      payout: ['withdrawal'],
      refund: ['purchase', 'capture', 'Payment'],
      chargeback: ['deposit', 'auto_top_up', 'TopUp'],
    }[is]
    if (!kinds.includes(past.kind)) return 'not_of_this_kind'
    const left = this.#left(of)
    const amount = asked ?? left
    if (amount > left || amount === 0) return 'exceeds_left'
    const [first] = past.movements
    if (first === undefined) return 'transaction_unknown'
    if (is === 'payout') return this.#book(is, [{ from: 'payout', to: 'omnibus:main', amount }], of)
    if (is === 'chargeback') {
      if (amount > oneOperation) return 'limit_exceeded'
      if (amount > alone) return 'approval_needed'
      return this.#book(is, this.#takeBack(clientOf(first.to), first.from, amount), of)
    }
    const refused = this.#operateOn(clientOf(first.from), amount)
    return refused ?? this.#book(is, [{ from: first.to, to: first.from, amount }], of)
  }

  #operateOn(client: string, amount: number): string | null {
    const state = this.wallets.get(client)?.state
    if (state === 'closed') return 'wallet_closed'
    if (state === 'frozen') return 'wallet_frozen'
    if (amount > oneOperation) return 'limit_exceeded'
    return amount > alone ? 'approval_needed' : null
  }

  #takeBack(client: string, to: string, amount: number, taken = 0): Movement[] {
    const paysItself = to === `receivable:${client}`
    const there = paysItself ? amount : Math.max(0, Math.min(amount, this.free(client) - taken))
    const movements = []
    if (there > 0) movements.push({ from: `wallet:${client}`, to, amount: there })
    if (there < amount) movements.push({ from: `receivable:${client}`, to, amount: amount - there })
    return movements
  }

  #reverse(of: number): string {
    const past = this.past.get(of)
    if (past === undefined) return 'transaction_unknown'
    const left = this.#left(of)
    if (left === 0 || (left < past.amount && past.movements.length > 1)) return 'exceeds_left'
    if (this.#undoneTwice(of, left)) return 'exceeds_left'
    const parts = left === past.amount ? past.movements : [{ ...past.movements[0], amount: left } as Movement]
    const movements: Movement[] = []
    const taken = new Map<string, number>()
    for (const { from, to, amount } of parts) {
      if (!to.startsWith('wallet:')) movements.push({ from: to, to: from, amount })
      else {
        const client = clientOf(to)
        movements.push(...this.#takeBack(client, from, amount, taken.get(client) ?? 0))
        taken.set(client, (taken.get(client) ?? 0) + amount)
      }
    }
    if (movements.some(({ to }) => to.startsWith('wallet:') && this.wallets.get(clientOf(to))?.state === 'closed'))
      return 'wallet_closed'
    return this.#book('reversal', movements, of)
  }

  /** What it undid would stand again; where that undid something too, as much of it must be there to be undone. */
  #undoneTwice(of: number, amount: number): boolean {
    const again = this.past.get(of)?.undoes
    const undone = again === undefined ? undefined : this.past.get(again)?.undoes
    return undone !== undefined && (this.#left(undone) < amount || this.#undoneTwice(undone, amount))
  }

  #adjust({ debit, credit, amount }: Extract<Step, { is: 'adjustment' }>): string {
    for (const account of [debit, credit]) {
      if (account.startsWith('wallet:') && !this.wallets.has(clientOf(account))) return 'account_unknown'
    }
    if (debit === credit) return 'account_not_meant_for_this'
    if (credit.startsWith('wallet:') && this.wallets.get(clientOf(credit))?.state === 'closed') return 'wallet_closed'
    return this.#book('adjustment', [{ from: debit, to: credit, amount }])
  }

  #writeOff({ account, amount }: Extract<Step, { is: 'write_off' }>): string {
    if (account.startsWith('receivable:') && !this.balances.has(account)) return 'account_unknown'
    if (amount > Math.max(0, -this.balance(account))) return 'account_too_small'
    return this.#book('write_off', [{ from: 'write-off', to: account, amount }])
  }

  /** Everything is moved, or the reason why nothing is. */
  #book(kind: string, movements: readonly Movement[], undoes?: number): string {
    const change = new Map<string, number>()
    for (const { from, to, amount } of movements) {
      change.set(from, (change.get(from) ?? 0) - amount)
      change.set(to, (change.get(to) ?? 0) + amount)
    }
    for (const [account, by] of change) {
      if (account.startsWith('wallet:') && by < 0 && this.free(clientOf(account)) + by < 0) return 'insufficient_funds'
      if (account.startsWith('receivable:') && this.balance(account) + by > 0) return 'account_too_small'
    }
    const id = this.#post(kind, movements, undoes)
    if (undoes !== undefined) this.past.get(undoes)?.undoing.push(id)
    for (const { from, to } of movements) {
      if (to.startsWith('wallet:')) this.#came(clientOf(to))
      if (from.startsWith('wallet:')) this.#went(clientOf(from))
    }
    return 'done'
  }

  #post(kind: string, movements: readonly Movement[], undoes?: number): number {
    const id = this.#postings + 1
    this.#postings += movements.length
    for (const { from, to, amount } of movements) {
      this.balances.set(from, this.balance(from) - amount)
      this.balances.set(to, this.balance(to) + amount)
      for (const account of [from, to]) this.#moved(account)
    }
    const amount = movements.reduce((sum, each) => sum + each.amount, 0)
    this.past.set(id, { kind, amount, movements, undoing: [], undoes })
    return id
  }

  #moved(account: string): void {
    const wallet = account.startsWith('wallet:') ? this.wallets.get(clientOf(account)) : undefined
    if (wallet !== undefined) wallet.version += 1
  }

  /** Money came: what waits for it goes first, oldest first; then the wallet may be below its threshold again. */
  #came(client: string): void {
    this.#ready(client)
    this.#payWaiting(client)
    this.#went(client)
  }

  #payWaiting(client: string): void {
    if (this.wallets.get(client)?.state !== 'active') return
    for (const each of this.#waiting.filter((waiting) => waiting.client === client)) {
      if (this.free(client) < each.amount) continue
      this.#post('Payment', [this.#out(client, 'clearing:seven', each.amount)])
      this.#waiting.splice(this.#waiting.indexOf(each), 1)
    }
  }

  #ready(client: string): boolean {
    const wallet = this.wallets.get(client)
    if (wallet?.auto == null || this.balance(`wallet:${client}`) - wallet.held < wallet.auto.threshold) return false
    wallet.auto.armed = true
    return true
  }

  #went(client: string): void {
    const wallet = this.wallets.get(client)
    if (wallet?.auto == null || this.#ready(client) || !wallet.auto.armed || wallet.state !== 'active') return
    wallet.auto.armed = false
    this.#post('auto_top_up', [{ from: source, to: `wallet:${client}`, amount: wallet.auto.amount }])
    this.#payWaiting(client)
    this.#ready(client)
  }

  #hold({ client, amount }: Extract<Step, { is: 'hold' }>): string {
    const wallet = this.wallets.get(client)
    if (wallet === undefined) return 'wallet_unknown'
    const refused = this.#operateOn(client, amount)
    if (refused !== null) return refused
    if (amount > this.free(client)) return 'insufficient_funds'
    wallet.held += amount
    wallet.version += 1
    this.holds.push({ client, left: amount, captured: 0, open: true })
    this.#went(client)
    return 'done'
  }

  #capture({ hold: id, amount: asked, keepRest }: Extract<Step, { is: 'capture' }>): string {
    const hold = this.holds[id - 1]
    if (hold === undefined) return 'hold_unknown'
    if (!hold.open) return 'hold_ended'
    const amount = asked ?? hold.left
    if (amount > hold.left) return 'exceeds_left'
    const wallet = this.wallets.get(hold.client)
    if (wallet === undefined || wallet.state === 'closed') return 'wallet_closed'
    if (wallet.state === 'frozen') return 'wallet_frozen'
    const rest = hold.left - amount
    const goesOn = keepRest && rest > 0
    wallet.held -= goesOn ? amount : hold.left
    wallet.version += 1
    hold.captured += amount
    hold.left = goesOn ? rest : 0
    hold.open = goesOn
    this.#post('capture', [this.#out(hold.client, 'clearing:house', amount)])
    if (!goesOn && rest > 0) this.#came(hold.client)
    else this.#went(hold.client)
    return 'done'
  }

  #release({ hold: id }: Extract<Step, { is: 'release' }>): string {
    const hold = this.holds[id - 1]
    if (hold === undefined) return 'hold_unknown'
    if (!hold.open) return 'hold_ended'
    const wallet = this.wallets.get(hold.client)
    if (wallet !== undefined) {
      wallet.held -= hold.left
      wallet.version += 1
    }
    hold.left = 0
    hold.open = false
    this.#came(hold.client)
    return 'done'
  }

  #state({ is, client }: Extract<Step, { is: 'freeze' | 'unfreeze' | 'close' }>): string {
    const wallet = this.wallets.get(client)
    if (wallet === undefined) return 'wallet_unknown'
    if (wallet.state === 'closed') return 'wallet_closed'
    if (is === 'close') {
      const owed = this.balance(`receivable:${client}`)
      const rows = this.waiting(client) + (this.#parked.get(client) ?? 0)
      if (this.balance(`wallet:${client}`) !== 0 || wallet.held !== 0 || owed !== 0 || rows > 0)
        return 'wallet_not_empty'
      Object.assign(wallet, { state: 'closed', auto: null, overdraft: 0, version: wallet.version + 1 })
      return 'done'
    }
    const state = is === 'freeze' ? 'frozen' : 'active'
    if (wallet.state === state) return 'done'
    wallet.state = state
    wallet.version += 1
    if (state === 'active') this.#came(client)
    return 'done'
  }

  #auto(step: Extract<Step, { is: 'auto_top_up' | 'no_auto_top_up' }>): string {
    const wallet = this.wallets.get(step.client)
    if (wallet === undefined) return 'wallet_unknown'
    if (wallet.state === 'closed') return 'wallet_closed'
    if (step.is === 'auto_top_up' && step.amount > oneOperation) return 'limit_exceeded'
    if (step.is === 'auto_top_up' && step.amount > alone) return 'approval_needed'
    wallet.version += 1
    if (step.is === 'no_auto_top_up') wallet.auto = null
    else {
      const { threshold, amount } = step
      wallet.auto = { threshold, amount, armed: this.balance(`wallet:${step.client}`) - wallet.held >= threshold }
    }
    return 'done'
  }

  #overdraft({ client, overdraft }: Extract<Step, { is: 'overdraft' }>): string {
    const wallet = this.wallets.get(client)
    if (wallet === undefined) return 'wallet_unknown'
    if (wallet.state === 'closed') return 'wallet_closed'
    if (overdraft < wallet.held - this.balance(`wallet:${client}`)) return 'overdraft_in_use'
    const wider = overdraft > wallet.overdraft
    wallet.overdraft = overdraft
    wallet.version += 1
    if (wider) this.#came(client)
    return 'done'
  }

  #row({ client, type, amount, txId }: Row): string {
    const content = `${client} ${type} ${amount}`
    const known = this.#identities.get(txId)
    if (known !== undefined) return known === content ? 'repeat' : 'conflict'
    if (!this.wallets.has(client)) {
      if (type === 'Payment') return 'fault'
      this.#open(client)
    }
    this.#identities.set(txId, content)
    if (this.wallets.get(client)?.state !== 'active') {
      this.#parked.set(client, (this.#parked.get(client) ?? 0) + 1)
      return 'held'
    }
    if (type === 'TopUp') {
      this.#post('TopUp', [{ from: 'clearing:seven', to: `wallet:${client}`, amount }])
      this.#came(client)
      return 'posted'
    }
    if (this.free(client) < amount) {
      this.#waiting.push({ client, amount })
      return 'held'
    }
    this.#post('Payment', [this.#out(client, 'clearing:seven', amount)])
    this.#went(client)
    return 'posted'
  }
}

const clientOf = (account: string): string => account.slice(account.indexOf(':') + 1)
