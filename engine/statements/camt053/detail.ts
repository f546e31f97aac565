import type { Detail } from '../statement.ts'
import { childOf, childrenOf, elementAt, textAt, type XmlElement } from '../xml/xml-element.ts'
import { readCharges } from './charges.ts'
import { type Fields, signed } from './fields.ts'
import { readParty } from './party.ts'
import { readReferences } from './references.ts'

/** What an entry said before its first payment, as far as a payment is read by it. */
export type DetailContext = Readonly<{
  sign: 1 | -1
  isReversal: boolean
  currency: string | null
  account: string
  owner: string | null
}>

/** One payment (`TxDtls`) of an entry. */
export function readDetail(element: XmlElement, fields: Fields, context: DetailContext): Detail {
  const sign = (textAt(element, 'CdtDbtInd') === null ? context.sign : fields.sign(element, 'TxDtls')) ?? context.sign
  // A payment's own amount is there from version 4 on; before, and with many banks still, it is that of its transaction.
  const stated = childOf(element, 'Amt') ?? elementAt(element, 'AmtDtls', 'TxAmt', 'Amt')
  const money = stated === null ? null : fields.money(stated, context.currency, 'TxDtls/Amt')
  const returned = readReturn(element)
  return {
    amount: money === null ? null : signed(money.amount, sign),
    currency: money?.currency ?? null,
    references: readReferences(element),
    party: readParty(element, {
      account: context.account,
      owner: context.owner,
      isCredit: sign === 1,
      isUndone: context.isReversal || returned !== null,
    }),
    text: readText(element),
    returned,
    charges: readCharges(element, fields, context.currency),
  }
}

/** What was written for the payee comes in pieces, and the bank's own words behind it. */
function readText(details: XmlElement): string {
  const remittance = childOf(details, 'RmtInf')
  const texts = remittance === null ? [] : childrenOf(remittance, 'Ustrd')
  const structured = remittance === null ? [] : childrenOf(remittance, 'Strd')
  const words = [
    ...texts,
    ...structured.flatMap((one) => childrenOf(one, 'AddtlRmtInf')),
    ...childrenOf(details, 'AddtlTxInf'),
  ]
  return wordsOf(words)
}

/** A return says at least one of: its reason, more about it, the code of what was returned. */
function readReturn(details: XmlElement): Detail['returned'] {
  const information = childOf(details, 'RtrInf')
  if (information === null) return null
  const code = textAt(information, 'Rsn', 'Cd') ?? textAt(information, 'Rsn', 'Prtry')
  const text = wordsOf(childrenOf(information, 'AddtlInf'))
  return { code, text: text === '' ? null : text }
}

export const wordsOf = (elements: readonly XmlElement[]): string =>
  elements
    .map((element) => element.text.trim())
    .filter((text) => text !== '')
    .join(' ')

/** The bank's code of what kind of movement it is: the standard's three parts, else its own. */
export function movementCodeOf(element: XmlElement): string | null {
  const code = childOf(element, 'BkTxCd')
  const domain = code === null ? null : childOf(code, 'Domn')
  if (code === null) return null
  if (domain === null) return textAt(code, 'Prtry', 'Cd')
  const parts = [textAt(domain, 'Cd'), textAt(domain, 'Fmly', 'Cd'), textAt(domain, 'Fmly', 'SubFmlyCd')]
  const said = parts.filter((part) => part !== null)
  return said.length === 0 ? textAt(code, 'Prtry', 'Cd') : said.join('-')
}
