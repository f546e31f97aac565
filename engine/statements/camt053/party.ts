import type { Party } from '../statement.ts'
import { childOf, elementAt, textAt, type XmlElement } from '../xml/xml-element.ts'

type Side = 'Dbtr' | 'Cdtr'

/** Whose statement it is, and which way its money went. */
export type PartyView = Readonly<{ account: string; owner: string | null; isCredit: boolean; isUndone: boolean }>

/**
 * Who stands at the other end. A return or reversal keeps the roles of the payment that it undoes, so there the other end
 * of money that came back is the creditor. Banks differ in that, hence what stands in the file decides first: the side
 * that is the account's own is never the other.
 */
export function readParty(details: XmlElement, view: PartyView): Party | null {
  const expected: Side = view.isCredit !== view.isUndone ? 'Dbtr' : 'Cdtr'
  const first = partyOf(details, expected)
  if (first !== null && !isOwn(first, view)) return first
  const second = partyOf(details, expected === 'Dbtr' ? 'Cdtr' : 'Dbtr')
  return second !== null && !isOwn(second, view) ? second : null
}

function isOwn(party: Party, view: PartyView): boolean {
  if (party.account !== null) return party.account === view.account
  return party.name !== null && party.name.toLowerCase() === view.owner?.toLowerCase()
}

/** A side that says who it is; its bank alone is nobody. */
function partyOf(details: XmlElement, side: Side): Party | null {
  const parties = childOf(details, 'RltdPties')
  const agents = childOf(details, 'RltdAgts')
  const name = parties === null ? null : (nameAt(parties, side) ?? nameAt(parties, `Ultmt${side}`))
  const account = parties === null ? null : accountOf(childOf(parties, `${side}Acct`))
  if (name === null && account === null) return null
  return { name, account, bank: agents === null ? null : bankOf(childOf(agents, `${side}Agt`)) }
}

/** Up to version 7 the party itself has the name, from 8 on it is a person (`Pty`) or a bank (`Agt`). */
const nameAt = (parties: XmlElement, name: string): string | null =>
  textAt(parties, name, 'Nm') ?? textAt(parties, name, 'Pty', 'Nm') ?? textAt(parties, name, 'Agt', 'FinInstnId', 'Nm')

/** An IBAN without its spaces, else whatever number the bank gives. */
export function accountOf(account: XmlElement | null): string | null {
  const id = account === null ? null : childOf(account, 'Id')
  if (id === null) return null
  const iban = textAt(id, 'IBAN')?.replace(/\s+/g, '')
  return iban ?? textAt(id, 'Othr', 'Id') ?? textAt(id, 'BBAN') ?? textAt(id, 'PrtryAcct', 'Id')
}

/** Its BIC, by the name of either version; else its number within its country's clearing. */
export function bankOf(agent: XmlElement | null): string | null {
  const bank = agent === null ? null : elementAt(agent, 'FinInstnId')
  if (bank === null) return null
  return (
    textAt(bank, 'BICFI') ?? textAt(bank, 'BIC') ?? textAt(bank, 'ClrSysMmbId', 'MmbId') ?? textAt(bank, 'Othr', 'Id')
  )
}
