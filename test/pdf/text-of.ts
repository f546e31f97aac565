/** The words of a PDF that we drew, as a reader of it gets them when somebody copies: glyphs by the maps in the file. */
import { inflateSync } from 'node:zlib'

export function textOf(pdf: Uint8Array): string {
  const objects = objectsOf(Buffer.from(pdf))
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head))
  return pages.map(({ head }) => textOfPage(objects, head)).join('\n')
}

type Entry = Readonly<{ head: string; stream: Buffer | null }>
type Objects = ReadonlyMap<string, Entry>

function objectsOf(pdf: Buffer): Objects {
  const text = pdf.toString('latin1')
  const found = new Map<string, Entry>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const from = match.index + match[0].length
    const begins = text.indexOf('stream\n', from)
    const ends = text.indexOf('endobj', from)
    const hasStream = begins > 0 && begins < ends
    const head = text.slice(from, hasStream ? begins : ends)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const raw = hasStream ? pdf.subarray(begins + 'stream\n'.length, begins + 'stream\n'.length + length) : null
    const stream = raw !== null && head.includes('/FlateDecode') ? inflateSync(raw) : raw
    found.set(match[1] ?? '', { head, stream })
  }
  return found
}

function textOfPage(objects: Objects, head: string): string {
  const content = streamOf(objects, /\/Contents (\d+) 0 R/.exec(head)?.[1])
  const resources = objects.get(/\/Resources (\d+) 0 R/.exec(head)?.[1] ?? '')?.head ?? head
  const fonts = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id]) => [name, mapOf(objects, id)]),
  )
  let map: ReadonlyMap<number, string> = new Map()
  const lines: string[] = []
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) map = fonts.get(font) ?? map
    else lines.push(decoded(shown ?? '', map))
  }
  return lines.join('\n')
}

const decoded = (shown: string, map: ReadonlyMap<number, string>): string =>
  [...shown.matchAll(/<([0-9a-f]*)>/gi)]
    .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    .map((code) => map.get(Number.parseInt(code, 16)) ?? '\u{FFFD}')
    .join('')

const streamOf = (objects: Objects, id: string | undefined): string =>
  objects.get(id ?? '')?.stream?.toString('latin1') ?? ''

function mapOf(objects: Objects, font: string | undefined): ReadonlyMap<number, string> {
  const map = new Map<number, string>()
  const words = streamOf(objects, /\/ToUnicode (\d+) 0 R/.exec(objects.get(font ?? '')?.head ?? '')?.[1])
  for (const [, first = '', listed = ''] of words.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi))
    for (const [at, [, hex = '']] of [...listed.matchAll(/<([0-9a-f ]*)>/gi)].entries())
      map.set(Number.parseInt(first, 16) + at, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
  return map
}
