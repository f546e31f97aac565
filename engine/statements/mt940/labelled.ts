import type { Reference, ReferenceKind } from '../statement.ts'
import { type Information, isReference, unfolded, words } from './information.ts'

/** Dutch information with labels: `SEPA OVERBOEKING   IBAN: … BIC: … NAAM: … OMSCHRIJVING: …`, or text and `REK: …/NAAM: …`. */

const LABELS = /(?:^|[ /])(IBAN|REK|BIC|NAAM|OMSCHRIJVING|KENMERK|BETALINGSKENM\.|MACHTIGING|INCASSANT): ?/gi
const REFERENCES: readonly (readonly [label: string, kind: ReferenceKind])[] = [
  ['KENMERK', 'end_to_end'],
  ['MACHTIGING', 'mandate'],
  ['BETALINGSKENM.', 'remittance'],
]

export function readLabelled(lines: readonly string[]): Information | null {
  const text = unfolded(lines)
  const said = labelsOf(text)
  const account = (said.get('IBAN') ?? said.get('REK') ?? '').replaceAll(' ', '')
  // Someone's name and account together: one such word alone may well be a payer's own.
  if (account === '' || !said.has('NAAM')) return null
  const before = said.get('') ?? ''
  const purpose = said.get('OMSCHRIJVING')
  return {
    business: null,
    posting: purpose === undefined ? '' : before,
    references: REFERENCES.flatMap(([label, kind]): Reference[] => {
      const value = said.get(label) ?? ''
      return isReference(value) ? [{ kind, value }] : []
    }),
    party: { name: said.get('NAAM') || null, account, bank: said.get('BIC') || null },
    text: purpose ?? before,
    returned: null,
  }
}

function labelsOf(text: string): ReadonlyMap<string, string> {
  const said = new Map<string, string>()
  let label = ''
  let from = 0
  for (const found of text.matchAll(LABELS)) {
    const next = (found[1] ?? '').toUpperCase()
    if (said.has(next) || next === label) continue
    said.set(label, words(text.slice(from, found.index)))
    label = next
    from = found.index + found[0].length
  }
  return said.set(label, words(text.slice(from)))
}
