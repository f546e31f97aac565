import type { TextLine } from '../text-lines.ts'

/** What a message is made of: fields with a tag, and its end. Envelopes are seen here and nowhere else. */

export type Field = Readonly<{ tag: string; lines: readonly string[]; place: number }>

export type FieldPiece =
  | Readonly<{ is: 'field'; field: Field }>
  | Readonly<{ is: 'end' }>
  /** Another kind of message, or no message at all. */
  | Readonly<{ is: 'other'; place: number; found: string }>
  | Readonly<{ is: 'stray'; place: number; found: string }>
  | Readonly<{ is: 'too_large'; place: number; tag: string }>

export type Fields = Readonly<{ take: (line: TextLine) => readonly FieldPiece[]; end: () => readonly FieldPiece[] }>

/** Many more than any bank writes: six lines of 65 are the rule, and some write twenty. */
const fieldLinesMax = 100
const TAG = /^:(\d\d[A-Z]?|NS):/
const MESSAGE_END = /^-(?:\}.*|X{3})?\s*$/
/** What banks put around a message that has no envelope: `ABNANL2A`, `940 00`, `0000 01INGBNL2AXXXX00001`, `:940:`. */
const AROUND = /^[A-Z0-9 :]{0,35}$/
const TEXT_BLOCK = '{4:'

export function fields(): Fields {
  let field: { tag: string; lines: string[]; place: number } | null = null
  let isInMessage = false

  const finish = (): readonly FieldPiece[] => {
    const done = field
    field = null
    return done === null ? [] : [{ is: 'field', field: done }]
  }
  const outside = (text: string, place: number): readonly FieldPiece[] => {
    if (text.trim() === '' || isAround(text)) return []
    if (!text.startsWith('{')) return [{ is: 'stray', place, found: text }]
    if (isOtherMessage(text)) return [{ is: 'other', place, found: text }]
    const at = text.indexOf(TEXT_BLOCK)
    const inside = at < 0 ? '' : text.slice(at + TEXT_BLOCK.length)
    return inside === '' ? [] : taken(inside, place)
  }
  const taken = (text: string, place: number): readonly FieldPiece[] => {
    const tag = TAG.exec(text)
    if (tag !== null) {
      const before = finish()
      isInMessage = true
      field = { tag: tag[1] ?? '', lines: [text.slice(tag[0].length)], place }
      return before
    }
    if (!isInMessage) return outside(text, place)
    if (MESSAGE_END.test(text)) {
      isInMessage = false
      // A next message may begin behind the end of this one, on the same line.
      return [...finish(), { is: 'end' }, ...(text.startsWith('-}') ? outside(text.slice(2).trimEnd(), place) : [])]
    }
    if (field === null) return []
    if (field.lines.length >= fieldLinesMax) return [{ is: 'too_large', place: field.place, tag: field.tag }]
    field.lines.push(text)
    return []
  }
  return { take: (line) => taken(line.text, line.place), end: finish }
}

/** `{2:I940…` says the kind, and so does a bare number of three digits. MT950 is an MT940 without information. */
function isOtherMessage(text: string): boolean {
  const kind = /\{2:[IO](\d{3})/.exec(text)?.[1]
  return kind !== undefined && kind !== '940' && kind !== '950'
}

function isAround(text: string): boolean {
  return AROUND.test(text) && !/^:?9(?!40|50)\d\d:?(?: 00)?$/.test(text)
}
