import { readGerman } from './german.ts'
import { type Information, unfolded, words } from './information.ts'
import { readLabelled } from './labelled.ts'
import { readSlashed } from './slashed.ts'

/** Which dialect an information is in stands in itself: the same bank writes several, and its name says none. */
export function readInformation(lines: readonly string[]): Information {
  const folded = lines.join('').trim()
  return readGerman(folded) ?? readSlashed(folded) ?? readLabelled(lines) ?? readPlain(lines)
}

/** An account number before the text is the other side's: `NL47… name`, `52.89.39.882 text`, `GIRO 428428 text`. */
function readPlain(lines: readonly string[]): Information {
  const [first = ''] = lines
  const iban = /^([A-Z]{2}\d{2}[A-Z0-9]{11,30}) (.+)$/.exec(first.trimEnd())
  const older = /^(?:GIRO +(\d{1,10})|(\d\d\.\d\d\.\d\d\.\d{3})) /.exec(first)
  // Blanked rather than cut, because the width of a line says whether the next one goes on with it.
  const rest = older === null ? first : ' '.repeat(older[0].length) + first.slice(older[0].length)
  return {
    business: null,
    posting: '',
    references: [],
    party: iban
      ? { name: words(iban[2] ?? '') || null, account: iban[1] ?? null, bank: null }
      : older && { name: null, account: (older[1] ?? older[2] ?? '').replaceAll('.', ''), bank: null },
    text: unfolded(iban === null ? [rest, ...lines.slice(1)] : lines.slice(1)),
    returned: null,
  }
}
