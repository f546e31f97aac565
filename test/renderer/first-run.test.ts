/** What a sample file saves its reader from typing. */
import { expect, it } from 'vitest'
import { askedGroups, groupsOf, sameGroup } from '../../renderer/first-run/recovery-groups.ts'
import { suggestionOf } from '../../renderer/first-run/suggestion.ts'

const header = 'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount'
const of = (name: string, text = '') => suggestionOf({ name, bytes: new TextEncoder().encode(text) })

it('takes a name and a code from how the file is called, without its days and counters', () => {
  expect([
    of('harbour_kiosk_2026-11-22_003.csv'),
    of('Kiosk.ndjson.gz'),
    of('20261122.csv'),
    of('咖啡店-01.csv'),
  ]).toEqual([
    { name: 'Harbour Kiosk', code: 'harbour-kiosk', id: '' },
    { name: 'Kiosk', code: 'kiosk', id: '' },
    { name: '', code: '', id: '' },
    { name: '咖啡店', code: '', id: '' },
  ])
})

it('takes the number from the first row, where the file has that column', () => {
  const rows = (head: string, row: string) => of('a.csv', `${head}\n${row}\n`).id
  expect([
    rows(header, '2026-11-22,107,C-1,Central,T-1,TopUp,500'),
    rows(`\uFEFF"TxDate";"PRODUCERID"`, '"22.11.2026";"42"'),
    rows(header, '2026-11-22,,C-1,Central,T-1,TopUp,500'),
    rows(header, '2026-11-22,K7,C-1,Central,T-1,TopUp,500'),
    rows('a,b', '1,2'),
  ]).toEqual(['107', '42', '', '', ''])
})

it('asks two groups of the recovery key back, as the engine would read them', () => {
  const groups = groupsOf('ABCD-EF01-2345-6789-GHJK-MNPQ-RSTV')
  expect(askedGroups(groups.length).map((place) => groups[place])).toEqual(['EF01', 'MNPQ'])
  expect([sameGroup('efo i', 'EF01'), sameGroup('EF02', 'EF01'), sameGroup('', 'EF01')]).toEqual([true, false, false])
})
