import type { Reference, ReferenceKind } from '../statement.ts'
import { childOf, childrenOf, textAt, type XmlElement } from '../xml/xml-element.ts'

const kinds: readonly (readonly [name: string, kind: ReferenceKind])[] = [
  ['EndToEndId', 'end_to_end'],
  ['InstrId', 'instruction'],
  ['TxId', 'bank'],
  ['UETR', 'bank'],
  ['AcctSvcrRef', 'bank'],
  ['ClrSysRef', 'bank'],
  ['AcctSvcrTxId', 'bank'],
  ['AcctOwnrTxId', 'customer'],
  ['MndtId', 'mandate'],
  ['ChqNb', 'document'],
  ['PmtInfId', 'batch'],
  ['MsgId', 'batch'],
]

/** What a payment is called by: in its `Refs`, and in what was written for the payee. */
export function readReferences(details: XmlElement): readonly Reference[] {
  const found = new References()
  const refs = childOf(details, 'Refs')
  if (refs !== null) {
    for (const [name, kind] of kinds) found.add(kind, textAt(refs, name))
    // The bank's own way of numbering, which it explains beside it.
    for (const own of childrenOf(refs, 'Prtry')) found.add('bank', textAt(own, 'Ref'))
  }
  const remittance = childOf(details, 'RmtInf')
  for (const structured of remittance === null ? [] : childrenOf(remittance, 'Strd')) {
    for (const creditor of childrenOf(structured, 'CdtrRefInf')) {
      found.add('remittance', textAt(creditor, 'Ref') ?? textAt(creditor, 'CdtrRef'))
    }
    for (const document of childrenOf(structured, 'RfrdDocInf')) {
      found.add('remittance', textAt(document, 'Nb') ?? textAt(document, 'RfrdDocNb'))
    }
  }
  return found.all
}

/** Each only once: banks repeat the same number under one name and another. */
export class References {
  readonly all: Reference[] = []
  readonly #seen = new Set<string>()

  add(kind: ReferenceKind, value: string | null): void {
    // What the standard has a bank write where the payer gave none, and what banks carry over from MT940.
    if (value === null || /^(NOT ?PROVIDED|NONREF)$/i.test(value)) return
    const key = `${kind} ${value}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.all.push({ kind, value })
  }
}
