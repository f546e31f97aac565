/** `close-pack`: how a day or a month ended, in one signed file, and its check, for which nothing but the file is needed. */
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { anchorIsSigned } from '../audit/anchor.ts'
import { firstDayOf, lastDayOf } from '../calendar/day.ts'
import { fingerprintOf } from '../close-pack/manifest.ts'
import { type Expected, verifyPack } from '../close-pack/verify/verify-pack.ts'
import { Anchor } from '../contract/audit.ts'
import type { ClosePack } from '../contract/close-packs.ts'
import type { EngineClient } from '../contract/contract.ts'
import { packSaid, standingOf } from './close-pack-words.ts'
import { type Answer, argumentOf, type Call, type Command, flagOf, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { dayOf } from './fields.ts'
import { figuresOf } from './figures.ts'
import { readJsonFile, reasonOf } from './json-file.ts'
import { pageOf, pageOptions } from './pages.ts'
import { Refusal, UsageError } from './refusal.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'
import { writeNew } from './write-new.ts'

export const closePackCommands: readonly Command[] = [
  {
    name: 'close-pack make',
    form: '--month MONTH | --from DAY [--to DAY]',
    summary: 'put all that says how days ended into one signed file, and wait for it',
    details: `It holds a PDF for people, and JSON and CSV for machines: balances, proofs, matches, residues, exceptions,
approvals, rules, hashes of files, and the anchor of the audit chain. Days that are not closed or do not prove are in it
too; its first page says so.`,
    positionals: { min: 0, max: 0 },
    options: {
      month: { kind: 'text', value: '2026-11' },
      from: { kind: 'text', value: '2026-11-01' },
      to: { kind: 'text', value: '2026-11-30' },
      'include-clients': { kind: 'flag' },
      out: { kind: 'text', value: 'FILE' },
    },
    run: make,
  },
  {
    name: 'close-pack list',
    form: '[--limit N] [--cursor C]',
    summary: 'packs that were made, newest first',
    positionals: { min: 0, max: 0 },
    options: pageOptions,
    run: list,
  },
  {
    name: 'close-pack key',
    form: '',
    summary: 'the fingerprint of the key that signs packs, for whoever checks them elsewhere',
    positionals: { min: 0, max: 0 },
    run: key,
  },
  {
    name: 'close-pack verify',
    form: 'FILE [--key FINGERPRINT | --anchor FILE]',
    summary: 'prove a pack with nothing but its file; exit 1 when it is not sound',
    details: `Needs no workspace, no passphrase and no network. Every byte is held against the signature, and what the pack
says against itself. Whose signature it is says --key, with what "close-pack key" shows, or --anchor, with an anchor of
the audit chain that was kept outside.`,
    positionals: { min: 1, max: 1 },
    options: { key: { kind: 'text', value: 'FINGERPRINT' }, anchor: { kind: 'text', value: 'FILE' } },
    run: verify,
  },
]

const lookEveryMs = 100

function make(call: Call): Promise<Answer> {
  const days = daysAsked(call)
  const out = optionOf(call, 'out')
  return signedIn(call, async (client) => {
    const asked = await client.closePacks.make({ ...days, includeClients: flagOf(call, 'include-clients') })
    const document = await ended(client, asked.id)
    const file = out === undefined || document.state !== 'made' ? null : path.resolve(out)
    if (file !== null) await writeNew(file, await client.closePacks.download({ id: document.id }))
    return { document, text: packSaid.made(document, file), exit: document.state === 'made' ? 0 : 1 }
  })
}

function daysAsked(call: Call): Readonly<{ from: string; to: string }> {
  const [month, from, to] = [optionOf(call, 'month'), dayOf(call, 'from'), dayOf(call, 'to')]
  if (month !== undefined) {
    if (from !== undefined || to !== undefined)
      throw new UsageError({ is: 'options_clash', option: '--month', other: from === undefined ? '--to' : '--from' })
    if (!/^[1-9][0-9]{3}-(?:0[1-9]|1[0-2])$/.test(month))
      throw new UsageError({ is: 'not_one_of', what: 'month', given: month, known: ['a month such as 2026-11'] })
    return { from: firstDayOf(month), to: lastDayOf(month) }
  }
  if (from === undefined) throw new UsageError({ is: 'option_missing', option: '--month' })
  return { from, to: to ?? from }
}

async function ended(client: EngineClient, id: number): Promise<ClosePack> {
  for (;;) {
    const pack = await client.closePacks.get({ id })
    if (pack.state !== 'asked') return pack
    await wait(lookEveryMs)
  }
}

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.closePacks.list(pageOf(call))
    const { time } = await figuresOf(client)
    const table = tableOf<ClosePack>(document.items, [
      { title: 'No.', cell: ({ id }) => id, right: true },
      { title: 'From', cell: ({ from }) => from },
      { title: 'To', cell: ({ to }) => to },
      { title: 'State', cell: (pack) => (pack.state === 'made' ? standingOf(pack) : pack.state) },
      { title: 'Asked', cell: ({ askedAt }) => time(askedAt) },
      { title: 'By', cell: ({ askedBy }) => askedBy },
      { title: 'Bytes', cell: ({ bytes }) => bytes?.toLocaleString('en') ?? '-', right: true },
      { title: 'Key', cell: ({ fingerprint }) => fingerprint?.slice(0, 9) ?? '-' },
    ])
    return { document, text: document.items.length === 0 ? packSaid.none : said.page(table, document.next) }
  })
}

function key(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.closePacks.key()
    return { document, text: packSaid.key(document) }
  })
}

async function verify(call: Call): Promise<Answer> {
  const file = path.resolve(argumentOf(call, 0))
  const expected = await expectedOf(call)
  try {
    const document = await verifyPack(file, expected)
    const text = packSaid.verdict(document, expected.key !== undefined)
    return { document, text, exit: document.isSound ? 0 : 1 }
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error
    throw new Refusal('file_unreadable', { file, reason: reasonOf(error) }, error)
  }
}

async function expectedOf(call: Call): Promise<Expected> {
  const [fingerprint, file] = [optionOf(call, 'key'), optionOf(call, 'anchor')]
  if (fingerprint !== undefined && file !== undefined)
    throw new UsageError({ is: 'options_clash', option: '--key', other: '--anchor' })
  if (fingerprint !== undefined) return { key: fingerprint }
  if (file === undefined) return {}
  const anchor = await readJsonFile(file, Anchor)
  // One that was made up proves nothing about whose key it names.
  if (!anchorIsSigned(anchor)) throw new Refusal('file_not_anchor', { file })
  return { key: fingerprintOf(Buffer.from(anchor.publicKey, 'base64')), workspace: anchor.workspace }
}
