/** The wallet's own words: the same in both languages, all of them used, and filled in with the same values. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { refundBars, walletKinds, walletRequestKinds } from '../../engine/contract/own-wallet.ts'
import en from '../../renderer/wallet/messages/en.json'
import zh from '../../renderer/wallet/messages/zh-HK.json'
import { readPlace } from '../../renderer/wallet/place.ts'

const folder = fileURLToPath(new URL('../../renderer/wallet', import.meta.url))
const source = readdirSync(folder)
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'))
  .join('\n')
const english: Readonly<Record<string, string>> = en
const chinese: Readonly<Record<string, string>> = zh
const values = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted()

it('has the same messages in both languages', () => {
  expect(Object.keys(chinese)).toEqual(Object.keys(english))
})

it.each(Object.keys(english))('%s takes the same values in both, and says something', (id) => {
  expect(values(chinese[id] ?? '')).toEqual(values(english[id] ?? ''))
  expect([english[id], chinese[id]].filter((text) => text === undefined || text.trim() === '')).toEqual([])
})

it('writes 賬 and never 帳', () => {
  expect(Object.entries(chinese).filter(([, text]) => text.includes('帳'))).toEqual([])
})

it('uses every message', () => {
  const patterns = [...source.matchAll(/`([a-zA-Z.]+)\$\{[^}]+\}([a-zA-Z._]*)`/g)].map(
    ([, before = '', after = '']) => new RegExp(`^${before}[a-zA-Z_]+${after}$`.replaceAll('.', '\\.')),
  )
  // What stands before the point of two forms is told by their kind.
  const byKind = /^(refund|doubt)\.(words|hint|send)$/
  const unused = Object.keys(english).filter(
    (id) => !source.includes(`'${id}'`) && !byKind.test(id) && !patterns.some((pattern) => pattern.test(id)),
  )
  expect(unused).toEqual([])
})

it('has a word for whatever the engine tells', () => {
  const ids = [
    ...walletKinds.map((kind) => `kind.${kind}`),
    ...walletRequestKinds.map((kind) => `request.kind.${kind}`),
    // Of what was no payment nothing is offered, so nothing is said.
    ...refundBars.filter((bar) => bar !== 'not_a_payment').map((bar) => `refund.bar.${bar}`),
  ]
  expect(ids.filter((id) => !(id in english))).toEqual([])
})

it.each([
  ['/wallet', { at: 'wallet' }],
  ['/wallet/', { at: 'wallet' }],
  ['/wallet/requests', { at: 'requests' }],
  ['/wallet/settings', { at: 'settings' }],
  ['/wallet/transactions/t12', { at: 'item', id: 't12' }],
  ['/wallet/nothing/of/it', { at: 'wallet' }],
])('%s is a place', (address, place) => {
  expect(readPlace(address)).toEqual(place)
})
