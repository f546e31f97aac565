import { readFileSync } from 'node:fs'
import type { MenuItemConstructorOptions } from 'electron'
import { expect, it, vi } from 'vitest'
import { type MenuOptions, menuTemplate } from '../../electron/menu.ts'
import { wordsFor } from '../../electron/messages.ts'

const options = (part: Partial<MenuOptions> = {}): MenuOptions => ({
  words: wordsFor('en-GB'),
  platform: 'linux',
  page: 'local',
  hasHost: false,
  developing: false,
  command: vi.fn<MenuOptions['command']>(),
  openWorkspace: vi.fn<() => void>(),
  showFolder: vi.fn<() => void>(),
  disconnect: vi.fn<() => void>(),
  openManual: vi.fn<() => void>(),
  openDocumentation: vi.fn<() => void>(),
  ...part,
})

function itemsOf(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])])
}

const commands = ['palette', 'keys', 'sign-out', 'settings', 'connect', 'serve', 'backup']

it('offers each command of the page once', () => {
  const asked = options()
  const items = itemsOf(menuTemplate(asked)).filter(({ id }) => commands.includes(id ?? ''))
  for (const item of items) item.click?.({} as never, undefined, {} as never)
  expect(vi.mocked(asked.command).mock.calls.flat().toSorted()).toEqual(commands.toSorted())
})

it("offers none of them while a host's console is shown, but the way back", () => {
  const items = itemsOf(menuTemplate(options({ page: 'host', hasHost: true })))
  for (const item of items.filter(({ id }) => commands.includes(id ?? ''))) expect(item.enabled).toBe(false)
  expect(items.find(({ id }) => id === 'disconnect')).toMatchObject({ visible: true })
  expect(itemsOf(menuTemplate(options())).find(({ id }) => id === 'disconnect')).toMatchObject({ visible: false })
})

it('gives no key to two items, on any system', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const keys = itemsOf(menuTemplate(options({ platform }))).flatMap(({ accelerator }) => accelerator ?? [])
    expect(keys).toEqual([...new Set(keys)])
  }
})

it('has developer tools only while developing', () => {
  const roles = (developing: boolean) => itemsOf(menuTemplate(options({ developing }))).map(({ role }) => role)
  expect(roles(false)).not.toContain('toggleDevTools')
  expect(roles(true)).toContain('toggleDevTools')
})

it('says the same things with the same places in both languages', () => {
  const messages = (language: string): Record<string, string> =>
    JSON.parse(readFileSync(new URL(`../../electron/messages/${language}.json`, import.meta.url), 'utf8'))
  const shape = (language: string) =>
    Object.entries(messages(language)).map(([id, text]) => [id, [...text.matchAll(/\{\w+\}/g)].flat().toSorted()])
  expect(shape('zh-HK')).toEqual(shape('en'))
})

it.each([
  ['en-GB', 'There is no workspace in /books.'],
  ['zh-HK', '/books 內沒有工作區。'],
  ['zh', '/books 內沒有工作區。'],
  ['fr', 'There is no workspace in /books.'],
])('speaks to a person with the locale %s', (locale, sentence) => {
  expect(wordsFor(locale)('openFailed.workspace_missing', { directory: '/books' })).toBe(sentence)
})
