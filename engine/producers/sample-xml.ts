/** Records of an XML sample that may end anywhere: the element that comes most often among those that hold values. */
import type { SampleRecord } from './sample-table.ts'

const recordsMax = 500
const valuesMin = 3
const tag = /<(\/?)([^\s<>/!?]+)((?:"[^"<]*"|'[^'<]*'|[^<>"'])*)>/y
// Bounded, or a long run of letters would be looked through again from each of them.
const attribute = /(?<=^|\s)([^\s=/]{1,120})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/g

type Open = { readonly name: string; readonly values: Map<string, string>; text: string; holdsElements: boolean }

export function xmlRecords(text: string): Readonly<{ name: string | undefined; records: readonly SampleRecord[] }> {
  const byName = new Map<string, SampleRecord[]>()
  const open: Open[] = []
  const close = (element: Open): void => {
    const around = open.at(-1)
    if (around !== undefined) {
      around.holdsElements = true
      if (!element.holdsElements && element.values.size === 0) around.values.set(element.name, element.text.trim())
    }
    if (element.values.size < valuesMin) return
    const records = byName.get(element.name) ?? []
    byName.set(element.name, records)
    if (records.length < recordsMax) records.push(element.values)
  }
  for (const { text: words, tag: found } of partsOf(text)) {
    const inner = open.at(-1)
    if (found === undefined) {
      if (inner !== undefined) inner.text += words
    } else if (found.closes) {
      const element = open.pop()
      if (element !== undefined) close(element)
    } else {
      const element = { name: found.name, values: attributesOf(found.rest), text: '', holdsElements: false }
      if (found.rest.endsWith('/')) close(element)
      else open.push(element)
    }
  }
  const [best] = [...byName].sort(([, one], [, other]) => other.length - one.length)
  return { name: best?.[0], records: best?.[1] ?? [] }
}

type Part = Readonly<{ text: string; tag?: Readonly<{ closes: boolean; name: string; rest: string }> }>

/** What a document is made of, one after the other, up to where it ends in the middle of something. */
function* partsOf(text: string): Generator<Part> {
  for (let at = 0; at < text.length; ) {
    const passed = passedMarks.find(({ start }) => text.startsWith(start, at))
    if (passed !== undefined) {
      const end = text.indexOf(passed.end, at + passed.start.length)
      if (end < 0) return
      if (passed.isText) yield { text: text.slice(at + passed.start.length, end) }
      at = end + passed.end.length
    } else if (text[at] === '<') {
      tag.lastIndex = at
      const found = tag.exec(text)
      if (found === null) return
      const [whole, stroke, name = '', rest = ''] = found
      yield { text: '', tag: { closes: stroke === '/', name: localName(name), rest } }
      at += whole.length
    } else {
      const next = text.indexOf('<', at)
      yield { text: unescaped(text.slice(at, next < 0 ? text.length : next)) }
      at = next < 0 ? text.length : next
    }
  }
}

const passedMarks = [
  { start: '<!--', end: '-->', isText: false },
  { start: '<![CDATA[', end: ']]>', isText: true },
  { start: '<?', end: '?>', isText: false },
] as const

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function attributesOf(text: string): Map<string, string> {
  const all = [...text.matchAll(attribute)].filter(([, name = '']) => !name.startsWith('xmlns'))
  return new Map(
    all.map(([, name = '', double, single]) => [`@${localName(name)}`, unescaped(double ?? single ?? '').trim()]),
  )
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
