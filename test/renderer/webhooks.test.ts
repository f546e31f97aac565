/** Webhooks as they are typed and told: addresses that may be called, what is proposed, and what is most urgent about each. */
import { expect, it } from 'vitest'
import type { WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import { readOrigins, typedOrigins } from '../../renderer/settings/origin-drafts.ts'
import { readEndpoint } from '../../renderer/webhooks/endpoint-draft.ts'
import { answerWords, endpointLines, standingOf, stateWords, toneOf } from '../../renderer/webhooks/words.ts'
import { english } from './text.ts'

const typed = (origin: string, key = origin) => ({ key, origin, isPrivate: false, trustedCertificate: '' })

it('reads addresses as they are copied, and says of each what is wrong with it', () => {
  const value = { origins: [{ origin: 'https://erp.example.com:8443', isPrivate: false, trustedCertificate: null }] }
  expect(readOrigins([typed(' https://erp.example.com:8443/ ')])).toEqual({ ok: true, value })
  expect(readOrigins(typedOrigins(value))).toEqual({ ok: true, value })
  expect(readOrigins([typed('https://a.example.com/path', 'a'), typed('ftp://b', 'b')])).toEqual({
    ok: false,
    problems: { 'a.origin': 'rules.webhooks.origin.wrong', 'b.origin': 'rules.webhooks.origin.wrong' },
  })
  expect(readOrigins([typed('https://a.example.com', 'a'), typed('https://a.example.com/', 'b')])).toMatchObject({
    ok: false,
    problems: { 'b.origin': 'rules.webhooks.origin.twice' },
  })
  expect(readOrigins([{ ...typed('https://a.example.com', 'a'), trustedCertificate: 'x' }])).toMatchObject({
    problems: { 'a.trustedCertificate': 'rules.webhooks.certificate.wrong' },
  })
})

it('proposes nothing half filled in', () => {
  expect(readEndpoint({ name: ' ', url: 'https://', events: [] })).toEqual({
    ok: false,
    problems: { name: 'webhooks.name.missing', url: 'webhooks.url.wrong', events: 'webhooks.events.missing' },
  })
  expect(readEndpoint({ name: ' Shop ', url: ' https://shop.example.com/x ', events: ['batch.posted'] })).toEqual({
    ok: true,
    value: { name: 'Shop', url: 'https://shop.example.com/x', events: ['batch.posted'] },
  })
})

const fine: WebhookEndpoint = {
  id: 1,
  name: 'Shop',
  url: 'https://shop.example.com/',
  events: ['batch.posted'],
  state: 'active',
  isListed: true,
  pausedBy: null,
  pausedAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  proposal: 1,
  secretMadeAt: '2026-01-01T00:00:00.000Z',
  oldSecretUntil: null,
  failingSince: null,
  waiting: 0,
  lastDeliveredAt: null,
  postingsBehind: 0,
  replay: null,
}

it.each<readonly [string, Partial<WebhookEndpoint>]>([
  ['Told', {}],
  ['Not taking anything', { failingSince: '2026-01-02T00:00:00.000Z' }],
  ['No secret yet', { secretMadeAt: null, failingSince: '2026-01-02T00:00:00.000Z' }],
  ['Not listed', { isListed: false, secretMadeAt: null }],
  ['Paused', { state: 'paused', pausedBy: 'anna', isListed: false }],
  ['Paused: nothing came through', { state: 'paused', pausedBy: 'engine' }],
  ['Removed', { state: 'removed', isListed: false }],
])('says first of an address: %s', (word, change) => {
  expect(standingOf({ ...fine, ...change }, english).word).toBe(word)
})

it('tells what waits for its turn apart from what failed before', () => {
  const [first, again] = [
    { state: 'waiting', lastProblem: null },
    { state: 'waiting', lastProblem: 'refused' },
  ] as const
  expect([first, again].map((each) => [toneOf(each), stateWords(each, english)])).toEqual([
    ['medium', 'Waiting'],
    ['high', 'To be tried again'],
  ])
  expect(answerWords({ status: 204, problem: null }, english)).toBe('204')
  expect(answerWords({ status: null, problem: 'timed_out' }, english)).toBe('no answer in time')
  expect(answerWords({ status: null, problem: null }, english)).toBe('')
})

it('reads out what a proposal makes of an address', () => {
  const lines = endpointLines({ name: 'Shop', url: 'https://shop.example.com/', events: ['batch.posted'] }, english)
  expect(lines.map(({ what, says }) => `${what}: ${says}`)).toEqual([
    'Name: Shop',
    'Address: https://shop.example.com/',
    'Batch posted: yes',
  ])
  expect(endpointLines(null, english)).toEqual([])
})
