/** A workspace as large as the business has it in a few years: real files, taken by the real intake. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { addProducer, header, type RunningHost } from '../../e2e/console-fixture.ts'
import { askAs } from './console-ask.ts'

const rowsPerFile = 100_000
const clients = 200_000
const shops = 20
const places = ['Central', 'Wan Chai', 'Mong Kok', 'Sha Tin', 'Tsuen Wan']
const dayMs = 86_400_000
const settled = new Set(['posted', 'held', 'rejected'])
/** Rows that a person has to look at, in every file. */
const faultsPerFile = 20

const codeOf = (shop: number): string => `shop-${shop}`
const idOf = (shop: number): number => 100 + shop

export async function addShops(host: RunningHost): Promise<void> {
  for (let shop = 0; shop < shops; shop += 1)
    await addProducer(host, {
      id: idOf(shop),
      code: codeOf(shop),
      name: `Harbour Shop ${shop}`,
      agreement: { limits: { clientsMin: 0, faultsMaxPercent: 100 } },
    })
}

/** So many rows, in files of one shop and one day each. */
export async function fillConsole(host: RunningHost, rows: number): Promise<void> {
  const files = Math.ceil(rows / rowsPerFile)
  for (let file = 0; file < files; file += 1) drop(host, file, Math.min(rowsPerFile, rows - file * rowsPerFile))
  await taken(host, rows)
}

/** One file that is posted while somebody works. */
export function dropLarge(host: RunningHost, rows: number): void {
  drop(host, 1_000, rows)
}

function drop(host: RunningHost, file: number, rows: number): void {
  const shop = file % shops
  const day = new Date(Date.now() - (file % 80) * dayMs - dayMs).toISOString().slice(0, 10)
  const lines = [header]
  for (let row = 0; row < rows; row += 1) lines.push(rowOf(file, shop, day, row))
  const folder = path.join(host.directory, 'drop', codeOf(shop))
  mkdirSync(folder, { recursive: true })
  const name = `${day}-${String(file).padStart(4, '0')}.csv`
  writeFileSync(path.join(folder, `.${name}.part`), `${lines.join('\n')}\n`)
  renameSync(path.join(folder, `.${name}.part`), path.join(folder, name))
}

function rowOf(file: number, shop: number, day: string, row: number): string {
  const client = `C${String((file * 7_919 + row * 31) % clients).padStart(7, '0')}`
  const isFault = row % Math.floor(rowsPerFile / faultsPerFile) === 7
  const isPayment = row % 3 === 2 && file > 4
  const amount = isFault ? 'oops' : isPayment ? 100 + (row % 900) : 5_000 + (row % 5_000)
  const clock = `${String(row % 24).padStart(2, '0')}:${String(row % 60).padStart(2, '0')}:00`
  const place = places[row % places.length]
  return `${day}T${clock}+08:00,${idOf(shop)},${client},${place},X${file}-${row},${isPayment ? 'Payment' : 'TopUp'},${amount}`
}

/** Until every row has been judged. */
async function taken(host: RunningHost, rows: number): Promise<void> {
  const ask = await askAs(host, 'admin')
  for (;;) {
    const { items } = (await ask('/batches?limit=1000')) as {
      items: readonly Readonly<{ state: string; rows: number }>[]
    }
    const done = items.filter(({ state }) => settled.has(state))
    if (done.reduce((sum, batch) => sum + (batch.rows ?? 0), 0) >= rows) return
    await wait(500)
  }
}
