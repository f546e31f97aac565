import { z } from 'zod'
import { ClientId } from '../../engine/contract/client-id.ts'
import { BusinessDay, CurrencyCode, plainText } from '../../engine/contract/money.ts'
import { readAmount } from '../money/read.ts'

const oneNumber = z.coerce.number().int().positive().optional().catch(undefined)
const day = BusinessDay.optional().catch(undefined)

/** What the address of the clients screen may say. Anything else in it is as if it were not there. */
export const ClientSearch = z.object({
  search: ClientId.optional().catch(undefined),
  open: ClientId.optional().catch(undefined),
  /** Which of the client's wallets. */
  currency: CurrencyCode.optional().catch(undefined),
  /** Shown in the pane, instead of the client it was opened from. */
  transaction: oneNumber,
  // The wallet's history.
  kind: z.string().max(40).optional().catch(undefined),
  text: plainText(140).optional().catch(undefined),
  amount: oneNumber,
  from: day,
  to: day,
})
export type ClientSearch = z.infer<typeof ClientSearch>
export type ChangeSearch = (changed: Partial<ClientSearch>, options?: { replace?: boolean }) => void

export const noFilter = { kind: undefined, text: undefined, amount: undefined, from: undefined, to: undefined } as const

/** What belongs to one client and must not be left over for the next. */
export const nobody = { currency: undefined, transaction: undefined, ...noFilter } as const

export type HistoryFilter = Pick<ClientSearch, keyof typeof noFilter>

export function historyFilterOf({ kind, text, amount, from, to }: ClientSearch): HistoryFilter {
  return { kind, text, amount, from, to }
}

export const isFiltered = (filter: HistoryFilter): boolean => Object.values(filter).some((value) => value !== undefined)

export const findBy = ['reference', 'text', 'amount', 'transaction'] as const
export type FindBy = (typeof findBy)[number]

/** The ledger's page that looks for it; null for what can't be looked for. */
export function findAddress(by: FindBy, typed: string, digits: number): string | null {
  const text = typed.trim()
  if (text === '') return null
  switch (by) {
    case 'reference':
    case 'text':
      return plainText(140).safeParse(text).success
        ? `/ledger?${new URLSearchParams({ tab: 'postings', [by]: text })}`
        : null
    case 'amount': {
      const amount = readAmount(text, digits)
      return amount.ok ? `/ledger?tab=postings&amount=${amount.minor}` : null
    }
    case 'transaction':
      return /^[1-9][0-9]{0,14}$/.test(text) ? `/ledger?tab=postings&transaction=${text}` : null
  }
}
