/** `statements` and `reconcile`: what banks, gateways and producers say happened. */
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { EngineClient } from '../contract/contract.ts'
import { type StatementFile, statementStates } from '../contract/statements.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { refuseUnreadable, safeName } from './drop-files.ts'
import { figuresOf } from './figures.ts'
import { runsText } from './matches.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'
import { statementText, tableOfFiles, tableOfLines, tableOfStatements } from './statement-text.ts'
import { tableOf } from './table.ts'

const filters = {
  source: { kind: 'text', value: 'CODE' },
  account: { kind: 'text', value: 'ACCOUNT' },
  state: { kind: 'text', value: 'S' },
  from: { kind: 'text', value: 'DAY' },
  to: { kind: 'text', value: 'DAY' },
} as const

export const statementCommands: readonly Command[] = [
  {
    name: 'statements list',
    form: '[--source CODE] [--account ACCOUNT] [--state S] [--from DAY] [--to DAY] [--limit N] [--cursor C]',
    summary: 'statements, those that came last first',
    details: `States are ${statementStates.join(', ')}. With days: those that say something of a day between them.`,
    positionals: { min: 0, max: 0 },
    options: { ...filters, ...pageOptions },
    run: list,
  },
  {
    name: 'statements show',
    form: 'ID',
    summary: 'one statement: its balances, and what was found about it',
    positionals: { min: 1, max: 1 },
    run: show,
  },
  {
    name: 'statements lines',
    form: 'ID [--limit N] [--cursor C]',
    summary: 'the lines of a statement, in its own order',
    positionals: { min: 1, max: 1 },
    options: pageOptions,
    run: lines,
  },
  {
    name: 'statements files',
    form: '[--source CODE] [--limit N] [--cursor C]',
    summary: 'the files that statements came in, newest first, and why one could not be read',
    positionals: { min: 0, max: 0 },
    options: { source: filters.source, ...pageOptions },
    run: files,
  },
  {
    name: 'statements sources',
    form: '',
    summary: 'who sends statements of which accounts, and into which folders',
    details: 'They are the setting "statements": "proposals propose setting" changes it.',
    positionals: { min: 0, max: 0 },
    run: sources,
  },
  {
    name: 'reconcile',
    form: '[FILE... --source CODE]',
    summary: 'take the statements that wait in their folders, or these files, match what is open, then end',
    details: `FILEs are read where they are and left there. The JSON is { "items": [file, ...], "next": null,
"troubles": [...], "runs": [...] }: the FILEs in their order, or those that lay in the folders, and what was matched.
Exit 1 when a file could not be read or taken.`,
    positionals: { min: 0, max: Number.POSITIVE_INFINITY },
    options: { source: filters.source },
    run: reconcile,
  },
]

async function list(call: Call): Promise<Answer> {
  const state = optionOf(call, 'state')
  const input = {
    ...pageOf(call),
    ...named(call, ['source', 'account', 'from', 'to']),
    ...(state === undefined ? {} : { state: oneOf(state, statementStates, 'state') }),
  }
  return signedIn(call, async (client) => {
    const document = await client.statements.list(input)
    const { items, next } = document
    const text = items.length === 0 ? 'No statements.' : tableOfStatements(items, await figuresOf(client))
    return { document, text: said.page(text, next) }
  })
}

async function show(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'statement')
  return signedIn(call, async (client) => {
    const document = await client.statements.get({ id })
    return { document, text: statementText(document, await figuresOf(client)) }
  })
}

async function lines(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'statement')
  const page = pageOf(call)
  return signedIn(call, async (client) => {
    const document = await client.statements.lines({ id, ...page })
    const { currency } = await client.statements.get({ id })
    const { amount } = await figuresOf(client)
    const money = (minor: number): string => amount(minor, currency ?? undefined)
    const text = document.items.length === 0 ? 'No lines.' : tableOfLines(document.items, money)
    return { document, text: said.page(text, document.next) }
  })
}

async function files(call: Call): Promise<Answer> {
  const input = { ...pageOf(call), ...named(call, ['source']) }
  return signedIn(call, async (client) => {
    const document = await client.statements.files(input)
    const { items, next } = document
    const text = items.length === 0 ? 'No files.' : tableOfFiles(items, await figuresOf(client))
    return { document, text: said.page(text, next) }
  })
}

async function sources(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.statements.sources()
    const { items } = document
    if (items.length === 0) return { document, text: 'Nobody sends statements yet.' }
    const text = tableOf<(typeof items)[number]>(items, [
      { title: 'Code', cell: ({ code }) => code },
      { title: 'Name', cell: ({ name }) => name },
      { title: 'Format', cell: ({ format }) => format },
      { title: 'Accounts', cell: ({ accounts }) => accounts.map(({ account }) => account).join(', ') },
      { title: 'Folder', cell: ({ folder }) => folder },
    ])
    return { document, text }
  })
}

async function reconcile(call: Call): Promise<Answer> {
  const source = optionOf(call, 'source')
  const given = call.positionals
  if (given.length > 0 && source === undefined) throw new UsageError({ is: 'option_missing', option: '--source' })
  await refuseUnreadable(given)
  return signedIn(call, async (client) => {
    const isGiven = source !== undefined && given.length > 0
    const { items, troubles } = await (isGiven ? sendAll(client, source, given) : takeWaiting(client))
    const table = items.length === 0 ? said.nothingWaited : tableOfFiles(items, await figuresOf(client))
    const isWrong = troubles.length > 0 || items.some(({ state }) => state === 'refused')
    const { permissions } = await client.session.get()
    // Whoever may only bring statements in leaves the matching to the engine.
    const mayMatch = permissions.includes('reconciliation.work')
    const { items: runs } = mayMatch ? await client.reconciliation.run({}) : { items: [] }
    const text = `${said.ingested(table, troubles)}\n\n${runsText(runs)}`
    return { document: { items, next: null, troubles, runs }, text, exit: isWrong ? 1 : 0 }
  })
}

type Troubles = Awaited<ReturnType<EngineClient['statements']['scan']>>['troubles']
type Taken = Readonly<{ items: readonly StatementFile[]; troubles: Troubles }>

/** A look sees which files are there, the next takes those that stayed as they were. */
async function takeWaiting(client: EngineClient): Promise<Taken> {
  const newest = (await client.statements.files({ limit: 1 })).items[0]?.id ?? 0
  let troubles: Troubles = []
  for (let idle = 0; idle < 3; ) {
    const look = await client.statements.scan({})
    troubles = look.troubles
    if (look.found === 0 && look.waiting === 0) break
    idle = look.found === 0 ? idle + 1 : 0
  }
  const items: StatementFile[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await client.statements.files({ limit: 1_000, ...(cursor === undefined ? {} : { cursor }) })
    const fresh = page.items.filter(({ id }) => id > newest)
    items.push(...fresh)
    if (page.next === null || fresh.length < page.items.length) break
    cursor = page.next
  }
  return { items: items.toReversed(), troubles }
}

async function sendAll(client: EngineClient, source: string, given: readonly string[]): Promise<Taken> {
  const sent: StatementFile[] = []
  for (const file of given) sent.push(await send(client, source, file))
  // They are read behind their sending; a look comes after that.
  await client.statements.scan({})
  const items: StatementFile[] = []
  for (const { id } of sent) items.push(await client.statements.file({ id }))
  return { items, troubles: [] }
}

const partBytes = 2 ** 20

async function send(client: EngineClient, source: string, file: string): Promise<StatementFile> {
  const name = safeName(path.basename(file))
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    let upload: string | undefined
    for (let at = 0; ; ) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(partBytes), 0, partBytes, at)
      at += bytesRead
      const isLast = bytesRead === 0 || at >= size
      const part = buffer.subarray(0, bytesRead).toString('base64')
      const of = { source, name, part, isLast, ...(upload === undefined ? {} : { upload }) }
      const sent = await client.statements.upload(of)
      if (sent.file !== null) return sent.file
      upload = sent.upload ?? undefined
    }
  } finally {
    await handle.close()
  }
}

const named = <N extends string>(call: Call, names: readonly N[]): Readonly<Partial<Record<N, string>>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = optionOf(call, name)
      return value === undefined ? [] : [[name, value]]
    }),
  ) as Partial<Record<N, string>>
