/** The five references that XML has of itself. Another would have to be declared, and declarations are not read at all. */
const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** `&#x10FFFF;` with some zeros in front; a longer one is none. */
const referenceMax = 16

/** A text as it is meant: references resolved, one kind of line end. Null where a reference can't be resolved. */
export function resolveText(text: string): string | null {
  const plain = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  let ampersand = plain.indexOf('&')
  if (ampersand < 0) return plain
  let resolved = ''
  let from = 0
  while (ampersand >= 0) {
    const length = plain.slice(ampersand, ampersand + referenceMax).indexOf(';')
    const character = length < 0 ? null : characterOf(plain.slice(ampersand + 1, ampersand + length))
    if (character === null) return null
    resolved += plain.slice(from, ampersand) + character
    from = ampersand + length + 1
    ampersand = plain.indexOf('&', from)
  }
  return resolved + plain.slice(from)
}

function characterOf(reference: string): string | null {
  const number = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(reference)
  if (number === null) return named.get(reference) ?? null
  const code = Number.parseInt(number[1] ?? number[2] ?? '', number[1] === undefined ? 10 : 16)
  return isCharacter(code) ? String.fromCodePoint(code) : null
}

/** What may stand in an XML document. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code <= 0x10ffff)
}
