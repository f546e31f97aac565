/** What a file says once: of whom it is, of which days, what was there before the first line and behind the last. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { dayReader } from './day-reader.ts'
import { type Currency, figureReader } from './figure.ts'
import { accountName, type Common, tidied } from './line-reader.ts'
import type { Unread } from './source.ts'

type Said = Readonly<{ text: string; place: number }>
export type SaidBalance = Readonly<{ label: string; place: number; amount: number }>

export class FileHead {
  readonly #mapping: StatementMapping
  readonly #readDay: (text: string) => string | null
  readonly #said = new Map<string, Said>()

  constructor(mapping: StatementMapping) {
    this.#mapping = mapping
    this.#readDay = dayReader(mapping.dates, mapping.zone)
  }

  /** What is said is kept, unless it can't be read or was said before as something else. */
  take(label: string, text: string, place: number): Unread | null {
    const known = this.#said.get(label)
    if (known !== undefined && known.text !== text) return { code: 'malformed', field: label, found: text }
    const tidy = tidied(text, label)
    if (typeof tidy !== 'string') return tidy
    this.#said.set(label, { text: tidy, place })
    const { from, to } = this.#mapping.head
    const isDay = (label === from || label === to) && tidy !== ''
    return isDay && this.#readDay(tidy) === null ? { code: 'field_unreadable', field: label, found: text } : null
  }

  text(label: string | undefined): string | null {
    return (label === undefined ? undefined : this.#said.get(label)?.text) || null
  }

  day(label: string | undefined): string | null {
    const text = this.text(label)
    return text === null ? null : this.#readDay(text)
  }

  /** As far as it is known by now. */
  common(): Common {
    const { account, currency } = this.#mapping
    const name = 'fixed' in account ? account.fixed : 'label' in account ? this.text(account.label) : null
    const code = 'fixed' in currency ? currency.fixed : 'label' in currency ? this.text(currency.label) : null
    return { account: name === null ? null : accountName(name), currency: code?.toUpperCase() ?? null }
  }

  balance(
    which: 'opening' | 'closing',
    currency: Currency,
  ): SaidBalance | (Unread & Readonly<{ place: number }>) | null {
    const label = this.#mapping.balances[which]
    const said = label === undefined ? undefined : this.#said.get(label)
    if (label === undefined || said === undefined || said.text === '') return null
    const amount = figureReader(this.#mapping)(said.text, currency)
    const { place } = said
    if (amount === null) return { code: 'amount_unreadable', field: label, found: said.text, place }
    return { label, place, amount: amount * (this.#mapping.invert === 'amounts_and_balances' ? -1 : 1) + 0 }
  }
}
