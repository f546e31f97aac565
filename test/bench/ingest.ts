/**
 * The way of a file from the drop folder to the ledger: archived, checked, posted with balances, identities and roll-ups,
 * sealed, on the disk. Each measurement runs in a process of its own, on a real encrypted workspace, with nothing in the
 * background, and is held against the bare insert of the rows that it left (parts/ingest-bare.ts), measured right after it.
 *
 * `npm run bench -- ingest --rows 1000000 --clients 200000 --held 5000000 --identities 10000000 --rounds 3`, and
 * `--only csv-random,small` for some of these:
 *
 * - csv-random, csv-ordered: one CSV file with random or ordered TxIds into an empty store; no client was there before.
 * - csv-known: the same file where every client has a wallet already.
 * - csv-into-5m: the same file into a store that holds `--held` postings of the same producer. That store is filled through
 *   the engine once and kept as `countinghouse-bench-…` in the system's temporary folder until the schema changes; delete
 *   it to have it filled anew. 0 leaves this out.
 * - ndjson, json, xml, csv.gz: the rows of csv-random in other formats; `of csv` is against that one in the same run.
 * - doubled: rows that were posted before, under other TxIds, and under the same with other ends of lines. Both are held.
 * - small: files of 100 rows of ten producers, dropped at once; one for every thousand of `--rows`.
 * - ten-million: ten times the rows, for the memory; the bare insert is left out.
 * - latency: 20 files of 100 rows, one by one, into an engine that watches and is idle: from `.done` marker to posted.
 * - queries: what the console asks, and a person's deposit, on an idle engine and while a file is posted, with `--held`
 *   postings in the store.
 * - identities: starting on a store that knows `--identities` TxIds, and then a file into it.
 *
 * `take` ends when the file is archived and recorded, `check` with the verdict, `post` with the seal; `rest` is what is
 * done before the next file, `close` what an engine that ends right away still folds into the store. The ratio is bare
 * seconds to `seconds`. `start MiB` is the peak of the open engine before the file, `peak MiB` the one after it. The middle
 * round is printed, and the highest peak of all. What is measured is a build, as the product is one; only the stretching
 * of passphrases is cheap, and takes no memory of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { AskedBoth } from './parts/ingest-queries.ts'
import { type BaseName, Made, runRounds, type Scenario, withCopy } from './parts/ingest-rounds.ts'
import {
  say,
  sayAsked,
  sayIngest,
  sayIngestHead,
  sayStart,
  sayStartsHead,
  sayTimes,
  sayTimesHead,
  whole,
} from './parts/ingest-table.ts'
import { type FileWish, producersInStore, rowsOfPart } from './parts/ingest-wish.ts'
import { inChild, withBuild } from './parts/ingest-work.ts'
import { drop } from './parts/ingest-workspaces.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    clients: { type: 'string', default: '200000' },
    held: { type: 'string', default: '5000000' },
    identities: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
})
const [rows, clients, held] = [Number(values.rows), Number(values.clients), Number(values.held)]
const [identities, rounds] = [Number(values.identities), Number(values.rounds)]
const only = new Set(values.only.split(',').filter((name) => name !== ''))
const latencyFiles = 20

const plain = { format: 'csv', gzip: false, ids: 'random', seed: 1, producers: 1, as: 'written' } as const
const csv: FileWish = { ...plain, rows, clients }
const ordered: FileWish = { ...csv, ids: 'ordered' }
const small: FileWish = { ...csv, rows: Math.ceil(rows / 1_000) * rowsOfPart, producers: producersInStore, as: 'parts' }

const scenarios: readonly Scenario[] = [
  posted('csv-random', 'empty', csv),
  posted('csv-ordered', 'empty', ordered),
  posted('csv-known', 'known', csv),
  ...(held > 0 ? [posted('csv-into-5m', 'held', csv)] : []),
  posted('ndjson', 'empty', { ...csv, format: 'ndjson' }),
  posted('json', 'empty', { ...csv, format: 'json' }),
  posted('xml', 'empty', { ...csv, format: 'xml' }),
  posted('csv.gz', 'empty', { ...csv, gzip: true }),
  // The generator gives the same rows whatever their TxIds are to be.
  doubled('doubled, other TxIds', csv),
  doubled('doubled, the same TxIds', { ...ordered, as: 'windows' }),
  posted('small', 'empty', small),
  { ...posted('ten-million', 'empty', { ...csv, rows: rows * 10 }), bare: false },
]
const others = { latency, queries, identities: startOnIdentities } as const
const names = new Set([...scenarios.map(({ name }) => name), ...Object.keys(others)])
const unknown = [...only].filter((name) => !names.has(name))

if (unknown.length > 0) {
  say(`There is no ${unknown.join(', ')}. There are: ${[...names].join(' ')}`)
  process.exitCode = 2
} else {
  const folder = mkdtempSync(path.join(tmpdir(), 'countinghouse-bench-'))
  try {
    await withBuild(() => measureAll(new Made(folder, { sizes: { clients, held }, once: ordered })))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureAll(made: Made): Promise<void> {
  const [load = 0] = loadavg()
  say(`${whole(clients)} clients, ${rounds} rounds, load of the machine before: ${load.toFixed(2)}\n`)
  const chosen = scenarios.filter(({ name }) => isChosen(name))
  if (chosen.length > 0) sayIngestHead()
  let csvPerSecond: number | null = null
  for (const scenario of chosen) {
    const perSecond = sayIngest(scenario, await runRounds(made, scenario, rounds), csvPerSecond)
    if (scenario.name === 'csv-random') csvPerSecond = perSecond
  }
  for (const [name, measure] of Object.entries(others)) if (isChosen(name)) await measure(made)
}

function isChosen(name: string): boolean {
  return only.size === 0 || only.has(name)
}

function posted(name: string, base: BaseName, wish: FileWish): Scenario {
  return { name, label: name, base, wish, ends: 'posted', bare: true }
}

/** Nothing is posted, so there is nothing to insert either. */
function doubled(label: string, wish: FileWish): Scenario {
  return { name: 'doubled', label, base: 'once', wish, ends: 'held', bare: false }
}

async function latency(made: Made): Promise<void> {
  const files = await made.files({ ...csv, rows: latencyFiles * rowsOfPart, seed: 2, as: 'parts' })
  await withCopy(made, 'known', async (directory) => {
    sayTimesHead('latency')
    sayTimes(`${rowsOfPart} rows, from complete to posted`, await inChild('latencies', { directory, files }))
  })
}

async function queries(made: Made): Promise<void> {
  const files = await made.files(csv)
  const found: AskedBoth[] = []
  for (let round = 0; round < rounds; round += 1) {
    await withCopy(made, held > 0 ? 'held' : 'known', async (directory) => {
      drop(directory, files)
      found.push(await inChild('askWhilePosting', { directory }))
    })
  }
  sayAsked(found)
}

async function startOnIdentities(made: Made): Promise<void> {
  const files = await made.files(csv)
  sayStartsHead()
  await withCopy(made, 'empty', async (directory) => {
    sayStart('none', await inChild('start', { directory }))
    await inChild('addIdentities', { directory, identities })
    sayStart(whole(identities), await inChild('start', { directory }))
    drop(directory, files)
    sayStart(`${whole(rows)} rows into it`, await inChild('ingest', { directory }))
  })
}
