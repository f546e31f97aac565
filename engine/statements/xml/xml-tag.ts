import { resolveText } from './xml-reference.ts'

export type XmlTag = Readonly<{
  /** As it stands, with its prefix. */
  fullName: string
  name: string
  attributes: ReadonlyMap<string, string> | null
  isEmpty: boolean
}>

const namePattern = /^(?:[A-Za-z_\u0080-\uffff][\w.\-\u0080-\uffff]*:)?([A-Za-z_\u0080-\uffff][\w.\-\u0080-\uffff]*)$/
const attributePattern = /\s+([^\s=<>"'/&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y

/** Where the tag that begins at `from` has its `>`: one in quotes is none. Negative where it goes on. */
export function tagEnd(text: string, from: number): number {
  let quote = 0
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === 0x3e) return i
    else if (code === 0x22 || code === 0x27) quote = code
  }
  return -1
}

/** Reads what stands between `<` and `>`; null for what is no start tag. */
export function readTag(inside: string, names: NameMemory): XmlTag | null {
  const isEmpty = inside.endsWith('/')
  const body = isEmpty ? inside.slice(0, -1) : inside
  const blank = body.search(/\s/)
  const fullName = blank < 0 ? body : body.slice(0, blank)
  const name = names.localName(fullName)
  if (name === null) return null
  if (blank < 0) return { fullName, name, attributes: null, isEmpty }
  const attributes = readAttributes(body, blank)
  return attributes === null ? null : { fullName, name, attributes, isEmpty }
}

function readAttributes(body: string, from: number): ReadonlyMap<string, string> | null {
  const attributes = new Map<string, string>()
  let at = from
  for (;;) {
    attributePattern.lastIndex = at
    const found = attributePattern.exec(body)
    if (found === null) return body.slice(at).trim() === '' ? attributes : null
    const name = found[1] as string
    const value = resolveText(found[2] ?? found[3] ?? '')
    if (value === null || attributes.has(name)) return null
    attributes.set(name, value)
    at = attributePattern.lastIndex
  }
}

/** No message has a name nearly as long, and names are held. */
const nameMax = 200

/** A document has few names and says them often: each is looked at once. */
export class NameMemory {
  readonly #known = new Map<string, string>()

  localName(fullName: string): string | null {
    const known = this.#known.get(fullName)
    if (known !== undefined) return known
    const name = fullName.length > nameMax ? null : (namePattern.exec(fullName)?.[1] ?? null)
    // A hostile document may have any number of them.
    if (name !== null && this.#known.size < 1_000) this.#known.set(fullName, name)
    return name
  }
}
