/** A workspace that takes statements, with a bank that sends them, and all that became of them in one look. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import type { StatementSource } from '../../engine/contract/statement-sources.ts'
import type { EngineOptions } from '../../engine/engine.ts'
import { type Contacts, openContacts, set } from '../contact/open-contact.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { iban } from './mt940-file.ts'

export const bank: StatementSource = {
  code: 'bank',
  name: 'The Bank',
  kind: 'bank',
  format: 'auto',
  mapping: null,
  accounts: [{ said: iban, currency: 'USD', account: 'omnibus:main' }],
}

export type Statements = Contacts &
  Readonly<{
    /** Puts a file into a source's folder and has it taken. */
    send: (name: string, content: string | Uint8Array, source?: string) => Promise<number>
    take: () => Promise<number>
  }>

export async function openStatements(
  sources: readonly StatementSource[] = [bank],
  options: Partial<EngineOptions> = {},
): Promise<Statements> {
  const contacts = await openContacts(options)
  await set(contacts, 'statements', { sources: [...sources] })
  return takingStatements(contacts)
}

export function takingStatements(contacts: Contacts): Statements {
  const { engine } = contacts
  const take = async (): Promise<number> => (await engine.opened()).statements.drain({ settled: true })
  return {
    ...contacts,
    take,
    send: async (name, content, source = 'bank') => {
      putFile(engine.layout.statements, { source, name }, content)
      return take()
    },
  }
}

export function putFile(
  folder: string,
  { source, name }: Readonly<{ source: string; name: string }>,
  content: string | Uint8Array,
): string {
  const file = path.join(folder, source, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

/** Lines that are open for matching, as they stand in the statements. */
export const openLinesOf = (raw: Database): readonly Readonly<{ day: number; amount: number; refs: string }>[] =>
  raw
    .prepare(`
      SELECT statement_line.day, statement_line.amount, statement_line.refs FROM open_item
      JOIN statement_line ON statement_line.id = open_item.item WHERE open_item.side = 0
      ORDER BY statement_line.day, statement_line.amount, statement_line.refs`)
    .all() as never

export const readStore = <T>({ engine }: Pick<Statements, 'engine'>, read: (raw: Database) => T): Promise<T> =>
  withRawStore(engine, read)
