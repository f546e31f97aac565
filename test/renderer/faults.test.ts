import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { contract } from '../../engine/contract/contract.ts'
import { type Fault, faultCodes, readFault } from '../../renderer/engine/fault.ts'
import { faultSentence, incidentOf, retryAfterOf } from '../../renderer/faults/fault-sentence.ts'
import { chinese, english, shown } from './text.ts'

const sentence = (fault: Fault): string => {
  const { id, values } = faultSentence(fault, shown)
  return english(id, values)
}

/** The console calls nothing of end users, whose pages have words of their own, and nothing that is for programs. */
const { ownWallet: _, plainOperations: __, producerPrograms: ___, ...ofConsole } = contract

/** Every error any procedure of the contract may answer. */
function codesOfContract(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  const { '~orpc': definition } = node as { '~orpc'?: { errorMap?: Record<string, unknown> } }
  if (definition) return Object.keys(definition.errorMap ?? {})
  return Object.values(node).flatMap(codesOfContract)
}

it('knows every error of the contract, and no other', () => {
  expect([...faultCodes].sort()).toEqual([...new Set(codesOfContract(ofConsole))].sort())
})

describe('a refusal in words', () => {
  it('carries its facts', () => {
    const fault = readFault(new ORPCError('not_permitted', { data: { permission: 'users.manage' } }))
    expect(fault).toEqual({ code: 'not_permitted', permission: 'users.manage' })
    expect(sentence(fault)).toContain('users.manage')
  })

  it('counts down while one has to wait', () => {
    const fault = readFault(new ORPCError('wrong_credentials', { data: { retryAfterSeconds: 8 } }))
    expect(retryAfterOf(fault)).toBe(8)
    expect(sentence(fault)).toBe('The user or the passphrase is wrong. Next try in 8 seconds.')
    expect(sentence({ code: 'wrong_credentials', retryAfterSeconds: 0 })).toBe('The user or the passphrase is wrong.')
  })

  it('of our own making has an incident to send in', () => {
    const fault = readFault(new ORPCError('internal', { data: { incident: 'inc-1' } }))
    expect(incidentOf(fault)).toBe('inc-1')
  })

  it('that a newer engine invented is named by its code', () => {
    const fault = readFault(new ORPCError('moon_phase', { data: {} }))
    expect(fault).toEqual({ code: 'unknown', found: 'moon_phase' })
    expect(sentence(fault)).toContain('moon_phase')
  })

  it('whose facts are not those of the contract is not half trusted', () => {
    expect(readFault(new ORPCError('not_permitted', { data: {} }))).toEqual({ code: 'unknown', found: 'not_permitted' })
  })

  it('that is no answer at all means the engine was not reached', () => {
    expect(readFault(new Error('closed'))).toEqual({ code: 'engine_lost' })
  })

  it.each(['exists', 'unwritable', 'other'])('says why no backup was made: %s', (reason) => {
    const fault: Fault = { code: 'backup_directory_unusable', directory: '/b', reason }
    const { id, values } = faultSentence(fault, shown)
    expect(english(id, values)).toContain('/b')
    expect(chinese(id, values)).toContain('/b')
  })
})
