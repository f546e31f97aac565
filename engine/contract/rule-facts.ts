/**
 * What a rule about a whole batch expected and what it found, as names and values: whoever shows it finds the words for
 * it, in the language and with the figures of whoever reads.
 */
import { z } from 'zod'
import { BatchEffect, BatchRule } from './agreements.ts'

/** Minor units as text, because the sum of a file may be more than a number holds. */
const FileSum = z.string().regex(/^-?[0-9]+$/)
const percent = z.number()

/** Why a file can't be read: a code, the column that it is about where it is about one, and where reading ended. */
export const unreadable = {
  reason: z.string(),
  about: z.string().nullable(),
  line: z.int().nullable(),
} as const

export const RuleFact = z.discriminatedUnion('fact', [
  z.object({ fact: z.literal('control_sum'), expected: FileSum, found: FileSum }),
  z.object({ fact: z.literal('control_count'), expected: z.int(), found: z.int() }),
  z.object({ fact: z.literal('control_hash'), expected: z.string(), found: z.string() }),
  z.object({ fact: z.literal('control_unreadable') }),
  /** Rows whose TxIds other batches brought, of those that can be read; below `percent` is agreed. */
  z.object({ fact: z.literal('known'), known: z.int(), of: z.int(), percent }),
  /** How many of a hundred rows are those of another batch under other TxIds. */
  z.object({ fact: z.literal('alike'), share: z.int(), batch: z.int(), percent }),
  /** A batch with the same count, sum and dates. */
  z.object({ fact: z.literal('twin'), batch: z.int() }),
  z.object({ fact: z.literal('clients'), expected: z.int(), found: z.int() }),
  z.object({ fact: z.literal('faults'), faults: z.int(), of: z.int(), percent }),
  /** The batch that has the same bytes. */
  z.object({ fact: z.literal('repeated'), batch: z.int() }),
  z.object({ fact: z.literal('too_large'), bytes: z.int(), bytesMax: z.int() }),
  z.object({ fact: z.literal('unreadable'), ...unreadable }),
  /** A batch that did not come: when its time was, and until when it could have come. */
  z.object({ fact: z.literal('expected_at'), at: z.iso.datetime(), dueAt: z.iso.datetime().nullable() }),
  /** What an older version kept as words, where nobody can read them as values any more. */
  z.object({ fact: z.literal('words'), expected: z.string().nullable(), found: z.string().nullable() }),
])
export type RuleFact = z.infer<typeof RuleFact>
export type FactNamed<F extends RuleFact['fact']> = Extract<RuleFact, Readonly<{ fact: F }>>

/** A rule that spoke: what it does, and what it compared. Control totals may differ in several ways; some rules say it all. */
export const SpokenRule = z.object({ code: BatchRule, effect: BatchEffect, facts: z.array(RuleFact) })
export type SpokenRule = z.infer<typeof SpokenRule>
