/** The parts of the command line that need no process: what Node it takes, how it writes, what names it lets in. */
import { EventEmitter } from 'node:events'
import { isContractProcedure } from '@orpc/contract'
import { ORPCError } from '@orpc/server'
import { describe, expect, it } from 'vitest'
import { commands } from '../../engine/cli/commands.ts'
import { safeName } from '../../engine/cli/drop-files.ts'
import { faultOf } from '../../engine/cli/fault.ts'
import { inMajorUnits } from '../../engine/cli/figures.ts'
import { helpOf } from '../../engine/cli/help.ts'
import { outputTo } from '../../engine/cli/output.ts'
import { findCommand, parseCall } from '../../engine/cli/parse.ts'
import { openOnce, run } from '../../engine/cli/process.ts'
import { refusalCodes } from '../../engine/cli/refusal.ts'
import { tableOf } from '../../engine/cli/table.ts'
import { sentenceOf } from '../../engine/cli/words.ts'
import { contract } from '../../engine/contract/contract.ts'
import type { ContractTree } from '../../engine/contract/procedure.ts'
import { failureCodes } from '../../engine/failure.ts'
import { problemWithNode } from '../../engine/node-version.ts'

/** Every error code that some procedure of the contract may answer. */
function contractCodes(tree: ContractTree): readonly string[] {
  return Object.values(tree).flatMap((each) =>
    isContractProcedure(each) ? Object.keys(each['~orpc'].errorMap) : contractCodes(each as ContractTree),
  )
}

describe('an older Node', () => {
  it.each(['v18.19.0', 'v20.20.2', 'v21.7.3'])('%s is told what to do', (version) => {
    expect(problemWithNode(version)).toContain(`this is ${version}`)
    expect(problemWithNode(version)).toContain('npm run')
  })

  it.each(['v22.0.0', 'v24.21.0', 'v100.0.0'])('%s is taken', (version) => {
    expect(problemWithNode(version)).toBeNull()
  })
})

describe('amounts for people', () => {
  it.each([
    [0, 2, '0.00'],
    [5, 2, '0.05'],
    [-1_234_567, 2, '-12,345.67'],
    [1_234_567, 0, '1,234,567'],
    [1, 3, '0.001'],
    [Number.MAX_SAFE_INTEGER, 2, '90,071,992,547,409.91'],
    [-123_456_789_012_345_678_901n, 2, '-1,234,567,890,123,456,789.01'],
  ])('%s with %d digits is %s', (minor, digits, text) => {
    expect(inMajorUnits(minor, digits)).toBe(text)
  })
})

describe('names of dropped files', () => {
  it.each([
    ['day.csv', 'day.csv'],
    ['五月 帳單.csv', '五月 帳單.csv'],
    ['.hidden.csv', 'hidden.csv'],
    ['half.part', 'half.part.csv'],
    ['day.csv.done', 'day.csv.done.csv'],
    ['day.csv.control.json', 'day.csv.control.json.csv'],
    ['a\u0007b:c.csv', 'a_b_c.csv'],
    ['...', 'batch.csv'],
  ])('%j becomes %j', (given, safe) => {
    expect(safeName(given)).toBe(safe)
  })
})

describe('tables', () => {
  it('align Latin and Chinese, and let nothing through that would steer a terminal', () => {
    const table = tableOf(
      [
        { name: '財務', sum: 5 },
        { name: 'a\u001b[31mred', sum: 1_000 },
      ],
      [
        { title: 'Name', cell: ({ name }) => name },
        { title: 'Sum', cell: ({ sum }) => sum, right: true },
      ],
    )
    expect(table).toBe(['Name        Sum', '財務          5', 'a\u{FFFD}[31mred  1000'].join('\n'))
  })
})

describe('reading a call', () => {
  const parse = (...args: string[]) => parseCall(args, findCommand(args, commands), {})

  it('takes options anywhere, before the command too', () => {
    expect(parse('--json', '--workspace', '/w', 'batches', 'show', '--as', 'anna', '3')).toMatchObject({
      command: { name: 'batches show' },
      positionals: ['3'],
      directory: expect.stringMatching(/[/\\]w$/),
      user: 'anna',
      json: true,
    })
  })

  it('takes what begins with a dash behind --', () => {
    expect(parse('clients', 'show', '--', '-7')).toMatchObject({ positionals: ['-7'] })
  })

  it('prefers what is said to the environment, and the environment to the defaults', () => {
    const args = ['check', '--as', 'anna']
    const environment = { COUNTINGHOUSE_USER: 'bob', COUNTINGHOUSE_WORKSPACE: '/from/environment' }
    const [check] = [findCommand(args, commands)]
    expect(parseCall(args, check, environment)).toMatchObject({ user: 'anna' })
    expect(parseCall(['check'], check, environment).user).toBe('bob')
    expect(parseCall(['check'], check, environment).directory).toMatch(/from.environment$/)
    expect(parseCall(['check'], check, {}).user).toBe('admin')
  })
})

describe('a call that is written wrongly', () => {
  it.each([
    ['', 'Which command?'],
    ['frobnicate', 'There is no command "frobnicate".'],
    ['users frobnicate', 'There is no command "users frobnicate".'],
    ['check --frobnicate', 'There is no option --frobnicate here.'],
    ['check --deep=yes', '--deep takes no value.'],
    ['backup --to --json', '--to needs a value behind it.'],
    ['batches show', 'Something is missing behind the command.'],
    ['batches show first', '"first" is not a number of a batch.'],
    ['batches list --state lost', '"lost" is no state; known are received'],
    ['users add bob --roles boss', '"boss" is no role; known are operator'],
    ['ingest some.csv', '--producer is missing.'],
    ['batches show 1 2', '"2" is one argument too many.'],
    ['ledger deposit --client c1 --amount 5', '--key is missing.'],
    ['ledger deposit --amount 5 --key k', '--client is missing.'],
    ['ledger deposit --client c1 --key k', '--amount is missing.'],
    ['ledger deposit --client c1 --amount 12.50 --key k', '"12.50" is no amount: --amount takes whole minor units'],
    ['ledger withdraw --client c1 --amount -5 --key k', '--amount needs a value behind it.'],
    ['ledger refund --of first --key k', '"first" is not a whole number, which --of takes.'],
    ['ledger fee --client c1 --amount 5 --key k --propose', '--reason is missing.'],
    [
      'ledger fee --client c1 --amount 5 --key k --propose --reason r --expected-version 3',
      '--expected-version has no place beside --propose.',
    ],
    ['ledger history c1 --from yesterday', '"yesterday" is not a day; --from takes one like 2026-01-31.'],
    ['ledger history c1 --to 2026-02-30', '"2026-02-30" is not a day'],
    ['ledger accounts --kind purse', '"purse" is no kind of account; known are wallet'],
    ['accounts open wallet c1', '"wallet" is no kind of account; known are gateway, omnibus.'],
    ['holds capture first --key k', '"first" is not a number of a hold.'],
    ['wallets freeze c1', '--reason is missing.'],
    ['wallets auto-top-up c1 --remove --amount 5 --reason r', '--amount has no place beside --remove.'],
    ['settings show lost', '"lost" is no setting; known are limits'],
    ['proposals decline 3', '--reason is missing.'],
    ['proposals propose --reason r', 'Something is missing behind the command.'],
    ['proposals propose bribe --reason r', '"bribe" is no kind of change; known are adjustment'],
    ['proposals propose reversal --of 3', '--reason is missing.'],
    ['proposals propose reversal --of 3 --debit suspense --reason r', '--debit has no place beside reversal.'],
    ['proposals propose reversal --of 3 --change - --reason r', '--change has no place beside reversal.'],
    ['proposals propose --change x.json --of 3 --reason r', '--of has no place beside --change.'],
  ])('%s', async (call, sentence) => {
    const said: string[] = []
    const output = { print: async () => undefined, say: (line: string) => void said.push(line) }
    const args = call.split(' ').filter(Boolean)
    expect(await run(args, { environment: {}, signal: new AbortController().signal, output, open: openOnce })).toBe(2)
    expect(said[0]).toContain(sentence)
  })
})

describe('help', () => {
  it('names every command once', () => {
    const lines = helpOf(commands, '').split('\n')
    for (const { name } of commands) {
      expect(lines.filter((line) => line.trim() === name || line.trim().startsWith(`${name} `))).toHaveLength(1)
    }
  })
})

describe('sentences', () => {
  it.each([...failureCodes, ...refusalCodes])('there is one for %s', (code) => {
    const sentence = sentenceOf({ code, facts: {}, exit: 1 })
    expect(sentence).not.toContain('Refused:')
    expect(sentence).toMatch(/[.)]$/)
  })

  it.each([...new Set(contractCodes(contract))])('there is one for %s, which the contract may answer', (code) => {
    const sentence = sentenceOf(faultOf(new ORPCError(code), ''))
    expect(sentence).not.toContain('Refused:')
    expect(sentence).toMatch(/[.)]$/)
  })
})

describe('a reader that went away', () => {
  it('is an end, not an error, and nothing waits for it', async () => {
    const stdout = Object.assign(new EventEmitter(), { write: () => true })
    let gone = 0
    const output = outputTo(stdout as never, new EventEmitter() as never, () => (gone += 1))
    stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    await output.print('nobody reads this')
    expect(gone).toBe(1)
  })
})
