/**
 * The shape of the sources, held by a test: which folder may know which, and the habits that keep files readable. It reads
 * text, not syntax; where that is only nearly right it errs towards silence, so that a failure always means something.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const ours = ['engine', 'electron', 'renderer'] as const

const sources = ours.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true })
    .map((name) => `${folder}/${String(name).split(path.sep).join('/')}`)
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts')),
)
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** What a file imports of ours, as paths from the root; packages and node modules are named as they stand. */
function importsOf(file: string): readonly string[] {
  const found = [
    ...textOf(file).matchAll(
      /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
    ),
  ]
  return found.map(([, plain, dynamic]) => {
    const name = plain ?? dynamic ?? ''
    return name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name
  })
}
const isOurs = (name: string): boolean => /^(engine|electron|renderer|test|fixtures|resources|scripts)\//.test(name)

/** What the shell may know of the engine: its entry points, and the words that both need. */
const entryPoints = [
  /^engine\/contract\//,
  /^engine\/engine\.ts$/,
  /^engine\/router\/serve-port\.ts$/,
  /^engine\/host\//,
  /^engine\/keys\/keeper\.ts$/,
  /^engine\/workspace\//,
  // The desktop fills a new workspace with the demo, as the command line does.
  /^engine\/cli\/demo\.ts$/,
  /^engine\/failure\.ts$/,
  /^engine\/invariant\.ts$/,
  /^engine\/core-dumps\.ts$/,
  /^engine\/files\/whole-file\.ts$/,
]
const resource = /^resources\/.*\.json$/

const rules: readonly Readonly<{ of: RegExp; may: (name: string) => boolean; why: string }>[] = [
  {
    of: /^engine\/contract\//,
    may: (name) => name.startsWith('engine/contract/'),
    why: 'the contract knows nothing of ours',
  },
  {
    of: /^engine\/(?!cli\/)/,
    may: (name) => name.startsWith('engine/') || resource.test(name),
    why: 'the engine knows neither shell nor page',
  },
  {
    of: /^engine\/cli\//,
    may: (name) => name.startsWith('engine/') || name.startsWith('fixtures/demo/') || resource.test(name),
    why: 'the command line also knows what a demonstration is made of',
  },
  {
    of: /^renderer\//,
    may: (name) => name.startsWith('renderer/') || name.startsWith('engine/contract/') || resource.test(name),
    why: 'the page knows only the contract',
  },
  {
    of: /^electron\//,
    may: (name) => name.startsWith('electron/') || resource.test(name) || entryPoints.some((entry) => entry.test(name)),
    why: 'the shell knows the contract and the entry points of the engine',
  },
]

it('reads the imports it judges: statements over lines, types, and dynamic ones', () => {
  expect(sources.length).toBeGreaterThan(150)
  expect(importsOf('engine/router/router.ts')).toContain('engine/ingest/batch-handlers.ts')
  expect(importsOf('engine/contract/contract.ts')).toContain('@orpc/contract')
  expect(importsOf('engine/queries.ts')).toContain('engine/ingest/batch-queries.ts')
  expect(importsOf('engine/writer.ts').length).toBeGreaterThan(0)
})

it.each(rules)('$why', ({ of, may }) => {
  const wrong = sources
    .filter((file) => of.test(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => isOurs(name) && !may(name))
        .map((name) => `${file} imports ${name}`),
    )
  expect(wrong).toEqual([])
})

it('keeps Electron, React and the DOM out of the engine, and the file system out of the contract and the page', () => {
  const packages = (of: RegExp, barred: RegExp): string[] =>
    sources
      .filter((file) => of.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => barred.test(name))
          .map((name) => `${file} imports ${name}`),
      )
  expect(packages(/^engine\//, /^(electron|react|react-dom|@mantine\/.*|ag-grid-.*|echarts)(\/|$)/)).toEqual([])
  expect(packages(/^(engine\/contract|renderer)\//, /^(node:|electron$|better-sqlite3|kysely|fastify)/)).toEqual([])
})

it('imports every file of ours by its whole name, so that what is bundled is what is read', () => {
  const without = sources.flatMap((file) =>
    importsOf(file)
      .filter((name) => isOurs(name) && !/\.(tsx?|json|css|svg|png|woff2|html)(\?\w+)?$/.test(name))
      .map((name) => `${file} imports ${name}`),
  )
  expect(without).toEqual([])
})

it('has no folder or file that is named for being useful', () => {
  expect(
    sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc|shared|lib|index)(\/|\.tsx?$)/.test(file)),
  ).toEqual([])
})

it('has no barrels: a file that only hands on what others export', () => {
  const barrels = sources.filter((file) => {
    const statements = withoutComments(textOf(file))
      .split('\n')
      .filter((line) => line.trim() !== '')
    return statements.length > 0 && statements.every((line) => /^export\s.*\sfrom\s/.test(line))
  })
  expect(barrels).toEqual([])
})

it('exports everything by name', () => {
  expect(
    sources.filter((file) => /^export default\b/m.test(textOf(file)) || /\bas default\b/.test(textOf(file))),
  ).toEqual([])
})

it('silences no compiler and no linter', () => {
  const silencer = /@ts-(ignore|nocheck|expect-error)|biome-ignore|oxlint-disable|eslint-disable|: any\b|\bas any\b/
  expect(sources.filter((file) => silencer.test(textOf(file)))).toEqual([])
})

it('keeps every file within 400 lines', () => {
  const long = sources
    .map((file) => [file, textOf(file).split('\n').length - 1] as const)
    .filter(([, lines]) => lines > 400)
  expect(long).toEqual([])
})

/** Screens that were longer when this test came. They may get shorter and leave the list; nothing new joins it. */
const longAlready: Readonly<Record<string, number>> = {
  'renderer/audit/AuditScreen.tsx: AuditScreen': 101,
  'renderer/clients/ClientsScreen.tsx: ClientsScreen': 80,
  'renderer/producers/ProducersScreen.tsx: ProducersScreen': 80,
  'renderer/users/UsersScreen.tsx: UsersScreen': 80,
}

it('keeps every function within 70 lines, those that were longer within what they were', () => {
  const long = sources
    .flatMap((file) => functionsIn(textOf(file)).map(([name, lines]) => [`${file}: ${name}`, lines] as const))
    .filter(([name, lines]) => lines > (longAlready[name] ?? 70))
  expect(long).toEqual([])
})

it('finds a function that is too long, and does not take a class or a table for one', () => {
  const body = Array.from({ length: 71 }, (_, i) => `  step${i}()`).join('\n')
  expect(functionsIn(`export async function long(): Promise<void> {\n${body}\n}\n`)).toEqual([['long', 73]])
  expect(functionsIn(`class A {\n  method(x: string): void {\n  ${body.replaceAll('\n', '\n  ')}\n  }\n}\n`)).toEqual([
    ['method', 73],
  ])
  expect(functionsIn(`export const f = (a: A): B => {\n${body}\n}\n`)).toEqual([['f', 73]])
  expect(functionsIn(`export const table = {\n${body}\n}\n`)).toEqual([])
})

it('says at the head of every main file of an engine folder what the folder is for', () => {
  const silent = sources
    .filter((file) => file.startsWith('engine/'))
    .filter((file) => mainFiles(path.posix.dirname(file)).includes(file))
    .filter((file) => !/^(#!.*\n)?(import [^\n]*\n|\n)*\/\*\*/.test(textOf(file)))
  expect(silent).toEqual([])
})

/** The file named as its folder, in one number or the other; without one, the longest: that is where a reader begins. */
function mainFiles(folder: string): readonly string[] {
  const inside = sources.filter((file) => path.posix.dirname(file) === folder)
  const noun = path.posix.basename(folder).replace(/s$/, '')
  const named = inside.filter((file) => path.posix.basename(file, '.ts').replace(/s$/, '') === noun)
  if (named.length > 0) return named
  return inside.toSorted((a, b) => textOf(b).length - textOf(a).length).slice(0, 1)
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')

/**
 * Functions with a name at the start of a line, up to the closing brace in the same column. The formatter puts both there,
 * so no syntax has to be read.
 */
function functionsIn(text: string): readonly (readonly [string, number])[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const name = nameOfFunction(line)
    if (name === null || !line.endsWith('{')) return []
    const indent = /^\s*/.exec(line)?.[0] ?? ''
    const end = lines.findIndex(
      (each, at) => at > index && new RegExp(`^${indent}\\}`).test(each) && !/^\s*\}.*[{(]$/.test(each),
    )
    return end < 0 ? [] : [[name, end - index + 1] as const]
  })
}

function nameOfFunction(line: string): string | null {
  const declared = /^\s*(?:export )?(?:async )?function\*? (\w+)/.exec(line)
  const arrow = /^\s*(?:export )?const (\w+) =.*=> \{$/.exec(line)
  const method = /^ {2}(?:static |override |async |\*)*(#?\w+)\(.*\).*\{$/.exec(line)
  const name = (declared ?? arrow ?? method)?.[1] ?? null
  return name === null || ['if', 'for', 'while', 'switch', 'catch', 'return'].includes(name) ? null : name
}
