import { describe, expect, it } from 'vitest'
import type { CaseFacets, CaseGroup } from '../../engine/contract/case-views.ts'
import { CaseFilter } from '../../engine/contract/case-views.ts'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { bulkOf, scopeWords } from '../../renderer/exceptions/bulk-scope.ts'
import { codeOptions, ownerOptions, producerOptions } from '../../renderer/exceptions/choices.ts'
import { caseColumns } from '../../renderer/exceptions/columns.ts'
import { type Clock, filterOf, showsResolved, sortOf } from '../../renderer/exceptions/filter.ts'
import { groupColumns } from '../../renderer/exceptions/group-columns.ts'
import { groupFilter, groupKey } from '../../renderer/exceptions/group-key.ts'
import { groupTitle, namesOfKey } from '../../renderer/exceptions/group-words.ts'
import { restFilters } from '../../renderer/exceptions/rest.ts'
import { commandOfPlace, savedViews, searchOfView, viewAddress, viewOf } from '../../renderer/exceptions/saved-views.ts'
import { type groupChoices, isBare, QueueSearch } from '../../renderer/exceptions/search.ts'
import {
  allOf,
  countOf,
  extentOf,
  isSelected,
  nothingSelected,
  type Selection,
  toggled,
  type ViewScope,
  withMembers,
  withSelected,
} from '../../renderer/exceptions/selection.ts'
import { stakeWords } from '../../renderer/exceptions/stake.ts'
import { groupLookers } from '../../renderer/exceptions/use-row-lookers.ts'
import { ageWords, dueWords, initials, rowsWords } from '../../renderer/exceptions/words.ts'
import { commands } from '../../renderer/keys/commands.ts'
import { Preferences } from '../../renderer/preferences/preferences.ts'
import { chinese, english, formats } from './text.ts'

const at = '2026-11-20T06:00:00.000Z'
const now = Date.parse(at)

const item = (changed: Partial<Exception> = {}): Exception => ({
  id: 12,
  code: 'FIELD_UNREADABLE',
  severity: 'medium',
  status: 'open',
  waitingFor: null,
  resolution: null,
  scope: 'fault',
  producer: 7,
  producerCode: 'seven',
  producerName: 'Seven Corner',
  batch: 3,
  file: 'seven.csv',
  client: 'C-204',
  line: 5,
  rows: 1,
  left: 1,
  amount: 120_450,
  currency: 'USD',
  found: '12.5O',
  facts: [],
  owner: null,
  version: 1,
  raisedAt: '2026-11-20T03:00:00.000Z',
  dueAt: '2026-11-20T09:30:00.000Z',
  resolvedAt: null,
  resolvedBy: null,
  snoozedUntil: null,
  firstTouchedAt: null,
  touchedAt: null,
  touchedBy: null,
  reopened: 0,
  transaction: null,
  ...changed,
})

const columnsOf = (pending: Parameters<typeof caseColumns>[0]['pendingOf'] = () => undefined, fades = true) =>
  caseColumns({
    text: english,
    formats,
    now: () => now,
    nameOf: (user) => (user === 'mei' ? 'Mei Wong' : user),
    lookersOf: (id) => (id === 12 ? { initials: 'MW', names: 'Mei Wong' } : { initials: '', names: '' }),
    pendingOf: pending,
    fades,
  })
const cell = (id: string, of: Exception): string =>
  columnsOf()
    .find((column) => column.id === id)
    ?.text(of) ?? ''
const tone = (id: string, of: Exception): string | null =>
  columnsOf()
    .find((column) => column.id === id)
    ?.tone?.(of) ?? null

describe('a row of the queue', () => {
  it('says how much time is left, and once it is late how late', () => {
    const due = (dueAt: string): string => cell('due', item({ dueAt }))
    expect(due('2026-11-20T06:25:59.000Z')).toBe('in 25 min')
    expect(due('2026-11-20T09:30:00.000Z')).toBe('in 3 h')
    expect(due('2026-11-22T07:00:00.000Z')).toBe('in 2 d')
    expect(due('2026-11-20T05:59:59.000Z')).toBe('0 min late')
    expect(due('2026-11-18T05:00:00.000Z')).toBe('2 d late')
    expect(dueWords(item({ dueAt: '2026-11-18T05:00:00.000Z' }), now, chinese)).toBe('遲 2 天')
  })

  it('shows the shape of what is late', () => {
    const late = { dueAt: '2026-11-18T05:00:00.000Z' }
    expect(tone('due', item())).toBeNull()
    expect(tone('due', item(late))).toBe('medium')
    const over = item({ ...late, status: 'resolved', resolution: 'rejected' })
    const inListOfResolved = columnsOf(undefined, false).find(({ id }) => id === 'due')
    expect([inListOfResolved?.text(over), inListOfResolved?.tone?.(over)]).toEqual(['', null])
  })

  it('says what became of it where it is over and has not left the list yet', () => {
    const over = item({ status: 'resolved', resolution: 'rejected' })
    expect([cell('due', over), tone('due', over)]).toEqual(['Rejected', 'critical'])
  })

  it('has for each severity a shape of its own', () => {
    const shapes = (['critical', 'high', 'medium', 'low'] as const).map((severity) =>
      tone('severity', item({ severity })),
    )
    expect(new Set(shapes).size).toBe(4)
    expect(cell('severity', item({ severity: 'critical' }))).toBe('Critical')
  })

  it('says money that nobody knows as unknown, and never as nought', () => {
    expect(cell('amount', item())).toBe('1,204.50')
    expect(cell('amount', item({ amount: null }))).toBe('unknown')
    expect(cell('amount', item({ amount: 0 }))).toBe('0.00')
    expect(cell('amount', item({ currency: 'JPY', amount: 500 }))).toBe('JPY 500')
  })

  it('counts what is left of its rows; a whole batch has no rows to decide on one by one', () => {
    expect(rowsWords({ rows: 40, left: 40 }, english)).toBe('40')
    expect(rowsWords({ rows: 4_000, left: 12 }, english)).toBe('12 of 4,000')
    expect(rowsWords({ rows: 10, left: 0 }, english)).toBe('10')
  })

  it('says who owns it and who looks at it by name', () => {
    expect(cell('owner', item({ owner: 'mei' }))).toBe('Mei Wong')
    expect(cell('owner', item())).toBe('')
    expect([cell('lookers', item()), tone('lookers', item())]).toEqual(['MW', 'progress'])
    expect([cell('lookers', item({ id: 13 })), tone('lookers', item({ id: 13 }))]).toEqual(['', null])
  })

  it('says what this person has asked for, and shows at once only who owns it', () => {
    const columns = columnsOf(() => ({ action: 'reject', shown: {} }))
    const assigned = columnsOf(() => ({ action: 'assign', shown: { owner: 'mei' } }))
    const text = (of: typeof columns, id: string): string => of.find((column) => column.id === id)?.text(item()) ?? ''
    expect(text(columns, 'status')).toBe('Rejecting…')
    expect(text(assigned, 'owner')).toBe('Mei Wong')
    expect(text(assigned, 'status')).toBe('Assigning…')
  })

  it('tells how long it has been there, rounded down', () => {
    expect(ageWords('2026-11-20T03:00:01.000Z', now, english)).toBe('2 h')
    expect(ageWords('2026-11-17T03:00:00.000Z', now, english)).toBe('3 d')
    // A clock that runs ahead makes nothing younger than new.
    expect(ageWords('2026-11-20T06:00:30.000Z', now, english)).toBe('0 min')
  })
})

it('shortens the names of those who look to their initials, and of several says all', () => {
  expect(['Mei Wong', 'Anna', '陳大文', 'Jean-Luc de la Tour'].map(initials)).toEqual(['MW', 'A', '陳', 'JT'])
  const looker = (user: string, displayName: string) => ({ user, displayName, exception: 4, since: at })
  expect(groupLookers([looker('mei', 'Mei Wong'), looker('ben', 'Ben')]).get(4)).toEqual({
    initials: 'MW B',
    names: 'Mei Wong, Ben',
  })
})

const clock: Clock = { now, zone: 'Asia/Hong_Kong' }
const read = (query: string): QueueSearch => QueueSearch.parse(Object.fromEntries(new URLSearchParams(query)))

describe('the address of the queue', () => {
  it('opens the screen whatever is typed into it', () => {
    expect(
      read('status=maybe&severity=high,nonsense&producer=7,x&due=soon&least=-1&by=luck&open=no&from=today'),
    ).toEqual({
      severity: 'high',
      producer: '7',
    })
  })

  it('means what is not resolved where it says nothing', () => {
    expect(filterOf({}, clock)).toEqual({ status: ['unresolved'] })
    expect(filterOf(read('status=any'), clock)).toEqual({})
    expect(filterOf(read('status=waiting,resolved'), clock)).toEqual({ status: ['waiting', 'resolved'] })
    expect([showsResolved({}), showsResolved(read('status=any')), showsResolved(read('status=resolved'))]).toEqual([
      false,
      true,
      true,
    ])
    expect(sortOf({})).toEqual({ by: 'due', direction: 'ascending' })
  })

  it('turns days into instants by the zone of the workspace', () => {
    // Two in the afternoon in Hong Kong, where the day ends at 16:00 of Greenwich.
    expect(filterOf(read('due=late'), clock).dueBefore).toBe(at)
    expect(filterOf(read('due=today'), clock).dueBefore).toBe('2026-11-20T16:00:00.000Z')
    expect(filterOf(read('due=tomorrow'), clock).dueBefore).toBe('2026-11-21T16:00:00.000Z')
    expect(filterOf(read('due=week'), clock).dueBefore).toBe('2026-11-26T16:00:00.000Z')
    expect(filterOf(read('from=2026-11-01&to=2026-11-02'), clock)).toMatchObject({
      raisedFrom: '2026-10-31T16:00:00.000Z',
      raisedBefore: '2026-11-02T16:00:00.000Z',
    })
  })

  it('says oneself, nobody and others as owners, and files of no producer', () => {
    expect(filterOf(read('owner=@me,@nobody,mei&producer=-,7'), clock)).toEqual({
      status: ['unresolved'],
      owner: ['mei'],
      mine: true,
      unowned: true,
      producer: [7],
      noProducer: true,
    })
  })

  it('always makes a filter that the engine takes', () => {
    const everything = read(
      'status=open&severity=high&code=TYPE_UNKNOWN&scope=batch&resolution=posted&producer=7&owner=mei&batch=3&client=C-1' +
        '&find=EX-1&least=1&most=2&due=week&from=2026-11-01&to=2026-11-02&snoozed=with',
    )
    expect(CaseFilter.parse(filterOf(everything, clock))).toEqual(filterOf(everything, clock))
    expect(Object.keys(filterOf(everything, clock))).toHaveLength(16)
    for (const filter of restFilters(clock)) expect(CaseFilter.parse(filter)).toEqual(filter)
  })

  it('knows when it says nothing at all', () => {
    expect([isBare(read('')), isBare(read('open=4')), isBare(read('view=all')), isBare(read('due=late'))]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('a group', () => {
  const group = (changed: Partial<CaseGroup>): CaseGroup => ({
    code: null,
    severity: null,
    status: null,
    producer: null,
    producerName: null,
    client: null,
    owner: null,
    exceptions: 3,
    rows: 40,
    money: '9007199254740993',
    unknown: 0,
    oldestAt: '2026-11-17T03:00:00.000Z',
    earliestDueAt: '2026-11-20T05:00:00.000Z',
    filter: {},
    ...changed,
  })

  it.each([
    ['cause', { code: 'TYPE_UNKNOWN' as const, producer: 7 }, { code: ['TYPE_UNKNOWN'], producer: [7] }],
    ['cause', { code: 'PRODUCER_UNKNOWN' as const }, { code: ['PRODUCER_UNKNOWN'], noProducer: true }],
    ['producer', { producer: 7 }, { producer: [7] }],
    ['producer', {}, { noProducer: true }],
    ['client', { client: 'C.1,2 @x' }, { client: 'C.1,2 @x' }],
    ['client', {}, { noClient: true }],
    ['owner', { owner: 'mei' }, { owner: ['mei'] }],
    ['owner', {}, { unowned: true }],
  ] as const)('by %s is found again from the address', (by, named, filter) => {
    expect(groupFilter(by, groupKey(by, group(named)))).toEqual(filter)
  })

  it('says in its own words what it is about, and takes the place of what was filtered before', () => {
    const inside = read('owner=@me&severity=high&group=owner&at=mei')
    expect(filterOf(inside, clock)).toEqual({ status: ['unresolved'], severity: ['high'], owner: ['mei'] })
    expect(filterOf(read('producer=7,8&group=cause&at=TYPE_UNKNOWN.8'), clock)).toEqual({
      status: ['unresolved'],
      code: ['TYPE_UNKNOWN'],
      producer: [8],
    })
    const known = {
      facets: facets({ producer: [{ value: '8', name: 'Lantern', count: 1 }] }),
      nameOf: () => 'Mei Wong',
    }
    const title = (by: (typeof groupChoices)[number], key: string): string =>
      groupTitle(by, namesOfKey(by, key, known), english)
    expect([title('cause', 'TYPE_UNKNOWN.8'), title('producer', '-'), title('owner', 'mei')]).toEqual([
      'Unknown transaction type · Lantern',
      'No producer',
      'Mei Wong',
    ])
  })

  it('shows sums beyond what a number holds exactly, and never leaves out what nobody knows', () => {
    const columns = groupColumns({ text: english, formats, now: () => now, by: 'producer', nameOf: (user) => user })
    const money = (of: CaseGroup): string => columns.find(({ id }) => id === 'money')?.text(of) ?? ''
    expect(money(group({}))).toBe('90,071,992,547,409.93')
    expect(money(group({ money: '120450', unknown: 2 }))).toBe('1,204.50 + 2 unknown')
    expect(money(group({ money: '0', unknown: 3 }))).toBe('unknown')
  })
})

function facets(changed: Partial<CaseFacets>): CaseFacets {
  return { status: [], severity: [], code: [], producer: [], owner: [], ...changed }
}

describe('what can be filtered by', () => {
  it('keeps what is chosen although nothing has it any more', () => {
    const found = facets({ code: [{ value: 'TYPE_UNKNOWN', name: null, count: 4 }] })
    expect(codeOptions(found, ['FIELD_MISSING'], english)).toEqual([
      { value: 'TYPE_UNKNOWN', label: 'Unknown transaction type', count: 4 },
      { value: 'FIELD_MISSING', label: 'A field is missing', count: 0 },
    ])
    expect(producerOptions(facets({ producer: [{ value: '', name: null, count: 2 }] }), ['9'], english)).toEqual([
      { value: '-', label: 'No producer', count: 2 },
      { value: '9', label: '9', count: 0 },
    ])
  })

  it('offers oneself and nobody first, and oneself once', () => {
    const found = facets({
      owner: [
        { value: '', name: null, count: 5 },
        { value: 'mei', name: 'Mei Wong', count: 3 },
        { value: 'anna', name: 'Anna Analyst', count: 2 },
      ],
    })
    expect(ownerOptions(found, { chosen: [], myself: 'anna' }, english)).toEqual([
      { value: '@me', label: 'Me', count: 2 },
      { value: '@nobody', label: 'Nobody', count: 5 },
      { value: 'mei', label: 'Mei Wong', count: 3 },
    ])
  })
})

describe('the saved views', () => {
  const own = { id: 'own-1', name: 'Large ones', search: { least: 100_000, severity: 'high' } }
  const views = savedViews([own])

  it('have the keys 1 to 9 in places that never move', () => {
    expect(commandOfPlace.map((command) => commands[command].keys[0])).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
    ])
    expect(views.map(({ id }) => id)).toEqual([
      'mine',
      'due',
      'unassigned',
      'held',
      'waiting',
      'producer',
      'money',
      'all',
      'own-1',
    ])
  })

  it('are found again from their address, and are edited once it says something else', () => {
    for (const view of views) {
      const search = read(viewAddress(view).split('?')[1] ?? '')
      expect(viewOf(search, views)).toEqual({ view, edited: false })
      expect(viewOf({ ...search, client: 'C-1' }, views)).toEqual({ view, edited: true })
      expect(viewOf({ ...search, open: 4 }, views).edited).toBe(false)
    }
    // The order that is usual is the same whether it is said or not.
    expect(viewOf(read('view=all&by=due&direction=ascending'), views).edited).toBe(false)
    expect(viewOf(read('view=all&by=amount'), views).edited).toBe(true)
  })

  it('leave nothing behind of the view before', () => {
    const mine = views[0]
    if (!mine) throw new Error('there is a first view')
    const next = { ...read('view=all&client=C-1&group=cause&at=x&due=late'), ...searchOfView(mine) }
    expect(QueueSearch.parse(next)).toEqual({ view: 'mine', owner: '@me' })
  })

  it('are read as far as they can be from what was kept', () => {
    const kept = Preferences.parse({ queueViews: [{ ...own, search: { ...own.search, severity: 'high,worst' } }] })
    expect(kept.queueViews).toEqual([own])
    expect(Preferences.parse({ queueViews: [{ id: 4 }] }).queueViews).toEqual([])
  })
})

describe('the selection', () => {
  const view: ViewScope = { view: 'v1', total: 4_212, sum: '120400', unknown: 12, currency: 'USD', asOf: at }
  const later: ViewScope = { ...view, view: 'v2', total: 4_300 }

  it('is of cases and not of positions, so it outlives a new order', () => {
    const some = toggled(toggled(nothingSelected, 3, 'v1'), 5, 'v1')
    expect([isSelected(some, 3, 'v2'), isSelected(some, 4, 'v2'), countOf(some)]).toEqual([true, false, 2])
    expect(countOf(toggled(some, 3, 'v2'))).toBe(1)
    expect(countOf(withSelected(some, [5, 6, 7], 'v1'))).toBe(4)
  })

  it('of all of a view is exact before its numbers are known, and stays so in another view once they are', () => {
    const all = allOf(view)
    expect([isSelected(all, 77, 'v1'), isSelected(all, 77, 'v2'), countOf(all)]).toEqual([true, false, 4_212])
    const known = withMembers(all, 'v1', new Set([77, 78]))
    expect([isSelected(known, 77, 'v2'), isSelected(known, 99, 'v2')]).toEqual([true, false])
    expect(withMembers(allOf(later), 'v1', new Set([1]))).toEqual(allOf(later))
  })

  it('leaves out and takes back single cases of all', () => {
    const less = toggled(allOf(view), 77, 'v1')
    expect([countOf(less), isSelected(less, 77, 'v1'), extentOf(less, 'v1')]).toEqual([4_211, false, 'some'])
    expect(toggled(less, 77, 'v1')).toEqual(allOf(view))
    expect(withSelected(less, [77], 'v1')).toEqual(allOf(view))
  })

  it('takes a case that came later beside those that were all then', () => {
    const known = withMembers(toggled(allOf(view), 77, 'v1'), 'v1', new Set([77, 78, 79]))
    expect(toggled(known, 500, 'v2')).toEqual({ type: 'some', ids: new Set([78, 79, 500]) })
  })

  it('says of what it is all, with count, time and sum from the engine', () => {
    const words = (selection: Selection, shown = 'v1'): string => scopeWords(selection, shown, english, formats)
    expect(words(allOf(view))).toBe('All 4,212 in this view as of 14:00:00 · USD 1,204.00 at stake + 12 unknown')
    expect(words(allOf(view), 'v2')).toContain('All 4,212 in the view as of 14:00:00')
    expect(words(toggled(allOf(view), 7, 'v1'))).toBe('4,211: all 4,212 in this view as of 14:00:00 except 1')
    expect(words(withSelected(nothingSelected, [1, 2], 'v1'))).toBe('2 selected')
    expect([extentOf(nothingSelected, 'v1'), extentOf(allOf(view), 'v1'), extentOf(allOf(view), 'v2')]).toEqual([
      'none',
      'all',
      'some',
    ])
  })

  it('goes to the engine as numbers, or as a view but some', () => {
    expect(bulkOf(withSelected(nothingSelected, [1, 2], 'v1'))).toEqual({ ids: [1, 2] })
    expect(bulkOf(toggled(allOf(view), 7, 'v1'))).toEqual({ view: 'v1', except: [7] })
  })
})

it('says the money at stake with what nobody knows beside it', () => {
  expect(stakeWords({ sum: '9007199254740993', unknown: 0, currency: 'USD' }, english, formats)).toBe(
    'USD 90,071,992,547,409.93 at stake',
  )
  expect(stakeWords({ sum: '0', unknown: 12, currency: 'USD' }, english, formats)).toBe(
    'USD 0.00 at stake + 12 unknown',
  )
})
