/** Notifications as people read them, and what of them the desktop tells. */
import { describe, expect, it } from 'vitest'
import { pathOf } from '../../engine/contract/notification-paths.ts'
import { type Notification, notificationKinds } from '../../engine/contract/notifications.ts'
import { ApprovalSearch } from '../../renderer/approvals/search.ts'
import { QueueSearch } from '../../renderer/exceptions/search.ts'
import { newsOf } from '../../renderer/notifications/desktop-news.ts'
import { notificationWords } from '../../renderer/notifications/notification-words.ts'
import { draftOf, readDraft } from '../../renderer/notifications/preference-draft.ts'
import { chinese, english, formats } from './text.ts'

type Told = Pick<Notification, 'kind' | 'subject' | 'count' | 'facts'>
const ofCase = {
  code: 'AMOUNT_OVER_LIMIT',
  severity: 'critical',
  producer: 'Nine Lives',
  amount: 120_000,
  currency: 'USD',
  dueAt: '2026-11-20T06:02:11.000Z',
}
const told = (kind: Notification['kind'], subject: string, facts: Notification['facts'] = {}, count = 1): Told => ({
  kind,
  subject,
  facts,
  count,
})
const sentences: readonly (readonly [Told, string])[] = [
  [
    told('assigned', 'exception:12', { ...ofCase, by: 'ana' }),
    'Given to you | ana gave you EX-12 · The amount is over the limit · Nine Lives · USD 1,200.00',
  ],
  [
    told('overdue', 'exception:12', { ...ofCase, amount: null }),
    'Overdue | EX-12 · The amount is over the limit · Nine Lives, was due 2026-11-20 14:02:11',
  ],
  [
    told('answered', 'exception:12', { code: 'TRANSACTION_QUESTIONED', of: 'client', answer: 'no', by: 'client' }),
    'Answered | The client says no: EX-12 · The client questions a transaction',
  ],
  [
    told('answered', 'exception:12', { code: 'BATCH_MISSING', of: 'producer', answer: null, by: 'ana' }),
    'Answered | The producer answered: EX-12 · An expected batch is missing',
  ],
  [
    told('proposal_open', 'proposal:8', { kind: 'adjustment', amount: 5_000, currency: 'USD', proposedBy: 'ana' }),
    'To decide | ana proposes P-8 · Adjustment · USD 50.00',
  ],
  [
    told('proposal_ended', 'proposal:8', { kind: 'setting', end: 'declined', by: 'ben', reason: 'too soon' }),
    'Your proposal | ben declined P-8 · Setting: too soon',
  ],
  [
    told('bulk_done', 'bulk:3', { state: 'done', cases: 40, done: 30, proposed: 8, refused: 2 }),
    'Bulk work ended | Done: 30 of 40 cases done, 8 proposed, 2 refused',
  ],
  [
    told('producer_suspended', 'producer:9', { producer: 'Nine Lives', by: 'olu', reason: 'doubled files' }),
    'Producer suspended | olu suspended Nine Lives: doubled files',
  ],
  [told('job_failed', 'job:ledger.check', { job: 'ledger.check' }), 'Job failed | Prove the ledger consistent'],
  [told('case_critical', 'further', {}, 37), 'Critical case | 37 more like these'],
  [
    told('digest_failed', 'digest', { error: 'address_refused' }, 2),
    'E-mail not sent | The mail server refused your address. Correct it here. (2 times)',
  ],
]

it.each(sentences)('%j', (each, expected) => {
  const { title, body } = notificationWords(each, english, formats)
  expect(`${title} | ${body}`).toBe(expected)
})

it('has words for every kind in both languages, of one and of many, whatever is known of it', () => {
  for (const kind of notificationKinds)
    for (const text of [english, chinese])
      for (const each of [
        told(kind, 'exception:1'),
        told(kind, 'exception:1', ofCase, 3),
        told(kind, 'further', {}, 9),
      ]) {
        const { title, body } = notificationWords(each, text, formats)
        expect(`${title}${body}`).not.toMatch(/undefined|NaN|\{|notification\./)
        expect(title).not.toBe('')
      }
})

describe('where a notification leads', () => {
  it.each([
    [told('assigned', 'exception:12'), '/exceptions?open=12'],
    [told('proposal_open', 'proposal:8'), '/approvals?proposal=8'],
    [told('proposal_ended', 'proposal:8'), '/approvals?state=any&proposal=8'],
    [told('producer_suspended', 'producer:7'), '/producers?open=7'],
    [told('job_failed', 'job:audit.anchor'), '/jobs?open=audit.anchor'],
    [told('bulk_done', 'bulk:3'), '/exceptions?bulk=3'],
    [told('overdue', 'further'), '/exceptions?owner=@me&due=late'],
    [told('digest_failed', 'digest'), '/settings/notifications'],
  ])('%j leads to %s', (each, path) => expect(pathOf(each)).toBe(path))

  it('says nothing that the screen behind it does not understand', () => {
    const screens = { '/exceptions': QueueSearch, '/approvals': ApprovalSearch } as const
    for (const kind of notificationKinds)
      for (const subject of ['further', 'exception:12', 'proposal:8', 'bulk:3']) {
        const { pathname, searchParams } = new URL(pathOf({ kind, subject }), 'app://countinghouse')
        const said = Object.fromEntries(searchParams)
        const schema = screens[pathname as keyof typeof screens]
        if (schema === undefined) continue
        const understood: Record<string, unknown> = schema.parse(said)
        for (const [name, value] of Object.entries(said))
          expect([kind, name, String(understood[name])]).toEqual([kind, name, value])
      }
  })
})

describe('what the desktop is told', () => {
  const at = (n: number) => `2026-11-20T06:00:0${n}.000Z`
  const item = (n: number, readAt: string | null = null): Notification => ({
    id: n,
    ...told('assigned', `exception:${n}`, { by: 'ana' }),
    at: at(n),
    readAt,
  })
  const tell = (items: readonly Notification[], since: string | null) =>
    newsOf({ items, unread: items.length, since }, english, formats)

  it('is nothing of what was there when somebody signed in, but how much', () => {
    expect(tell([item(2), item(1)], null)).toEqual({ news: { unread: 2, notices: [] }, upTo: at(2) })
    expect(tell([], null)).toEqual({ news: { unread: 0, notices: [] }, upTo: '' })
  })

  it('is what came since, oldest first, and not what was read meanwhile', () => {
    const { news, upTo } = tell([item(4), item(3, at(5)), item(2), item(1)], at(1))
    expect(news.notices.map(({ path }) => path)).toEqual(['/exceptions?open=2', '/exceptions?open=4'])
    expect(upTo).toBe(at(4))
    expect(tell([item(4), item(2), item(1)], at(4)).news.notices).toEqual([])
  })

  it('is at most three at once, and never a text without end', () => {
    const many = [item(6), item(5), item(4), item(3), item(2)]
    expect(tell(many, at(1)).news.notices).toHaveLength(3)
    const long = {
      ...item(2),
      ...told('producer_suspended', 'producer:1', { producer: 'x'.repeat(2_000), by: 'o', reason: '' }),
    }
    expect(tell([long], at(1)).news.notices[0]?.body.length).toBeLessThanOrEqual(300)
  })
})

describe('what somebody chooses', () => {
  const kept = {
    email: null,
    digestAt: '08:30',
    language: null,
    choices: { assigned: ['app'] } as never,
    zone: 'Asia/Hong_Kong',
    mailServer: true,
    nextDigestAt: null,
  }
  it('comes back as it was', () => {
    const draft = draftOf(kept)
    expect(readDraft(draft)).toEqual({
      ok: true,
      preferences: { email: null, digestAt: '08:30', language: null, choices: { assigned: ['app'] } },
    })
    expect(readDraft({ ...draft, daily: false })).toMatchObject({ ok: true, preferences: { digestAt: null } })
  })
  it.each([
    [{ email: 'nowhere' }, 'address'],
    [{ email: 'a b@c.example' }, 'address'],
    [{ at: '' }, 'time'],
    [{ at: '25:00' }, 'time'],
  ])('is not taken as %j', (changed, problem) => {
    expect(readDraft({ ...draftOf(kept), ...changed })).toEqual({ ok: false, problem })
  })
})
