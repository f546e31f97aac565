/** What a machine's policy file may say, and that a slip in it keeps everything closed. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultPolicyFile, readPolicy } from '../../engine/policy/policy-file.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'

let folder: string

beforeAll(() => {
  folder = makeFolder('countinghouse-policy-')
})

afterAll(() => removeFolder(folder))

const written = (content: string, name = 'policy.json'): string => {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  return file
}
const policyOf = (settings: unknown) => readPolicy(written(JSON.stringify({ version: 1, settings })))

/** What is said of a file that can't be kept to. */
function problemOf(file: string): unknown {
  try {
    readPolicy(file)
    return 'kept to'
  } catch (error) {
    const { code, facts } = error as { code: string; facts: { file: string; problem: string } }
    return facts.file === file ? { code, problem: facts.problem } : facts
  }
}

describe('a policy file', () => {
  it('lies where administrators of a machine write, and a workspace names no other', () => {
    expect([
      defaultPolicyFile({}, 'linux'),
      defaultPolicyFile({ COUNTINGHOUSE_WORKSPACE: '/w', XDG_DATA_HOME: '/x' }, 'linux'),
      defaultPolicyFile({}, 'darwin'),
      defaultPolicyFile({ ProgramData: 'D:\\Data' }, 'win32'),
    ]).toEqual([
      '/etc/countinghouse/policy.json',
      '/etc/countinghouse/policy.json',
      '/Library/Application Support/Countinghouse/policy.json',
      'D:\\Data\\Countinghouse\\policy.json',
    ])
  })

  it('manages the fields that it names and no others, also where others have a value by default', () => {
    expect(policyOf({ contact: { freezeOnNo: true }, mail: { host: null, port: 25 }, tiers: {} })?.settings).toEqual({
      contact: { freezeOnNo: true },
      mail: { host: null, port: 25 },
    })
  })

  it.each([
    ['no JSON', '{"version": 1,', 'it is not JSON in UTF-8'],
    ['a version that nobody knows', '{"version":2,"settings":{}}', /^version: /],
    ['a misspelt part', '{"version":1,"settings":{},"locked":true}', /"locked"/],
    ['a setting that there is not', '{"version":1,"settings":{"limit":{}}}', /^settings: .*"limit"/],
    ['a field that there is not', { mail: { hosts: 'a' } }, 'settings.mail.hosts: there is no such field'],
    ['a name that every object has', { mail: { toString: 'a' } }, 'settings.mail.toString: there is no such field'],
    ['a value that does not fit', { mail: { port: 0 } }, /^settings\.mail\.port: /],
    [
      'a part of a value that nobody knows',
      { limits: { rules: [{ name: 'A', perDayy: 5 }] } },
      'settings.limits.rules: it has a field that is not known',
    ],
  ])('with %s keeps everything closed, and says where', (_, content, problem) => {
    const text = typeof content === 'string' ? content : JSON.stringify({ version: 1, settings: content })
    const expected = typeof problem === 'string' ? problem : expect.stringMatching(problem)
    expect(problemOf(written(text))).toEqual({ code: 'policy_unusable', problem: expected })
  })

  it('that was named has to be there, has to be readable, and is not for anybody to write', () => {
    const open = written('{"version":1,"settings":{}}', 'open.json')
    chmodSync(open, 0o666)
    const directory = path.join(folder, 'a-folder')
    mkdirSync(directory)
    expect([path.join(folder, 'missing.json'), open, directory].map(problemOf)).toEqual([
      { code: 'policy_unusable', problem: 'there is no such file' },
      { code: 'policy_unusable', problem: 'anybody may write it' },
      { code: 'policy_unusable', problem: "it can't be read: EISDIR" },
    ])
  })
})
