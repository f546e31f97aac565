/** A batch rolls forward: killed at any instant, the next start goes on, and nobody can tell from the books that it was. */
import { spawn } from 'node:child_process'
import { readdirSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { withRawStore } from '../ledger/raw-store.ts'
import { makeFolder, makeWorkspace, openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { booksOf, csvOf, dropFile, forSmallFiles, type RowDraft } from './drop.ts'

const kills = 16
const rowsPerFile = 5_000
const folders: string[] = []
afterAll(() => folders.forEach(removeFolder))

/** Rows that meet: repeats, conflicts, faults, and payments that are held and released again, within and across files. */
function rowsOf(file: number): RowDraft[] {
  let state = 1_000 + file
  const random = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  return Array.from({ length: rowsPerFile }, (_, i) => ({
    client: `C${random(40)}`,
    tx: random(20) === 0 ? `F${file}-${random(i + 1)}` : `F${file}-${i}`,
    type: random(5) < 2 ? 'TopUp' : 'Payment',
    amount: random(50) === 0 ? 'x' : 1 + random(120),
  }))
}

async function prepare(files: number): Promise<string> {
  const directory = makeFolder()
  folders.push(directory)
  await makeWorkspace(directory)
  const opened = await openTestEngine(directory)
  const { layout } = opened.engine
  await (await opened.as('admin')).producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
  await opened.engine.close()
  for (let file = 0; file < files; file += 1) {
    const dropped = dropFile(layout.drop, { code: 'seven', name: `f${file}.csv` }, csvOf(rowsOf(file)))
    // Taken in this order in every workspace, whatever the clock was.
    utimesSync(dropped, 1_700_000_000 + file, 1_700_000_000 + file)
  }
  return directory
}

type Run = Readonly<{ end: 'killed' | 'done'; wentOn: boolean }>

type Kill = Readonly<{ after: 'draining' | 'reading'; ms: number }>

/** Runs the child and kills it so long after it said a word; `wentOn` when the kill before was in the middle of a batch. */
function runChild(directory: string, kill: Kill | null): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'drain-child.ts'), directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Sixteen starts of the same sources: compiled once, they take half the time.
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(directory, 'compile-cache') },
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      const before = said
      said += chunk.toString()
      if (kill === null || before.includes(kill.after) || !said.includes(kill.after)) return
      setTimeout(() => child.kill('SIGKILL'), kill.ms)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      const wentOn = said.includes('goes on in the middle')
      if (signal === 'SIGKILL') resolve({ end: 'killed', wentOn })
      else if (code === 0 && said.includes('done')) resolve({ end: 'done', wentOn })
      else reject(new Error(`the child ended with ${code ?? signal}`))
    })
  })
}

/** Everything that a person could ask the books, but for the times at which it was written. */
async function booksIn(directory: string) {
  const opened = await openTestEngine(directory)
  const { client, engine, close: _ } = booksOf(directory, opened, await opened.as('admin'))
  const batches = (await client.batches.list({})).items.map(({ receivedAt: __, sealedAt: ___, ...batch }) => batch)
  const clients = (await client.clients.list({})).items.map(({ createdAt: __, ...each }) => each)
  const rows = await Promise.all(batches.map(({ id }) => client.batches.rows({ id, limit: 1_000 })))
  const seals = (await client.audit.list({ action: 'batch.seal' })).items.map(({ subject, detail }) => [
    subject,
    detail,
  ])
  const receipts = (await client.audit.list({ action: 'batch.receive' })).items.length
  const postings = await withRawStore(engine, (raw) =>
    raw
      .prepare(`
        SELECT seq, debit, credit, amount, kind, batch_id, line, tx_id, location, occurred_at, business_day,
          debit_after, credit_after FROM posting ORDER BY seq`)
      .all(),
  )
  const [check, chain] = [await client.workspace.check({ deep: true }), await client.audit.verify({})]
  const archive = readdirSync(engine.layout.archive, { recursive: true }).filter((name) => /\.cha/.test(String(name)))
  const left = readdirSync(path.join(engine.layout.drop, 'seven'))
  await engine.close()
  return {
    batches,
    clients,
    rows,
    seals,
    receipts,
    postings,
    check: check.differences,
    chain: chain.problem,
    archives: archive.length,
    left,
  }
}

it(`says the same after ${kills} kills at random moments as after an undisturbed run`, async () => {
  const files = 4
  const [undisturbed, killed] = [await prepare(files), await prepare(files)]
  await runChild(undisturbed, null)
  const expected = await booksIn(undisturbed)
  expect(expected).toMatchObject({ check: [], chain: null, archives: files, receipts: files, left: [] })
  expect(expected.postings.length).toBeGreaterThan(files * rowsPerFile * 0.5)

  let killedTimes = 0
  let inTheMiddle = 0
  let last: Run = { end: 'killed', wentOn: false }
  while (killedTimes < kills && last.end === 'killed') {
    // The first ones come while the threads start and the first file is archived, the others while rows are posted.
    const early = killedTimes < 5
    last = await runChild(killed, { after: early ? 'draining' : 'reading', ms: Math.random() * (early ? 500 : 120) })
    if (last.wentOn) inTheMiddle += 1
    if (last.end === 'killed') killedTimes += 1
  }
  expect(killedTimes).toBeGreaterThanOrEqual(15)
  last = await runChild(killed, null)
  expect(last.end).toBe('done')
  // A test of crashes in the middle of a batch has to have had some.
  expect(inTheMiddle).toBeGreaterThanOrEqual(3)
  expect(await booksIn(killed)).toEqual(expected)
}, 140_000)
