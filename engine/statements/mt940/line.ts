import type { Detail, Party, StatementLine } from '../statement.ts'
import type { Information } from './information.ts'
import type { Movement } from './movement.ts'

/** A statement's line out of `:61:` and the `:86:` that may follow it. */

type Said = Readonly<{
  movement: Movement
  information: Information | null
  place: number
  seq: number
  currency: string
}>

export function lineOf({ movement, information, place, seq, currency }: Said): StatementLine {
  const detail = information === null ? null : detailOf(movement, information)
  const account = detail?.party?.account ?? null
  const below = movement.supplement.join(' ')
  const business = information?.business ?? TRANSACTION_CODE.exec(below)?.[1]
  return {
    seq,
    place,
    bookedOn: movement.bookedOn,
    valueOn: movement.valueOn,
    amount: movement.amount,
    currency,
    isReversal: movement.isReversal,
    isPending: movement.isPending,
    code: business ? `${movement.kind}/${business}` : movement.kind,
    // Some banks put the other side's account where the customer's reference belongs.
    references: movement.references.filter((reference) => reference.value !== account),
    text: [information?.posting ?? '', below.replace(TRANSACTION_CODE, '')].join(' ').trim(),
    charges: movement.charges,
    batch: null,
    details: detail === null ? [] : [detail],
  }
}

function detailOf(movement: Movement, information: Information): Detail {
  const isReturned = information.returned === null && movement.kind.slice(1) === RETURNED
  return {
    amount: movement.original?.amount ?? null,
    currency: movement.original?.currency ?? null,
    references: information.references,
    party: partyOf(movement, information.party),
    text: information.text,
    returned: isReturned ? { code: null, text: information.text || null } : information.returned,
    charges: [],
  }
}

/** A code of the bank's own that stands below the line, and in the information at other banks. */
const TRANSACTION_CODE = /\/TRCD\/([A-Z0-9]{1,8})\//
/** SWIFT's type of a returned item. */
const RETURNED = 'RTI'
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/

/** The other side's account stands alone below the line at some Dutch banks, and only its name in the information. */
function partyOf({ supplement }: Movement, party: Party | null): Party | null {
  const [below = ''] = supplement
  if (party?.account != null || !IBAN.test(below)) return party
  return { name: party?.name ?? null, bank: party?.bank ?? null, account: below }
}
