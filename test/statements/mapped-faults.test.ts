import { describe, expect, it } from 'vitest'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { faultOf, linesOf, readText } from './mapped-pieces.ts'

type Draft = Partial<Record<keyof StatementMapping, unknown>>

const plain = {
  format: 'csv',
  account: { fixed: 'main' },
  currency: { fixed: 'EUR' },
  bookedOn: 'Date',
  amount: { by: 'sign', column: 'Amount' },
}
const mappingOf = (draft: Draft = {}): StatementMapping => StatementMapping.parse({ ...plain, ...draft })

const header = 'Date,Amount,Text,Type,In,Out,Fee,Net,Balance,Ccy,Account\n'
/** One line with these cells. */
function row(cells: Readonly<Record<string, string>> = {}): string {
  const named = { Date: '2026-11-05', Amount: '5.00', ...cells } as Record<string, string>
  return `${header
    .trim()
    .split(',')
    .map((name) => named[name] ?? '')
    .join(',')}\n`
}
const running = { balances: { running: 'Balance' } }
const words = { by: 'direction', column: 'Amount', direction: 'Type', credit: ['in'], debit: ['out'] }
const split = { by: 'columns', credit: 'In', debit: 'Out' }
const fees = {
  by: 'fees',
  gross: { by: 'sign', column: 'Amount' },
  net: { by: 'sign', column: 'Net' },
  fees: [{ column: 'Fee' }],
}
const closed = [{ column: 'Type', words: ['done'], means: 'booked' }]
const twoBalances = row({ Balance: '10.00' }) + row({ Balance: '14.99' })
const accounts = (draft: Draft = {}): StatementMapping => mappingOf({ account: { column: 'Account' }, ...draft })

describe('a table that cannot be read says why and where', () => {
  it.each([
    ['an empty file', '', mappingOf(), 'not_this_format', 'header', 1],
    ['another table', 'a,b\n1,2\n', mappingOf(), 'not_this_format', 'Date', 1],
    ['an archive', 'PK\u0003\u0004x', mappingOf(), 'not_this_format', 'encoding', 1],
    ['a header without a column', 'x\nDate,Sum\n2026-11-05,1\n', mappingOf(), 'field_missing', 'Amount', 2],
    ['a header in another row than agreed', `x\n${header}`, mappingOf({ rowsAbove: 0 }), 'not_this_format', 'Date', 1],
    ['a quote that nothing closes', `${header}${row({ Text: '"open' })}`, mappingOf(), 'truncated', 'quote', 2],
    ['words behind a quote', `${header}${row({ Text: '"a" b' })}`, mappingOf(), 'malformed', 'quote', 2],
    ['a row that is cut off', `${header}${row()}2026-11-06,7\n`, mappingOf(), 'malformed', 'width', 3],
    ['a mark inside of a text', `${header}${row({ Account: 'a,b' })}`, mappingOf(), 'malformed', 'width', 2],
    ['a NUL', `${header}${row({ Text: 'a\0b' })}`, mappingOf(), 'malformed', 'control_character', 2],
    ['no day', header + row({ Date: '' }), mappingOf(), 'field_missing', 'Date', 2],
    ['a day that no year has', header + row({ Date: '2026-02-30' }), mappingOf(), 'field_unreadable', 'Date', 2],
    ['a day of another form', header + row({ Date: '05/11/2026' }), mappingOf(), 'field_unreadable', 'Date', 2],
    ['no amount', header + row({ Amount: '' }), mappingOf(), 'field_missing', 'Amount', 2],
    ['words for an amount', header + row({ Amount: 'n/a' }), mappingOf(), 'amount_unreadable', 'Amount', 2],
    ['a digit too many', header + row({ Amount: '1.005' }), mappingOf(), 'amount_unreadable', 'Amount', 2],
    ['a number of another form', header + row({ Amount: '1e3' }), mappingOf(), 'amount_unreadable', 'Amount', 2],
    ['another currency', header + row({ Amount: 'USD 5.00' }), mappingOf(), 'amount_unreadable', 'Amount', 2],
    [
      'a number past whole ones',
      header + row({ Amount: '9'.repeat(15) }),
      mappingOf(),
      'amount_unreadable',
      'Amount',
      2,
    ],
    [
      'both ways at once',
      header + row({ In: '1.00', Out: '2.00' }),
      mappingOf({ amount: split }),
      'amount_unreadable',
      'Out',
      2,
    ],
    ['neither way', header + row(), mappingOf({ amount: split }), 'field_missing', 'In', 2],
    [
      'a direction nobody knows',
      header + row({ Type: 'up' }),
      mappingOf({ amount: words }),
      'field_unreadable',
      'Type',
      2,
    ],
    ['no direction', header + row(), mappingOf({ amount: words }), 'field_missing', 'Type', 2],
    [
      'a sign beside a direction',
      header + row({ Amount: '-1', Type: 'out' }),
      mappingOf({ amount: words }),
      'amount_unreadable',
      'Amount',
      2,
    ],
    [
      'a fee that does not come out',
      header + row({ Fee: '1.00', Net: '4.01' }),
      mappingOf({ amount: fees }),
      'totals_differ',
      'Fee',
      2,
    ],
    [
      'a fee that is no amount',
      header + row({ Fee: 'x', Net: '4.00' }),
      mappingOf({ amount: fees }),
      'amount_unreadable',
      'Fee',
      2,
    ],
    [
      'a state nobody thought of',
      header + row({ Type: 'odd' }),
      mappingOf({ marks: closed }),
      'field_unreadable',
      'Type',
      2,
    ],
    ['no state', header + row(), mappingOf({ marks: closed }), 'field_missing', 'Type', 2],
    [
      'a currency nobody knows',
      header + row({ Ccy: 'QQQ' }),
      mappingOf({ currency: { column: 'Ccy' } }),
      'currency_unknown',
      'Ccy',
      2,
    ],
    [
      'a currency that is no code',
      header + row({ Ccy: '€' }),
      mappingOf({ currency: { column: 'Ccy' } }),
      'currency_unknown',
      'Ccy',
      2,
    ],
    ['no currency', header + row(), mappingOf({ currency: { column: 'Ccy' } }), 'field_missing', 'Ccy', 2],
    ['no account', header + row(), accounts(), 'field_missing', 'Account', 2],
    ['lines of nobody', header, accounts(), 'field_missing', 'Account', 1],
    [
      'a label that is not there',
      header + row(),
      mappingOf({ account: { label: 'IBAN' } }),
      'field_missing',
      'IBAN',
      2,
    ],
    [
      'a balance that is no amount',
      header + row({ Balance: 'x' }),
      mappingOf(running),
      'amount_unreadable',
      'Balance',
      2,
    ],
    ['balances that do not follow', header + twoBalances, mappingOf(running), 'totals_differ', 'Balance', 3],
    [
      'an opening balance that is no amount',
      `Opening:,x\n${header}${row()}`,
      mappingOf({ balances: { opening: 'Opening' } }),
      'amount_unreadable',
      'Opening',
      1,
    ],
    [
      'an opening balance of two words',
      `Opening:,1\nOpening:,2\n${header}${row()}`,
      mappingOf({ balances: { opening: 'Opening' } }),
      'malformed',
      'Opening',
      2,
    ],
    [
      'another opening balance than the lines make',
      `Opening:,1\n${header}${row({ Balance: '7.00' })}`,
      mappingOf({ balances: { opening: 'Opening', running: 'Balance' } }),
      'totals_differ',
      'Opening',
      1,
    ],
    [
      'one closing balance of two accounts',
      `${header}${row({ Account: 'a' })}${row({ Account: 'b' })}Closing,9\n`,
      accounts({ balances: { closing: 'Closing' }, rowsBelow: 1 }),
      'malformed',
      'Closing',
      4,
    ],
    [
      'a first day that is none',
      `From:,soon\n${header}${row()}`,
      mappingOf({ head: { from: 'From' } }),
      'field_unreadable',
      'From',
      1,
    ],
    [
      'a control character in a text',
      header + row({ Text: 'a\u0007b' }),
      mappingOf({ text: ['Text'] }),
      'malformed',
      'Text',
      2,
    ],
    [
      'a text of no end',
      header + row({ Text: 'x'.repeat(10_001) }),
      mappingOf({ text: ['Text'] }),
      'too_large',
      'Text',
      2,
    ],
  ] as const)('%s', async (_, text, mapping, code, field, place) => {
    const pieces = await readText(text, mapping)
    expect(faultOf(pieces)).toMatchObject({ code, field, place })
    expect(pieces.filter((piece) => piece.is === 'fault')).toHaveLength(1)
  })

  it('without a header needs as many columns as are numbered', async () => {
    const mapping = mappingOf({ header: false, bookedOn: '1', amount: { by: 'sign', column: '3' } })
    expect(faultOf(await readText('2026-11-05,1.00\n', mapping))).toMatchObject({ code: 'field_missing', field: '3' })
  })

  it('gives out the lines before a fault, and none behind it', async () => {
    const pieces = await readText(header + row() + row({ Amount: 'x' }) + row(), mappingOf())
    expect(pieces.map(({ is }) => is)).toEqual(['opened', 'line', 'fault'])
  })

  it('of bytes in another encoding than agreed is not guessed at', async () => {
    const bytes = Buffer.from(header + row({ Text: 'Büro' }), 'latin1')
    expect(faultOf(await readText(bytes, mappingOf()))).toMatchObject({ code: 'malformed', field: 'encoding' })
    const read = linesOf(await readText(bytes, mappingOf({ encoding: 'windows-1252', text: ['Text'] })))
    expect(read[0]?.details[0]?.text).toBe('Büro')
  })
})

describe('JSON that cannot be read says why and where', () => {
  const line = '{"Date":"2026-11-05","Amount":5}'
  const json = (draft: Draft = {}): StatementMapping => mappingOf({ format: 'json', ...draft })
  const inner = json({ records: 'data.rows' })
  const ndjson = mappingOf({ format: 'ndjson' })
  it.each([
    ['an empty file', '', json(), 'not_this_format', 'json', 1],
    ['a table', 'a,b\n', json(), 'not_this_format', 'json', 1],
    ['an object where an array was agreed', line, json(), 'field_missing', 'records', 1],
    ['no array there', '{"data":{"rows":{}}}', inner, 'field_missing', 'data/rows', 1],
    ['nothing in its place', '{"data":{"rows":null}}', inner, 'field_missing', 'data/rows', 1],
    ['the array twice', `{"data":{"rows":[${line}],"rows":[]}}`, inner, 'malformed', 'data/rows', 1],
    ['a line that is a word', `[${line},\n7]`, json(), 'malformed', 'records', 2],
    ['a line that is nothing', `[${line},\nnull]`, json(), 'malformed', 'records', 2],
    ['a name twice', '[{"Date":"2026-11-05","Amount":5,"Amount":6}]', json(), 'malformed', 'Amount', 1],
    ['a comma too many', `[${line},]`, json(), 'malformed', 'json', 1],
    ['a number that is none', '[{"Amount":05}]', json(), 'malformed', 'json', 1],
    ['a word that is none', '[{"Amount":nil}]', json(), 'malformed', 'json', 1],
    ['a line end in a text', '[{"a":"x\ny"}]', json(), 'malformed', 'json', 1],
    ['an escape that is none', '[{"a":"\\x"}]', json(), 'malformed', 'json', 1],
    ['a name without quotes', '[{a:1}]', json(), 'malformed', 'json', 1],
    ['brackets that do not fit', `[${line}}`, json(), 'malformed', 'json', 1],
    ['words behind the end', `[${line}]\nx`, json(), 'malformed', 'json', 2],
    ['an array without an end', `[${line}\n`, json(), 'truncated', 'json', 2],
    ['a text without an end', `[${line},{"a":"b`, json(), 'truncated', 'json', 1],
    [
      'half a character of an escape',
      '[{"Date":"2026-11-05","Amount":5,"t":"\\ud83d"}]',
      json({ text: ['t'] }),
      'malformed',
      't',
      1,
    ],
    ['a number of another form', '[{"Date":"2026-11-05","Amount":5e2}]', json(), 'amount_unreadable', 'Amount', 1],
    [
      'a number with a rounding error',
      '[{"Date":"2026-11-05","Amount":0.30000000000000004}]',
      json(),
      'amount_unreadable',
      'Amount',
      1,
    ],
    ['a truth for a day', '[{"Date":true,"Amount":5}]', json(), 'field_unreadable', 'Date', 1],
    ['nothing for an amount', '[{"Date":"2026-11-05","Amount":null}]', json(), 'field_missing', 'Amount', 1],
    ['an object for an amount', '[{"Date":"2026-11-05","Amount":{"value":5}}]', json(), 'field_missing', 'Amount', 1],
    [
      'a currency that stands behind the lines',
      `{"rows":[${line}],"ccy":"EUR"}`,
      json({ records: 'rows', currency: { label: 'ccy' } }),
      'field_missing',
      'ccy',
      1,
    ],
    ['a line that is no line of JSON', `${line}\n${line.slice(0, 9)}\n${line}`, ndjson, 'malformed', 'json', 2],
    ['a last line that is cut off', `${line}\n${line.slice(0, 9)}`, ndjson, 'truncated', 'json', 2],
    ['a bare word between lines', `${line}\n7\n`, ndjson, 'malformed', 'records', 2],
  ] as const)('%s', async (_, text, mapping, code, field, place) => {
    const pieces = await readText(text, mapping)
    expect(faultOf(pieces)).toMatchObject({ code, field, place })
    expect(pieces.filter((piece) => piece.is === 'fault')).toHaveLength(1)
  })

  it('cut off anywhere is never taken for a whole one', async () => {
    const text = `{"data":{"rows":[${line},${line}]}}`
    for (let at = 0; at < text.length; at += 1)
      expect((await readText(text.slice(0, at), inner)).at(-1)?.is).toBe('fault')
    expect((await readText(text, inner)).at(-1)?.is).toBe('closed')
  })
})
