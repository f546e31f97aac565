import type { Detail, Reference, ReferenceKind } from '../statement.ts'
import { type Information, isReference, words } from './information.ts'

/**
 * The structured information of German, Austrian, Polish and other banks: three digits of business, then parts with a mark
 * and two digits (`166?00…?20…`; `>` at some). Within the purpose, SEPA words with a plus name what follows.
 */

const HEAD = /^(\d{3})([?>@~<#|])\d\d/
/** Parts of a purpose are cut at 27 characters, amid a word; a shorter one ends a line. */
const purposeWidth = 27
const FOLD = '\ue000'
const WORDS = /(?:^|[\ue000\n ])(?:(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|PURP)\+|MTLG:)/g
const REFERENCES: readonly (readonly [word: string, kind: ReferenceKind])[] = [
  ['EREF', 'end_to_end'],
  ['KREF', 'customer'],
  ['MREF', 'mandate'],
]
/** Direct debits and transfers that came back. */
const RETURNS = new Set(['108', '109', '159'])
/** Some banks write ISO's reason into the text; it says more than the bank's own number in part 34. */
const ISO_REASON = /(?:^|[^A-Z0-9])((?:AC|AG|AM|BE|DT|FF|MD|MS|RC|RR|SL|TM)\d{2})(?![A-Z0-9])/

export function readGerman(folded: string): Information | null {
  const head = HEAD.exec(folded)
  const business = head?.[1]
  if (business === undefined) return null
  const parts = partsOf(folded.slice(3), head?.[2] ?? '?')
  const said = wordsOf(purposeOf(parts))
  const name = words(`${parts.get('32') ?? ''}${parts.get('33') ?? ''}`)
  const account = (parts.get('31') ?? parts.get('38') ?? '').replaceAll(' ', '')
  const bank = (parts.get('30') ?? '').trim()
  const text = ['', 'SVWZ', 'MTLG', 'ABWA', 'ABWE']
    .flatMap((word) => said.get(word) ?? [])
    .filter((value) => value !== '')
    .join(' ')
  return {
    business,
    posting: words(parts.get('00') ?? ''),
    references: REFERENCES.flatMap(([word, kind]): Reference[] => {
      const value = said.get(word) ?? ''
      return isReference(value) ? [{ kind, value }] : []
    }),
    party:
      name === '' && account === '' && bank === ''
        ? null
        : { name: name || null, account: account || null, bank: bank || null },
    text,
    returned: RETURNS.has(business) ? returnOf(parts.get('34')?.trim() ?? '', text) : null,
  }
}

function returnOf(code: string, text: string): Detail['returned'] {
  const iso = ISO_REASON.exec(text)?.[1]
  return { code: iso ?? (code || null), text: text || null }
}

/** By their two digits. A mark with other digits behind it is a part of the text, as a payer may well write `?99`. */
function partsOf(text: string, mark: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>()
  let key = ''
  for (const piece of text.split(mark)) {
    const next = piece.slice(0, 2)
    if (/^(?:00|10|2\d|3\d|6[0-3]|7\d)$/.test(next) && !parts.has(next)) {
      key = next
      parts.set(key, piece.slice(2))
    } else if (key !== '') parts.set(key, `${parts.get(key)}${mark}${piece}`)
  }
  return parts
}

function purposeOf(parts: ReadonlyMap<string, string>): string {
  return [...parts]
    .filter(([key]) => key.startsWith('2') || key.startsWith('6'))
    .map(([, value]) => `${value}${value.length >= purposeWidth ? FOLD : '\n'}`)
    .join('')
}

/** The first of each word counts: a payer can write such words into a purpose too, and it stands behind the bank's. */
function wordsOf(purpose: string): ReadonlyMap<string, string> {
  const said = new Map<string, string>()
  let word = ''
  let from = 0
  const keep = (to: number): void => {
    said.set(word, words(purpose.slice(from, to).replaceAll(FOLD, '')))
  }
  for (const found of purpose.matchAll(WORDS)) {
    const next = found[1] ?? 'MTLG'
    if (said.has(next) || next === word) continue
    keep(found.index)
    word = next
    from = found.index + found[0].length
  }
  keep(purpose.length)
  return said
}
