/** Reads statements of camt.053 for the tests, and writes small ones. */
import { readCamt053 } from '../../engine/statements/camt053/read-camt053.ts'
import type { StatementFault, StatementLine, StatementPiece } from '../../engine/statements/statement.ts'

const digits = new Map([
  ['EUR', 2],
  ['USD', 2],
  ['HKD', 2],
  ['SEK', 2],
  ['CHF', 2],
  ['RON', 2],
  ['JPY', 0],
  ['KWD', 3],
])

async function* chunksOf(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

export async function readPieces(file: string | Uint8Array, chunkLength = 1_000): Promise<readonly StatementPiece[]> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  return readAll(chunksOf(bytes, chunkLength))
}

export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<readonly StatementPiece[]> {
  const pieces: StatementPiece[] = []
  for await (const some of readCamt053(chunks, { digitsOf: (code) => digits.get(code) ?? null })) pieces.push(...some)
  return pieces
}

export async function readFault(file: string | Uint8Array): Promise<StatementFault | null> {
  const last = (await readPieces(file)).at(-1)
  return last?.is === 'fault' ? last.fault : null
}

export async function readLines(file: string): Promise<readonly StatementLine[]> {
  return (await readPieces(file)).flatMap((piece) => (piece.is === 'line' ? [piece.line] : []))
}

export type Written = Readonly<{ entries?: string; before?: string; account?: string; version?: string }>

export function documentOf({ entries = '', before = '', account, version = '04' }: Written): string {
  const stated = account ?? '<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>'
  return `<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>
<Stmt><Id>S</Id>${stated}${before}
${entries}
</Stmt></BkToCstmrStmt></Document>`
}

export type Entry = Readonly<{ amount?: string; way?: string; status?: string; rest?: string; details?: string }>

export function entryOf({ amount, way = 'CRDT', status = 'BOOK', rest = '', details = '' }: Entry = {}): string {
  const stated = amount ?? '<Amt Ccy="EUR">1.00</Amt>'
  const indicator = way === '' ? '' : `<CdtDbtInd>${way}</CdtDbtInd>`
  return `<Ntry>${stated}${indicator}${status === '' ? '' : `<Sts>${status}</Sts>`}${rest}${details}</Ntry>`
}

export function balanceOf(name: string, amount: string, { day = '2026-01-31', currency = 'EUR' } = {}): string {
  const type = `<Tp><CdOrPrtry><Cd>${name}</Cd></CdOrPrtry></Tp>`
  const sign = amount.startsWith('-') ? 'DBIT' : 'CRDT'
  const money = `<Amt Ccy="${currency}">${amount.replace('-', '')}</Amt><CdtDbtInd>${sign}</CdtDbtInd>`
  return `<Bal>${type}${money}<Dt><Dt>${day}</Dt></Dt></Bal>`
}
