import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createIntl } from 'react-intl'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import en from '../../renderer/messages/en.json'
import zh from '../../renderer/messages/zh-HK.json'

const renderer = fileURLToPath(new URL('../../renderer', import.meta.url))
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
  .map((name) => ({ name, program: parseSync(name, readFileSync(path.join(renderer, name), 'utf8')).program }))

type Node = Readonly<{ type: string } & Record<string, unknown>>

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item)
  } else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') yield value as Node
    for (const child of Object.values(value)) yield* nodesOf(child)
  }
}

const english: Record<string, string> = en
const chinese: Record<string, string> = zh

describe('the two languages', () => {
  it('have the same messages', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort())
  })

  it.each(Object.keys(english))('%s takes the same values in both', (id) => {
    expect(placeholders(chinese[id] ?? '')).toEqual(placeholders(english[id] ?? ''))
  })

  it('write 賬 and never 帳', () => {
    expect(Object.entries(chinese).filter(([, text]) => text.includes('帳'))).toEqual([])
  })
})

const intl = createIntl({ locale: 'en' })
// The types of an element that is plain text, and of "#" within a plural; neither takes a value.
const [literal, pound] = [0, 7]

type Element = Readonly<{
  type: number
  value?: string
  options?: Readonly<Record<string, Readonly<{ value: readonly Element[] }>>>
}>

/** The values a message takes, those within its plurals and choices included. */
function placeholders(text: string): readonly string[] {
  const found = new Set<string>()
  const visit = (elements: readonly Element[]): void => {
    for (const { type, value, options = {} } of elements) {
      if (type === literal || type === pound || value === undefined) continue
      found.add(value)
      for (const option of Object.values(options)) visit(option.value)
    }
  }
  visit(intl.formatters.getMessageFormat(text, 'en').getAst() as unknown as readonly Element[])
  return [...found].sort()
}

describe('the screens', () => {
  it('hold no words of their own', () => {
    const literal = sources.flatMap(({ name, program }) => {
      const words = [...nodesOf(program)].flatMap((node) => [...wordsOf(node)])
      return words.map((text) => `${name}: ${text}`)
    })
    expect(literal).toEqual([])
  })

  // That each id in use is there is for the compiler: ids are the keys of the English file.
  it('use every message', () => {
    const texts = sources.flatMap(({ program }) => [...nodesOf(program)].flatMap(stringsOf))
    const plain = new Set(texts.filter((text) => typeof text === 'string'))
    const patterns = texts.filter((text) => text instanceof RegExp)
    const unused = Object.keys(english).filter((id) => !plain.has(id) && !patterns.some((pattern) => pattern.test(id)))
    expect(unused).toEqual([])
  })
})

/** What a person reads or hears of an element or a column, whichever library shows it. */
const spoken = [
  'label',
  'title',
  'placeholder',
  'description',
  'alt',
  'aria-label',
  'aria-description',
  'what',
  'word',
  'aria-roledescription',
  'aria-valuetext',
  'ariaLabel',
  'headerName',
  'headerTooltip',
  'tooltip',
  'error',
]
// Proper names are the same in every language.
const names = ['SHA-256', 'Countinghouse']

function* wordsOf(node: Node): Generator<string> {
  switch (node.type) {
    case 'JSXText':
      yield* wordsIn(String(node.value))
      return
    case 'JSXElement':
    case 'JSXFragment':
      // Also `{late ? 'Late' : 'On time'}` and `{`${count} rows`}`.
      for (const child of node.children as readonly Node[])
        if (child.type === 'JSXExpressionContainer') yield* textsOf(child.expression as Node)
      return
    case 'JSXAttribute': {
      const { name, value } = node as unknown as { name: { name: unknown }; value: Node | null }
      if (value === null || !spoken.includes(String(name.name))) return
      yield* textsOf(value.type === 'JSXExpressionContainer' ? (value.expression as Node) : value)
      return
    }
    case 'Property': {
      const { key, value } = node as unknown as { key: { name?: unknown; value?: unknown }; value: Node }
      const spokenAs = String(key.name ?? key.value)
      // Which of several things it is, in our own data.
      if (spokenAs === 'what' || !spoken.includes(spokenAs)) return
      // A message's id is no word yet.
      for (const text of textsOf(value)) if (!(text in english)) yield text
    }
  }
}

/** What an expression may say, as far as it stands there. */
function* textsOf(node: Node): Generator<string> {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'string') yield* wordsIn(node.value)
      return
    case 'TemplateLiteral':
      // A letter before a number is its name: `P-88`.
      for (const { value } of node.quasis as readonly { value: { cooked: string } }[])
        if (!/^\P{L}*\p{Lu}-$/u.test(value.cooked)) yield* wordsIn(value.cooked)
      return
    case 'ConditionalExpression':
      yield* textsOf(node.consequent as Node)
      yield* textsOf(node.alternate as Node)
      return
    case 'LogicalExpression':
    case 'BinaryExpression':
      if (node.type === 'BinaryExpression' && node.operator !== '+') return
      yield* textsOf(node.left as Node)
      yield* textsOf(node.right as Node)
  }
}

const wordsIn = (text: string): readonly string[] =>
  /\p{L}/u.test(text) && !names.includes(text.trim()) ? [text.trim()] : []

/** A string is an id as it stands; a template with gaps stands for every id that fits it. */
function stringsOf(node: Node): readonly (string | RegExp)[] {
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value]
  if (node.type !== 'TemplateLiteral') return []
  const parts = (node.quasis as readonly { value: { cooked: string } }[]).map(({ value }) => value.cooked)
  // A template that begins with a gap could be anything, and so says nothing about what is used.
  if (parts[0] === '') return []
  return [new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^ ]+')}$`)]
}
