import type { StatementLine, StatementTail } from '../statement.ts'
import { childOf, elementAt, textAt, type XmlElement } from '../xml/xml-element.ts'
import { type Fields, signed } from './fields.ts'

/** Bigint, for a sum of many safe integers need not be one. */
type Tally = { credits: number; creditSum: bigint; debits: number; debitSum: bigint }
const emptyTally = (): Tally => ({ credits: 0, creditSum: 0n, debits: 0, debitSum: 0n })

/** What the entries come to, which the statement's own totals are held against. */
export class Totals {
  /** Some banks total what is booked, some everything that they list: each is right about something. */
  readonly #all = emptyTally()
  readonly #booked = emptyTally()
  #currency: string | null = null
  #isMixed = false

  add(line: StatementLine): void {
    this.#isMixed ||= this.#currency !== null && this.#currency !== line.currency
    this.#currency ??= line.currency
    addTo(this.#all, line)
    if (!line.isPending) addTo(this.#booked, line)
  }

  /** What the summary says; a fault is noted where neither way of totalling comes to it. */
  hold(
    summary: XmlElement,
    fields: Fields,
    { currency, isWhole }: Readonly<{ currency: string | null; isWhole: boolean }>,
  ): StatementTail['said'] {
    const said = readSummary(summary, fields, currency ?? this.#currency)
    if (fields.fault === null && isWhole && !this.#fits(said, this.#all) && !this.#fits(said, this.#booked)) {
      const { credits, debits } = this.#all
      fields.fail('totals_differ', summary.line, 'TxsSummry', `${said.lines ?? ''} said, ${credits + debits} read`)
    }
    const sum = said.net ?? (said.creditSum === null || said.debitSum === null ? null : said.creditSum - said.debitSum)
    return { lines: said.lines, sum: sum !== null && Number.isSafeInteger(sum) ? sum : null }
  }

  #fits(said: Summary, tally: Tally): boolean {
    const { credits, creditSum, debits, debitSum } = tally
    const counts: Pairs = [
      [said.lines, BigInt(credits + debits)],
      [said.credits, BigInt(credits)],
      [said.debits, BigInt(debits)],
    ]
    const sums: Pairs = [
      [said.sum, creditSum + debitSum],
      [said.net, creditSum - debitSum],
      [said.creditSum, creditSum],
      [said.debitSum, debitSum],
    ]
    // Sums over several kinds of money are numbers that nobody can check.
    return agree(counts) && (this.#isMixed || agree(sums))
  }
}

type Pairs = readonly (readonly [said: number | null, read: bigint])[]
const agree = (pairs: Pairs): boolean => pairs.every(([said, read]) => said === null || BigInt(said) === read)

function addTo(tally: Tally, line: StatementLine): void {
  if (line.amount < 0) {
    tally.debits += 1
    tally.debitSum -= BigInt(line.amount)
  } else {
    tally.credits += 1
    tally.creditSum += BigInt(line.amount)
  }
}

type Summary = Readonly<
  Record<'lines' | 'sum' | 'net' | 'credits' | 'creditSum' | 'debits' | 'debitSum', number | null>
>

function readSummary(summary: XmlElement, fields: Fields, currency: string | null): Summary {
  const sumIn = (element: XmlElement | null, field: string): number | null =>
    element === null || currency === null ? null : fields.amount(element, currency, field)
  const [all, credits, debits] = ['TtlNtries', 'TtlCdtNtries', 'TtlDbtNtries'].map((name) => childOf(summary, name))
  const count = (element: XmlElement | null | undefined): number | null =>
    element ? fields.count(element, 'NbOfNtries', 'TxsSummry') : null
  const sum = (element: XmlElement | null | undefined): number | null =>
    element ? sumIn(childOf(element, 'Sum'), 'TxsSummry/Sum') : null
  return {
    lines: count(all),
    sum: sum(all),
    net: all ? readNet(all, fields, sumIn) : null,
    credits: count(credits),
    creditSum: sum(credits),
    debits: count(debits),
    debitSum: sum(debits),
  }
}

/** Its sign stands beside it up to version 3, and with it from 4 on. */
function readNet(
  all: XmlElement,
  fields: Fields,
  sumIn: (element: XmlElement | null, field: string) => number | null,
): number | null {
  const within = childOf(all, 'TtlNetNtry')
  const holder = within ?? all
  const net = sumIn(elementAt(holder, within === null ? 'TtlNetNtryAmt' : 'Amt'), 'TxsSummry/TtlNetNtry')
  if (net === null || textAt(holder, 'CdtDbtInd') === null) return net === 0 ? 0 : null
  const sign = fields.sign(holder, 'TxsSummry')
  return sign === null ? null : signed(net, sign)
}
