/**
 * What a command and a query are. A command runs on the writer inside one transaction, together with its audit record;
 * a query runs on a reader on one stable snapshot. Each noun writes its own; writer.ts and reader.ts list them.
 */
import type { Database } from 'better-sqlite3'
import type { Instant } from '../calendar/instant.ts'
import type { Topic } from '../contract/changes.ts'
import type { Reader, Writer } from './tables.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export type CommandContext = Readonly<{
  db: Writer
  /** The same connection, for statements that are prepared once and run thousands of times. */
  raw: Database
  at: Instant
  actor: string
  /** Whether somebody asked the writer for something else meanwhile: long work then ends at its next good place. */
  othersWait: () => boolean
}>

export type AuditNote = Readonly<{
  action: string
  subject: string
  outcome: string
  detail?: Readonly<Record<string, Json>>
}>

export type Command<Input, Outcome> = Readonly<{
  run: (context: CommandContext, input: Input) => Outcome | Promise<Outcome>
  /**
   * The record of what was done or refused. Null where another command's record stands for it, for all outcomes or for some;
   * the command says which.
   */
  record: ((input: Input, outcome: Outcome) => AuditNote | null) | null
  /** What clients may want to read again after it. */
  topics: readonly Topic[]
  /** Set for work in bulk: it shares no transaction, because commands that people wait for would wait for it too. */
  isLong?: true
  /**
   * Set for rows by the thousand, where looking up every reference would cost more than the rows: the command proves them
   * itself, and references are not held while it runs.
   */
  inBulk?: true
}>

export const command = <Input, Outcome>(definition: Command<Input, Outcome>): Command<Input, Outcome> => definition

export type QueryContext = Readonly<{
  db: Reader
  raw: Database
  onProgress: (value: unknown) => void
  /** Memory of the answer that goes over with it instead of being copied: the query has it no more. */
  handOver?: (memory: readonly ArrayBuffer[]) => void
}>

/** A registry of commands of many inputs: only their names and types are read from it, so the inputs are `never`. */
export type CommandMap = Readonly<
  Record<
    string,
    Readonly<{
      run: (context: CommandContext, input: never) => unknown
      record: ((input: never, outcome: never) => AuditNote | null) | null
      topics: readonly Topic[]
      isLong?: true
      inBulk?: true
    }>
  >
>
export type QueryMap = Readonly<Record<string, (context: QueryContext, input: never) => unknown>>

export type InputOf<C> = C extends { run: (context: CommandContext, input: infer I) => unknown }
  ? I
  : C extends (context: QueryContext, input: infer I) => unknown
    ? I
    : never
export type OutcomeOf<C> = C extends { run: (...input: never[]) => infer O }
  ? Awaited<O>
  : C extends (...input: never[]) => infer O
    ? Awaited<O>
    : never
