import type { Detail, StatementHead, StatementLine, StatementTail } from '../statement.ts'
import { childOf, textAt, type XmlElement } from '../xml/xml-element.ts'
import { availableOf, closingOf, currencyOf, type NamedBalance, openingOf, readBalance } from './balances.ts'
import { readDetail } from './detail.ts'
import { readEntry } from './entry.ts'
import type { Fields } from './fields.ts'
import { accountOf, bankOf } from './party.ts'
import { Totals } from './totals.ts'

/** A statement of every day of many years has fewer; more are no statement. */
const balancesMax = 10_000
/** Payments of one entry: they are one line's, and a line is held whole. */
const detailsMax = 20_000

/** One statement (`Stmt`) while it goes by: what was said before its entries, and what they come to. */
export class StatementParts {
  head: StatementHead | null = null
  readonly #place: number
  readonly #fields: Fields
  /** Of the message, which has the page numbers up to version 3. */
  readonly #messagePage: XmlElement | null
  readonly #parts = new Map<string, XmlElement>()
  readonly #balances: NamedBalance[] = []
  readonly #totals = new Totals()
  #summary: XmlElement | null = null
  #details: Detail[] = []
  #seq = 0

  constructor(place: number, fields: Fields, messagePage: XmlElement | null) {
    this.#place = place
    this.#fields = fields
    this.#messagePage = messagePage
  }

  /** A part that is no entry. What is said before the entries must be: it is told before them. */
  take(element: XmlElement): void {
    switch (element.name) {
      case 'Bal':
        return this.#takeBalance(element)
      case 'TxsSummry':
        this.#summary = element
        return
      case 'Id':
      case 'ElctrncSeqNb':
      case 'LglSeqNb':
      case 'StmtPgntn':
      case 'FrToDt':
      case 'Acct':
        if (this.head !== null) this.#fields.fail('malformed', element.line, element.name)
        else if (!this.#parts.has(element.name)) this.#parts.set(element.name, element)
        return
      default:
        return
    }
  }

  #takeBalance(element: XmlElement): void {
    const balance = readBalance(element, this.#fields, this.#currencyStated())
    if (balance === null) return
    if (this.head !== null && balance.name === 'OPBD') this.#fields.fail('malformed', element.line, 'Bal')
    if (this.#balances.length === balancesMax) this.#fields.fail('too_large', element.line, 'Bal')
    this.#balances.push(balance)
  }

  /** Says the head, which is complete once the first entry or the end has come. */
  open(): StatementHead | null {
    const account = this.#parts.get('Acct')
    const named = account === undefined ? null : accountOf(account)
    if (account === undefined || named === null) return this.#fields.fail('field_missing', this.#place, 'Acct/Id')
    const period = this.#parts.get('FrToDt')
    const currency = this.#currencyStated()
    this.head = {
      number: this.#textOf('ElctrncSeqNb') ?? this.#textOf('LglSeqNb'),
      id: this.#textOf('Id'),
      account: named,
      bank: bankOf(childOf(account, 'Svcr')),
      owner: textAt(account, 'Ownr', 'Nm') ?? textAt(account, 'Ownr', 'Pty', 'Nm'),
      currency,
      from: period === undefined ? null : this.#fields.dayIn(period, 'FrDtTm', 'FrToDt'),
      to: period === undefined ? null : this.#fields.dayIn(period, 'ToDtTm', 'FrToDt'),
      opening: openingOf(this.#balances, currencyOf(this.#balances, currency)),
      page: this.#readPage(),
    }
    return this.#fields.fault === null ? this.head : null
  }

  /** A payment of the entry that is going by, of which `entry` is what it said so far. */
  addDetail(element: XmlElement, entry: XmlElement): void {
    const { head } = this
    if (head === null) return
    if (this.#details.length === detailsMax) {
      this.#fields.fail('too_large', element.line, 'Ntry/NtryDtls/TxDtls', String(detailsMax))
      return
    }
    const sign = this.#fields.sign(entry, 'Ntry')
    if (sign === null) return
    const isReversal = this.#fields.yes(entry, 'RvslInd', 'Ntry') ?? false
    const currency = childOf(entry, 'Amt')?.attributes?.get('Ccy')?.trim() ?? head.currency
    const { account, owner } = head
    this.#details.push(readDetail(element, this.#fields, { sign, isReversal, currency, account, owner }))
  }

  /** The entry has ended. */
  addEntry(element: XmlElement): StatementLine | null {
    const details = this.#details
    this.#details = []
    this.#seq += 1
    const line = readEntry(element, this.#fields, { seq: this.#seq, currency: this.#currencyStated(), details })
    if (line !== null) this.#totals.add(line)
    return line
  }

  close(): StatementTail | null {
    const currency = currencyOf(this.#balances, this.#currencyStated())
    const page = this.head?.page ?? null
    // Totals of a page may be those of all pages.
    const isWhole = page === null || (page.number === 1 && page.isLast !== false)
    const said = this.#summary === null ? null : this.#totals.hold(this.#summary, this.#fields, { currency, isWhole })
    if (this.#fields.fault !== null) return null
    return { closing: closingOf(this.#balances, currency), available: availableOf(this.#balances, currency), said }
  }

  #currencyStated(): string | null {
    const account = this.#parts.get('Acct')
    return account === undefined ? null : textAt(account, 'Ccy')
  }

  #textOf(name: string): string | null {
    const text = this.#parts.get(name)?.text.trim() ?? ''
    return text === '' ? null : text
  }

  #readPage(): StatementHead['page'] {
    const page = this.#parts.get('StmtPgntn') ?? this.#messagePage
    const number = page === null ? null : this.#fields.count(page, 'PgNb', 'StmtPgntn')
    if (page === null || number === null) return null
    return { number, isLast: this.#fields.yes(page, 'LastPgInd', 'StmtPgntn') }
  }
}
