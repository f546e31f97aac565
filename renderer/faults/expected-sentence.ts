/** Why an expected payment did not change as somebody asked, and what to do instead. */
import { expectedFaults } from '../../engine/contract/expected.ts'
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence } from './fault-sentence.ts'

const {
  not_found: _,
  item_unknown: __,
  item_matched: ___,
  item_split: ____,
  line_posted_before: _____,
  ...own
} = expectedFaults
type ExpectedFault = Extract<Fault, { code: keyof typeof own }>

export const isExpectedFault = (fault: Fault): fault is ExpectedFault => Object.hasOwn(own, fault.code)

export function expectedSentence(fault: ExpectedFault): Sentence {
  switch (fault.code) {
    case 'expected_over':
      return { id: 'fault.expected_over', values: { state: fault.state } }
    case 'reverse_instead':
      return { id: 'fault.reverse_instead', values: { withdrawal: String(fault.withdrawal) } }
    case 'line_does_not_pay':
      return { id: 'fault.line_does_not_pay', values: { line: String(fault.line) } }
    default:
      return assertNever(fault)
  }
}
