/** The configuration and the policy file as scripts and administrators of machines use them. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFolder, makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { documentOf, runHere } from './run-cli.ts'

let folder: string
let workspace: string
let saved: string

beforeAll(async () => {
  folder = makeFolder()
  workspace = path.join(folder, 'workspace')
  saved = path.join(folder, 'configuration.json')
  await makeWorkspace(workspace, [{ name: 'admin', roles: ['admin', 'approver'] }])
})
afterAll(() => removeFolder(folder))

const ask = (...words: string[]) => documentOf(workspace, words)
const write = (name: string, content: unknown): string => {
  const file = path.join(folder, name)
  writeFileSync(file, JSON.stringify(content))
  return file
}

it('writes the configuration to a file of its owner, looks at a changed one, and brings it in', async () => {
  expect(await ask('config', 'export', saved)).toEqual({
    exit: 0,
    document: { file: saved, producers: 0, users: 1 },
  })
  expect(statSync(saved).mode & 0o077).toBe(0)
  const document = JSON.parse(readFileSync(saved, 'utf8'))
  const changed = write('changed.json', {
    ...document,
    zone: 'Europe/Zurich',
    settings: { ...document.settings, holds: { expireAfterHours: 24 } },
  })
  const preview = await ask('config', 'preview', changed)
  const items = preview.document.items as readonly Readonly<{ subject: string; state: string }>[]
  expect([preview.exit, items.filter(({ state }) => state !== 'same').map(({ subject }) => subject)]).toEqual([
    1,
    ['zone', 'setting:holds'],
  ])
  expect(await ask('config', 'import', changed, '--reason', 'as in Basel')).toMatchObject({
    exit: 1,
    document: {
      items: [{ subject: 'setting:holds', outcome: 'proposed', proposal: 1, refused: null }],
      refused: [{ subject: 'zone', refused: { code: 'founded_otherwise' } }],
    },
  })
  expect((await runHere(workspace, ['config', 'preview', saved], {})).out).toContain('in force here already')
})

it('keeps to the policy that a start names, and does nothing under one that can not be kept to', async () => {
  const policy = write('policy.json', { version: 1, settings: { holds: { expireAfterHours: 12 } } })
  expect(await ask('settings', 'show', 'holds', '--policy', policy)).toMatchObject({
    exit: 0,
    document: { value: { expireAfterHours: 12 }, managed: ['expireAfterHours'] },
  })
  expect(await ask('proposals', 'approve', '1', '--policy', policy)).toMatchObject({
    exit: 1,
    document: { error: { code: 'setting_managed', fields: ['expireAfterHours'] } },
  })
  const broken = write('broken.json', { version: 1, settings: { hold: {} } })
  const { exit, err } = await runHere(workspace, ['settings', 'list', '--policy', broken], {})
  expect([exit, err]).toEqual([1, expect.stringContaining(`The policy file ${broken} can't be kept to`)])
})
