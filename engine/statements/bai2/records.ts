import type { TextLine } from '../text-lines.ts'

/** Records of BAI2: a code, a comma, fields, and a slash at the end; `88` goes on with the record before it. */

export type Bai2Record = Readonly<{
  code: string
  /** What stands behind the code, line by line. */
  bodies: readonly string[]
  place: number
}>

export type RecordPiece =
  | Readonly<{ is: 'record'; record: Bai2Record }>
  | Readonly<{ is: 'unlike'; place: number; found: string }>
  | Readonly<{ is: 'too_large'; place: number }>

export type Records = Readonly<{
  take: (line: TextLine) => readonly RecordPiece[]
  end: () => readonly RecordPiece[]
}>

/** Far more than a bank needs for one record, and few enough to hold. */
const bodiesMax = 1000
const RECORD = /^(01|02|03|16|49|88|98|99)(?:,(.*)|\/)$/
const CONTINUATION = '88'

export function records(): Records {
  let record: { code: string; bodies: string[]; place: number } | null = null
  const finish = (): readonly RecordPiece[] => {
    const done = record
    record = null
    return done === null ? [] : [{ is: 'record', record: done }]
  }
  const take = ({ text, place }: TextLine): readonly RecordPiece[] => {
    const trimmed = text.trimEnd()
    if (trimmed === '') return []
    const parts = RECORD.exec(trimmed)
    const code = parts?.[1]
    if (code === undefined) return [...finish(), { is: 'unlike', place, found: trimmed }]
    // Text needs no slash behind it, and may have others inside, so only the last character can be the end.
    const body = (parts?.[2] ?? '').replace(/\/$/, '')
    if (code !== CONTINUATION) {
      const before = finish()
      record = { code, bodies: [body], place }
      return before
    }
    if (record === null) return [{ is: 'unlike', place, found: trimmed }]
    if (record.bodies.length >= bodiesMax) return [{ is: 'too_large', place: record.place }]
    record.bodies.push(body)
    return []
  }
  return { take, end: finish }
}

export const fieldsOf = (record: Bai2Record): readonly string[] =>
  record.bodies.flatMap((body) => body.split(',')).map((field) => field.trim())
