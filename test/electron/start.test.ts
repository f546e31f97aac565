import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { placeWindow } from '../../electron/placement.ts'
import { planRestart } from '../../electron/restart-plan.ts'
import { SettingsFile } from '../../electron/settings.ts'
import { askedDirectory, chooseDirectory } from '../../electron/workspace-choice.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'shell-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

it.each([
  [['electron', '.', '--workspace', '/books'], '/books'],
  [['electron', '--no-sandbox', '--workspace=/books', '--lang=zh-HK'], '/books'],
  [['electron', '--workspace', 'books'], '/here/books'],
  [['electron', '--workspace='], null],
  [['electron', '--workspace'], null],
  [['electron', '.'], null],
])('reads the workspace out of %j', (argv, directory) => {
  expect(askedDirectory(argv, '/here')).toBe(directory === null ? null : path.resolve(directory))
})

it('takes the workspace that was asked for, else the named one, else the last one, else the usual folder', () => {
  const environment = { COUNTINGHOUSE_WORKSPACE: '/named', XDG_DATA_HOME: '' }
  const wishes = { asked: '/asked', environment, last: '/last', platform: 'linux' } as const
  expect(chooseDirectory(wishes)).toBe('/asked')
  expect(chooseDirectory({ ...wishes, asked: null })).toBe(path.resolve('/named'))
  expect(chooseDirectory({ ...wishes, asked: null, environment: {} })).toBe('/last')
  const usual = chooseDirectory({ asked: null, environment: {}, last: null, platform: 'linux' })
  expect(usual).toBe(path.join(homedir(), '.local', 'share', 'countinghouse', 'workspace'))
})

const big = { x: 0, y: 0, width: 1920, height: 1040 }
const right = { x: 1920, y: 0, width: 1280, height: 984 }

it.each([
  ['nothing is known yet', null, [big], { width: 1440, height: 900 }],
  ['the screen is small', null, [{ x: 0, y: 0, width: 1024, height: 700 }], { width: 1024, height: 700 }],
  ['it was there', { x: 40, y: 30, width: 1200, height: 800 }, [big], { x: 40, y: 30, width: 1200, height: 800 }],
  [
    'its screen is still there',
    { x: 2000, y: 30, width: 1200, height: 800 },
    [big, right],
    { x: 2000, y: 30, width: 1200, height: 800 },
  ],
  ['its screen is gone', { x: 2000, y: 30, width: 1200, height: 800 }, [big], { width: 1440, height: 900 }],
  [
    'its title bar is above the screen',
    { x: 40, y: -200, width: 1200, height: 800 },
    [big],
    { width: 1440, height: 900 },
  ],
  ['only a sliver is on the screen', { x: 1900, y: 30, width: 1200, height: 800 }, [big], { width: 1440, height: 900 }],
  ['the screen shrank', { x: 0, y: 0, width: 3000, height: 2000 }, [big], { x: 0, y: 0, width: 1920, height: 1040 }],
])('places the window when %s', (_when, saved, screens, place) => {
  expect(placeWindow(saved, screens)).toEqual(place)
})

it('remembers between starts, and a change keeps the rest', () => {
  new SettingsFile(folder).change({ directory: '/books' })
  new SettingsFile(folder).change({ window: { bounds: big, maximised: true } })
  expect(new SettingsFile(folder).current).toEqual({
    directory: '/books',
    connectedTo: null,
    window: { bounds: big, maximised: true },
  })
  expect(readdirSync(folder)).toEqual(['shell.json'])
})

it.each([
  ['not JSON', '{"directory": "/bo', null],
  ['another shape', '[]', null],
  ['one wrong member', '{"directory":"/books","window":{"bounds":{"x":"1"}}}', '/books'],
])('starts with a settings file that is %s', (_what, text, directory) => {
  writeFileSync(path.join(folder, 'shell.json'), text)
  expect(new SettingsFile(folder).current).toEqual({ directory, connectedTo: null, window: null })
})

it('forgets crashes that are over a minute old', () => {
  expect(planRestart([0, 59_000, 60_000], 60_000)).toEqual({ restart: true, attempt: 2, delayMs: 500 })
})
