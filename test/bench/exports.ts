/**
 * What a large export takes: rows a second, the most memory that a process which does nothing else holds, and how soon one
 * that is stopped in the middle has ended. Each in a process of its own, because memory that was held once is not given
 * back. A file to print is refused behind its first rows, which is measured too. `node test/bench/exports.ts --rows 1000000`
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { ExportFormat } from '../../engine/contract/export-sources.ts'
import { writeExport } from '../../engine/exports/write-export.ts'
import { connect } from '../../engine/store/connection.ts'
import { kyselyOn } from '../../engine/store/kysely-on.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { fillLedger } from './parts/fill-ledger.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    // Of one of the processes.
    format: { type: 'string' },
    store: { type: 'string' },
    key: { type: 'string' },
    stopped: { type: 'boolean', default: false },
  },
})
const rows = Number(values.rows)
const formats: readonly ExportFormat[] = ['csv', 'xlsx', 'json', 'hledger', 'beancount', 'pdf']
const mebibyte = 2 ** 20

if (values.store === undefined || values.key === undefined) all()
else await one(values.store, Buffer.from(values.key, 'hex'), formats.find((each) => each === values.format) ?? 'csv')

function all(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'countinghouse-bench-'))
  try {
    const file = path.join(folder, 'store.db')
    const key = randomBytes(32)
    const writer = connect({ file, key, mode: 'write' })
    migrate(writer, migrations)
    fillLedger(writer, { postings: rows, wallets: 50_000 })
    writer.close()
    for (const format of formats) {
      for (const more of format === 'pdf' ? [[]] : [[], ['--stopped']]) {
        const of = ['--rows', `${rows}`, '--format', format, '--store', file, '--key', key.toString('hex'), ...more]
        spawnSync(process.execPath, [import.meta.filename, ...of], { stdio: 'inherit' })
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function one(store: string, key: Buffer, format: ExportFormat): Promise<void> {
  const raw = connect({ file: store, key, mode: 'read' })
  const file = path.join(path.dirname(store), 'exported')
  const stop = new Int32Array(new SharedArrayBuffer(4))
  let stoppedAt = 0
  const onProgress = ({ rows: written }: Readonly<{ rows: number }>): void => {
    if (!values.stopped || stoppedAt > 0 || written < rows / 4) return
    stoppedAt = performance.now()
    Atomics.store(stop, 0, 1)
  }
  const before = process.memoryUsage().rss
  const began = performance.now()
  const exported = await writeExport(
    { raw, db: kyselyOn(raw), onProgress: onProgress as (progress: unknown) => void },
    {
      source: 'postings',
      parameters: {},
      format,
      columns: null,
      title: null,
      asker: { user: 1, at: Date.now() },
      by: 'bench',
      archive: { generation: 1, key },
      file,
      stop,
    },
  )
  const ended = performance.now()
  const most = process.resourceUsage().maxRSS / 1_024
  const memory = `most memory ${most.toFixed(0)} MiB, ${(most - before / mebibyte).toFixed(0)} of it by the export`
  const took = `${((ended - began) / 1_000).toFixed(1)} s`
  const said = stoppedAt > 0 ? `ended ${(ended - stoppedAt).toFixed(0)} ms after it was stopped` : memory
  const size =
    exported.status === 'written'
      ? `${exported.rows} rows, ${(exported.bytes / mebibyte).toFixed(0)} MiB, ${((exported.rows * 1_000) / (ended - began)).toFixed(0)} rows/s`
      : `${exported.status}${existsSync(file) || existsSync(`${file}.partial`) ? ', and something is left' : ''}`
  process.stdout.write(`${format.padEnd(10)} ${took.padStart(8)}   ${size}   ${said}\n`)
  rmSync(file, { force: true })
  raw.close()
}
