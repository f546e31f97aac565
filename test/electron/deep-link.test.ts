import { expect, it } from 'vitest'
import { pathIn, pathOfLink } from '../../electron/deep-link.ts'

it.each([
  ['countinghouse://exceptions?open=12', '/exceptions?open=12'],
  ['countinghouse://exceptions/?open=12', '/exceptions?open=12'],
  ['countinghouse://settings/notifications', '/settings/notifications'],
  ['countinghouse://exceptions?owner=@me&due=late', '/exceptions?owner=@me&due=late'],
])('%s leads to %s', (link, path) => expect(pathOfLink(link)).toBe(path))

it.each([
  'countinghouse:',
  'countinghouse://',
  'countinghouse:///etc/passwd',
  'countinghouse://1.2.3.4/',
  'https://elsewhere.example/exceptions',
  'javascript:alert(1)',
  '--workspace=countinghouse://exceptions',
  `countinghouse://exceptions?find=${'x'.repeat(500)}`,
])('%s leads nowhere', (link) => expect(pathOfLink(link)).toBeNull())

it('finds a link among the arguments of a start', () => {
  expect(pathIn(['app', '--lang=en', '--workspace', '/books', 'countinghouse://jobs?open=a.b'])).toBe('/jobs?open=a.b')
  expect(pathIn(['app', '--workspace', '/books'])).toBeNull()
})
