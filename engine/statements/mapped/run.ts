/** One file being read: what it has said, which statements its lines belong to, and the pieces that come of it. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { assertNever } from '../../invariant.ts'
import type { Reading, StatedBalance, StatementHead, StatementPiece } from '../statement.ts'
import { AccountsInFile } from './accounts-in-file.ts'
import { FileHead, type SaidBalance } from './head.ts'
import { knownCurrency, lineReader, type ReadLine } from './line-reader.ts'
import { faultAt, isUnread, type SourcePiece, type SourceRecord, type Unread } from './source.ts'
import type { StatementInFile } from './statement-in-file.ts'

export class MappedRun {
  isOver = false
  readonly #mapping: StatementMapping
  readonly #reading: Reading
  readonly #readLine: ReadLine
  readonly #head: FileHead
  readonly #accounts: AccountsInFile
  #pieces: StatementPiece[] = []
  #place = 1

  constructor(mapping: StatementMapping, reading: Reading) {
    this.#mapping = mapping
    this.#reading = reading
    this.#readLine = lineReader(mapping, reading)
    this.#head = new FileHead(mapping)
    this.#accounts = new AccountsInFile({
      open: (statement) => this.#emit({ is: 'opened', head: this.#headOf(statement) }),
      line: (line) => this.#emit({ is: 'line', line }),
      close: (statement) => this.#close(statement),
    })
  }

  takePieces(): readonly StatementPiece[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  take(piece: SourcePiece): void {
    if (this.isOver) return
    switch (piece.is) {
      case 'fault':
        this.isOver = true
        this.#pieces.push(piece)
        return
      case 'said': {
        const unread = this.#head.take(piece.label, piece.text, piece.place)
        if (unread !== null) this.#refuse(unread, piece.place)
        return
      }
      case 'record':
        this.#place = piece.record.place
        return this.#takeRecord(piece.record)
      default:
        assertNever(piece)
    }
  }

  end(): void {
    if (this.isOver) return
    if (this.#accounts.count === 0) this.#openEmpty()
    this.#accounts.end()
  }

  #emit(piece: StatementPiece): void {
    if (!this.isOver) this.#pieces.push(piece)
  }

  #refuse(unread: Unread, place: number): void {
    if (this.isOver) return
    this.isOver = true
    this.#pieces.push({ is: 'fault', fault: faultAt(place, unread) })
  }

  #takeRecord(record: SourceRecord): void {
    const read = this.#readLine(record, this.#head.common())
    if (read === 'skipped') return
    if (isUnread(read)) return this.#refuse(read, record.place)
    const added = this.#accounts.add(read)
    switch (added) {
      case 'added':
        return
      case 'unbalanced': {
        const field = this.#mapping.balances.running ?? ''
        return this.#refuse({ code: 'totals_differ', field, found: record.text(field) }, record.place)
      }
      case 'too_mixed':
        return this.#refuse({ code: 'too_large', field: this.#fieldOf('account'), found: read.account }, record.place)
      default:
        assertNever(added)
    }
  }

  /** A file without lines is a statement of nothing, where it says of what. */
  #openEmpty(): void {
    const { account, currency } = this.#head.common()
    if (account === null)
      return this.#refuse({ code: 'field_missing', field: this.#fieldOf('account'), found: '' }, this.#place)
    const known = currency === null ? null : knownCurrency(currency, this.#reading)
    if (known !== null) return this.#accounts.open(account, known.code)
    const field = this.#fieldOf('currency')
    const code = currency === null ? 'field_missing' : 'currency_unknown'
    this.#refuse({ code, field, found: currency ?? '' }, this.#place)
  }

  #fieldOf(which: 'account' | 'currency'): string {
    const said = this.#mapping[which]
    return 'column' in said ? said.column : 'label' in said ? said.label : which
  }

  #headOf({ account, currency }: StatementInFile): StatementHead {
    const { number, id, bank, owner, from, to } = this.#mapping.head
    return {
      number: this.#head.text(number),
      id: this.#head.text(id),
      account,
      bank: this.#head.text(bank),
      owner: this.#head.text(owner),
      currency,
      from: this.#head.day(from),
      to: this.#head.day(to),
      // Which line is the oldest is known at the end only.
      opening: null,
      page: null,
    }
  }

  #close(statement: StatementInFile): void {
    const opening = this.#balance('opening', statement)
    const closing = this.#balance('closing', statement)
    this.#emit({ is: 'closed', tail: { opening, closing, available: null, said: null } })
  }

  /** What the file says it was, held against what its lines' balances make it. */
  #balance(which: 'opening' | 'closing', statement: StatementInFile): StatedBalance | null {
    const said = this.#saidBalance(which, statement)
    const made = statement.running.ends()?.[which] ?? null
    if (said !== null && made !== null && BigInt(said.amount) !== made) {
      this.#refuse({ code: 'totals_differ', field: said.label, found: `${said.amount} said, ${made} read` }, said.place)
    }
    const amount = said?.amount ?? (made === null ? null : Number(made))
    const isOpening = which === 'opening'
    const day = this.#head.day(this.#mapping.head[isOpening ? 'from' : 'to']) ?? statement[isOpening ? 'from' : 'to']
    if (amount === null || day === null) return null
    if (Number.isSafeInteger(amount)) return { day, amount, currency: statement.currency }
    this.#refuse(
      { code: 'too_large', field: this.#mapping.balances.running ?? which, found: String(amount) },
      this.#place,
    )
    return null
  }

  #saidBalance(which: 'opening' | 'closing', { currency }: StatementInFile): SaidBalance | null {
    const known = knownCurrency(currency, this.#reading)
    const said = known === null ? null : this.#head.balance(which, known)
    if (said === null) return null
    if ('code' in said) {
      this.#refuse(said, said.place)
      return null
    }
    if (this.#accounts.count === 1) return said
    // One balance can't be that of several accounts.
    this.#refuse({ code: 'malformed', field: said.label, found: '' }, said.place)
    return null
  }
}
