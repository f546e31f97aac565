/** What a rule of a batch expected and what it found, as the command line says it; scripts get the values themselves. */
import type { RuleFact } from '../contract/rule-facts.ts'
import { assertNever } from '../invariant.ts'
import type { Figures } from './figures.ts'

export type Side = 'expected' | 'found'

export function factWords(facts: readonly RuleFact[], side: Side, figures: Figures): string {
  const told = facts.map((fact) => wordsOf(fact, figures)[side]).filter((words) => words !== null)
  return told.join(', ') || '-'
}

/** "column_missing Amount (line 1)" */
export const whyUnreadable = ({ reason, about, line }: Readonly<Omit<Unreadable, 'fact'>>): string =>
  [reason, about, line === null ? null : `(line ${line})`].filter((part) => part !== null).join(' ')

type Unreadable = Extract<RuleFact, { fact: 'unreadable' }>
type Words = Readonly<Record<Side, string | null>>

function wordsOf(fact: RuleFact, { money, time }: Figures): Words {
  switch (fact.fact) {
    case 'control_sum':
      return { expected: `sum ${money(BigInt(fact.expected))}`, found: `sum ${money(BigInt(fact.found))}` }
    case 'control_count':
      return { expected: counted(fact.expected, 'row'), found: counted(fact.found, 'row') }
    case 'control_hash':
      return { expected: `SHA-256 ${fact.expected}`, found: `SHA-256 ${fact.found}` }
    case 'control_unreadable':
      return { expected: 'control totals', found: "they can't be read" }
    case 'known':
      return {
        expected: `less than ${fact.percent} % known from other batches`,
        found: `${fact.known} of ${counted(fact.of, 'row')} known`,
      }
    case 'alike':
      return {
        expected: `less than ${fact.percent} % alike`,
        found: `${fact.share} % as batch ${fact.batch}, under other TxIds`,
      }
    case 'twin':
      return { expected: null, found: `same count, sum and dates as batch ${fact.batch}` }
    case 'clients':
      return { expected: `at least ${counted(fact.expected, 'client')}`, found: counted(fact.found, 'client') }
    case 'faults':
      return { expected: `at most ${fact.percent} % faults`, found: `${fact.faults} of ${counted(fact.of, 'row')}` }
    case 'repeated':
      return { expected: null, found: `the same bytes as batch ${fact.batch}` }
    case 'too_large':
      return { expected: `at most ${counted(fact.bytesMax, 'byte')}`, found: counted(fact.bytes, 'byte') }
    case 'unreadable':
      return { expected: null, found: whyUnreadable(fact) }
    case 'expected_at':
      return {
        expected: `a batch at ${time(fact.at)}${fact.dueAt === null ? '' : `, by ${time(fact.dueAt)}`}`,
        found: null,
      }
    case 'words':
      return { expected: fact.expected, found: fact.found }
    default:
      return assertNever(fact)
  }
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
