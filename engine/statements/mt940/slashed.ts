import type { Detail, Party, Reference } from '../statement.ts'
import { type Information, isReference, words } from './information.ts'

/** SEPA information with codes between slashes: `/EREF/…/BENM//NAME/…/REMI/…`, `/TRTP/…/IBAN/…`, `/CNTP/account/bank/name/`. */

const CODES =
  /\/(EREF|PREF|KREF|IREF|MARF|CSID|CNTP|ORDP|BENM|NAME|ADDR|IBAN|BIC|ID|REMI|PURP|ISDT|RTRN|TRTP|TRCD|SVCL|ULTC|ULTD|ULTB|CDTRREF|OCMT|CHGS|EXCH)\//g

export function readSlashed(folded: string): Information | null {
  if (folded.search(CODES) !== 0) return null
  const said = codesOf(folded)
  const remittance = remittanceOf(said.get('REMI') ?? '')
  const reason = said.get('RTRN') ?? ''
  return {
    business: said.get('TRCD') || null,
    posting: words(said.get('TRTP') ?? ''),
    references: [
      ...referenceOf('end_to_end', said.get('EREF')),
      ...referenceOf('customer', said.get('KREF')),
      ...referenceOf('instruction', said.get('IREF')),
      ...referenceOf('mandate', said.get('MARF')),
      ...referenceOf('batch', said.get('PREF')),
      ...referenceOf('remittance', remittance.reference ?? said.get('CDTRREF')),
    ],
    party: partyOf(said),
    text: remittance.text,
    returned: said.has('RTRN') ? returnOf(reason) : null,
  }
}

function referenceOf(kind: Reference['kind'], value: string | undefined): readonly Reference[] {
  return value !== undefined && isReference(value) ? [{ kind, value }] : []
}

/** The first of each code counts, so that what a payer wrote behind it can't take its place. */
function codesOf(text: string): ReadonlyMap<string, string> {
  const said = new Map<string, string>()
  let code = ''
  let from = 0
  const keep = (to: number): void => {
    if (code !== '') said.set(code, unslashed(text.slice(from, to)))
  }
  // The closing slash of one code is often the opening one of the next, so each search begins at it again.
  const codes = new RegExp(CODES)
  for (let found = codes.exec(text); found !== null; found = codes.exec(text)) {
    const next = found[1] ?? ''
    codes.lastIndex -= 1
    // Behind the remittance stands what the payer wrote, and a payer returns nothing.
    if (said.has(next) || next === code || (next === 'RTRN' && code === 'REMI')) continue
    keep(found.index)
    code = next
    from = codes.lastIndex + 1
  }
  keep(text.length)
  return said
}

/** `USTD//text`, `STRD/CUR/reference`, or text alone. */
function remittanceOf(value: string): Readonly<{ text: string; reference: string | undefined }> {
  const structured = /^STRD\/(?:[A-Z]{3})?\/(.+)$/.exec(value)
  if (structured !== null) return { text: '', reference: unslashed(structured[1] ?? '') }
  return { text: words(value.replace(/^USTD\/\//, '')), reference: undefined }
}

function partyOf(said: ReadonlyMap<string, string>): Party | null {
  const [account = '', bank = '', ...name] = (said.get('CNTP') ?? '').split('/')
  const party = {
    name: words(said.get('NAME') ?? name.join('/')) || null,
    account: (said.get('IBAN') ?? account).replaceAll(' ', '') || null,
    bank: (said.get('BIC') ?? bank).trim() || null,
  }
  return party.name === null && party.account === null && party.bank === null ? null : party
}

function returnOf(reason: string): Detail['returned'] {
  const parts = /^([A-Z0-9]{4})(?:\/+(.*))?$/.exec(reason)
  return parts === null ? { code: null, text: reason || null } : { code: parts[1] ?? null, text: parts[2] || null }
}

function unslashed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBetween(text[from])) from += 1
  while (to > from && isBetween(text[to - 1])) to -= 1
  return text.slice(from, to)
}

const isBetween = (character: string | undefined): boolean => character === '/' || character === ' '
