/** Sample files as producers send them: under the mapping that is guessed for each, every row of it is valid. */
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { placesOfZone } from '../../engine/calendar/places.ts'
import { Zone } from '../../engine/calendar/zone.ts'
import { Agreement } from '../../engine/contract/agreements.ts'
import { problemsOf } from '../../engine/producers/agreement-problems.ts'
import { guessMapping } from '../../engine/producers/guess.ts'
import type { Known } from '../../engine/producers/guess-columns.ts'
import { previewSample } from '../../engine/producers/preview.ts'

const zone = new Zone('Asia/Hong_Kong')
const at = Date.parse('2026-05-20T04:00:00Z')
const known: Known = { producer: 7, places: [], knownPlaces: placesOfZone(zone.name), zone, digits: 2, at }

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`
const epochMs = Date.parse('2026-05-13T02:15:30Z')

/** 13 May 2026 at 10:15:30 in Hong Kong, and so on: the same rows again and again, in every producer's own way. */
type Layout = Readonly<{
  what: string
  file: string | Uint8Array
  name?: string
  known?: Partial<Known>
  mapping: object
  questions?: readonly string[]
  first?: object
}>
const first = { client: 'C-1001', txId: 'A-1', type: 'TopUp', amount: 123_456, place: 'Mong Kok' }
const layouts: readonly Layout[] = [
  {
    what: 'the canonical file',
    file: lines(
      'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount',
      '2026-05-13T10:15:30,7,C-1001,Mong Kok,A-1,TopUp,123456',
      '2026-05-13T11:00:00,7,C-1002,Central,A-2,Payment,999',
    ),
    mapping: { format: 'csv', delimiter: ',' },
  },
  {
    what: 'a shop: semicolons, days first, decimal commas',
    file: lines(
      'Datum;Kunde;Filiale;Beleg;Art;Betrag',
      '13/05/2026;C-1001;Mong Kok;A-1;Einzahlung;1.234,56',
      '14/05/2026;C-1002;Central;A-2;Zahlung;12,50',
      '02/05/2026;C-1001;Central;A-3;Zahlung;7,00',
    ),
    mapping: {
      format: 'csv',
      delimiter: ';',
      columns: {
        TxDate: 'Datum',
        ClientId: 'Kunde',
        ProducerLocation: 'Filiale',
        TxId: 'Beleg',
        TxType: 'Art',
        Amount: 'Betrag',
      },
      constants: { ProducerId: '7' },
      dates: ['dd/MM/yyyy'],
      units: 'major',
      decimalMark: ',',
      types: { Einzahlung: 'TopUp', Zahlung: 'Payment' },
    },
  },
  {
    what: 'a bank: tabs, months first, signs',
    file: lines(
      'Booking Date\tAccount No\tBranch\tReference\tAmount',
      '05/13/2026 10:15\tC-1001\tMong Kok\tA-1\t1,234.56',
      '05/14/2026 23:59\tC-1002\tCentral\tA-2\t-99.00',
      '05/02/2026 00:00\tC-1001\tCentral\tA-3\t-5.00',
    ),
    mapping: {
      format: 'csv',
      delimiter: '\t',
      columns: { TxDate: 'Booking Date', ClientId: 'Account No', ProducerLocation: 'Branch', TxId: 'Reference' },
      constants: { ProducerId: '7' },
      dates: ['MM/dd/yyyy HH:mm'],
      units: 'major',
      typeFromSign: { positive: 'TopUp', negative: 'Payment' },
    },
    // Nothing says that a plus is a top-up.
    questions: ['sign_meaning'],
  },
  {
    what: 'a gateway: one object a line, milliseconds, values inside of objects',
    file: lines(
      `{"ts":${epochMs},"customer":{"id":"C-1001"},"store":"Mong Kok","id":"A-1","kind":"load","amount":1234.56}`,
      `{"ts":${epochMs + 1},"customer":{"id":"C-1002"},"store":"Central","id":"A-2","kind":"purchase","amount":12.5}`,
    ),
    mapping: {
      format: 'ndjson',
      columns: { TxDate: 'ts', ClientId: 'customer/id', ProducerLocation: 'store', TxId: 'id', TxType: 'kind' },
      constants: { ProducerId: '7' },
      dates: ['epoch_ms'],
      units: 'major',
      types: { load: 'TopUp', purchase: 'Payment' },
    },
  },
  {
    what: 'XML with attributes',
    file: lines(
      '<?xml version="1.0"?>',
      '<Export><Head><Sender>x</Sender></Head>',
      '<Row when="2026-05-13T10:15:30+08:00" member="C-1001" shop="Mong Kok" ref="A-1" op="credit" amt="123456"/>',
      '<Row when="2026-05-13T11:15:30+08:00" member="C-1002" shop="Central" ref="A-2" op="debit" amt="99"/>',
      '</Export>',
    ),
    mapping: {
      format: 'xml',
      records: 'Row',
      columns: {
        TxDate: '@when',
        ClientId: '@member',
        ProducerLocation: '@shop',
        TxId: '@ref',
        TxType: '@op',
        Amount: '@amt',
      },
      constants: { ProducerId: '7' },
      types: { credit: 'TopUp', debit: 'Payment' },
    },
  },
  {
    what: 'XML with elements, under another encoding',
    file: Buffer.from(
      lines(
        '<?xml version="1.0" encoding="windows-1252"?>',
        '<payments>',
        '<payment><date>2026-05-13 10:15:30</date><customerId>C-1001</customerId><branch>Caf\u00e9 &amp; Bar</branch>',
        '<paymentId>A-1</paymentId><type>Deposit</type><amount>1234.56</amount></payment>',
        '<payment><date>2026-05-13 10:16:30</date><customerId>C-1002</customerId><branch>Caf\u00e9 &amp; Bar</branch>',
        '<paymentId>A-2</paymentId><type>Sale</type><amount>1.00</amount></payment>',
        '</payments>',
      ),
      'latin1',
    ),
    first: { ...first, place: 'Café & Bar' },
    mapping: {
      format: 'xml',
      encoding: 'windows-1252',
      records: 'payment',
      columns: {
        TxDate: 'date',
        ClientId: 'customerId',
        ProducerLocation: 'branch',
        TxId: 'paymentId',
        TxType: 'type',
      },
      constants: { ProducerId: '7' },
      units: 'major',
      types: { Deposit: 'TopUp', Sale: 'Payment' },
    },
  },
  {
    what: 'CSV without a header',
    file: lines(
      '20260513101530|C-1001|Mong Kok|A-1|DR|99',
      '20260513111530|C-1002|Central|A-2|CR|123456',
      '20260514111530|C-1002|Central|A-3|CR|123456',
    ),
    first: { ...first, type: 'Payment', amount: 99 },
    mapping: {
      format: 'csv',
      delimiter: '|',
      header: false,
      columns: { TxDate: '1', ClientId: '2', ProducerLocation: '3', TxId: '4', TxType: '5', Amount: '6' },
      constants: { ProducerId: '7' },
      dates: ['yyyyMMddHHmmss'],
      types: { DR: 'Payment', CR: 'TopUp' },
    },
    // By what stands in them alone.
    questions: ['column_unsure', 'column_unsure', 'column_unsure'],
  },
  {
    what: 'Windows-1252',
    file: Buffer.from(
      lines(
        'date;client;shop;receipt;type;amount',
        '13.05.2026 10:15;C-1001;Caf\u00e9;A-1;TopUp;1234,56',
        '14.05.2026 10:15;C-1002;Caf\u00e9;A-2;Payment;1,00',
      ),
      'latin1',
    ),
    first: { ...first, place: 'Café' },
    mapping: {
      format: 'csv',
      encoding: 'windows-1252',
      delimiter: ';',
      columns: { TxDate: 'date', ClientId: 'client', ProducerLocation: 'shop', TxId: 'receipt', TxType: 'type' },
      constants: { ProducerId: '7' },
      dates: ['dd.MM.yyyy HH:mm'],
      units: 'major',
      decimalMark: ',',
    },
  },
  {
    what: 'UTF-16 with its mark, 12 hours',
    file: Buffer.from(
      `\uFEFF${lines(
        'Transaction Date,Merchant ID,Member No,Store,Txn No,Txn Type,Amount (cents)',
        '13/05/2026 10:15:30 AM,7,C-1001,Mong Kok,A-1,Top-Up,123456',
        '14/05/2026 01:15:30 PM,7,C-1002,Central,A-2,Purchase,12',
      )}`,
      'utf16le',
    ),
    mapping: {
      format: 'csv',
      encoding: 'utf-16le',
      delimiter: ',',
      columns: {
        TxDate: 'Transaction Date',
        ProducerId: 'Merchant ID',
        ClientId: 'Member No',
        ProducerLocation: 'Store',
        TxId: 'Txn No',
        TxType: 'Txn Type',
        Amount: 'Amount (cents)',
      },
      dates: ['dd/MM/yyyy hh:mm:ss a'],
      types: { 'Top-Up': 'TopUp', Purchase: 'Payment' },
    },
  },
  {
    what: 'Chinese names and words',
    file: lines(
      '交易日期,會員編號,分店,流水號,交易類型,金額',
      '2026年5月13日 10:15,C-1001,旺角,A-1,增值,"1,234.56"',
      '2026年5月14日 10:15,C-1002,中環,A-2,消費,8.00',
    ),
    first: { ...first, place: '旺角' },
    mapping: {
      format: 'csv',
      delimiter: ',',
      columns: {
        TxDate: '交易日期',
        ClientId: '會員編號',
        ProducerLocation: '分店',
        TxId: '流水號',
        TxType: '交易類型',
        Amount: '金額',
      },
      constants: { ProducerId: '7' },
      dates: ['yyyy年M月d日 HH:mm'],
      units: 'major',
      types: { 增值: 'TopUp', 消費: 'Payment' },
    },
  },
  {
    what: 'a JSON document that leads to its records, seconds',
    file: JSON.stringify({
      meta: { rows: 2 },
      data: {
        items: [
          { time: 1778638530, user: 'C-1001', place: 'Mong Kok', uuid: 'A-1', action: 'topup', value: 123456 },
          { time: 1778638531, user: 'C-1002', place: 'Central', uuid: 'A-2', action: 'pay', value: 12 },
        ],
      },
    }),
    mapping: {
      format: 'json',
      records: 'data.items',
      columns: {
        TxDate: 'time',
        ClientId: 'user',
        ProducerLocation: 'place',
        TxId: 'uuid',
        TxType: 'action',
        Amount: 'value',
      },
      constants: { ProducerId: '7' },
      dates: ['epoch_s'],
      types: { topup: 'TopUp', pay: 'Payment' },
    },
  },
  {
    what: 'names that say nothing, packed, other columns between',
    file: gzipSync(
      lines(
        'A,B,C,D,E,F,G,H',
        'x,13-May-2026,C-1001,1234.56,HKD,Mong Kok,A-1,deposit',
        'y,14-May-2026,C-1001,100.00,HKD,Central,A-2,withdrawal',
        'x,14-May-2026,C-1002,7.25,HKD,Central,A-3,withdrawal',
      ),
    ),
    name: 'sample.csv.gz',
    mapping: {
      format: 'csv',
      delimiter: ',',
      columns: { TxDate: 'B', ClientId: 'C', ProducerLocation: 'F', TxId: 'G', TxType: 'H', Amount: 'D' },
      constants: { ProducerId: '7' },
      dates: ['dd-MMM-yyyy'],
      units: 'major',
      types: { deposit: 'TopUp', withdrawal: 'Payment' },
    },
    questions: ['column_unsure', 'column_unsure'],
  },
  {
    what: 'one shop, which its file does not name',
    file: lines(
      'Time,Card Holder,Order ID,In/Out,Total',
      '2026-05-13 10:15:30,C-1001,A-1,In,1234.56',
      '2026-05-13 11:15:30,C-1002,A-2,Out,1.00',
    ),
    known: { places: ['Mong Kok'] },
    mapping: {
      format: 'csv',
      delimiter: ',',
      columns: { TxDate: 'Time', ClientId: 'Card Holder', TxId: 'Order ID', TxType: 'In/Out', Amount: 'Total' },
      constants: { ProducerId: '7', ProducerLocation: 'Mong Kok' },
      units: 'major',
      types: { In: 'TopUp', Out: 'Payment' },
    },
  },
  {
    what: 'a bank that writes payments as minus, by its own words',
    file: lines(
      'date,customer,location,id,type,amount',
      '2026-05-13,C-1001,Mong Kok,A-1,Credit,1234.56',
      '2026-05-13,C-1002,Mong Kok,A-2,Debit,-3.00',
    ),
    mapping: {
      format: 'csv',
      delimiter: ',',
      columns: { TxDate: 'date', ClientId: 'customer', ProducerLocation: 'location', TxId: 'id' },
      constants: { ProducerId: '7' },
      units: 'major',
      typeFromSign: { positive: 'TopUp', negative: 'Payment' },
    },
  },
]

it.each(layouts)(
  'guesses how to read $what',
  async ({ file, name = 'sample', known: more, mapping, questions, first: firstRow }) => {
    const sample = { bytes: Buffer.from(file), whole: true }
    const guess = guessMapping(sample, { ...known, ...more })
    expect(guess.mapping).toEqual(Agreement.parse({ mapping }).mapping)
    const agreement = Agreement.parse({ mapping: guess.mapping })
    expect(problemsOf(agreement, 7)).toEqual([])
    const preview = await previewSample({ sample, name, agreement, producer: 7, zone, digits: 2, at })
    expect(preview).toMatchObject({ fault: null, codes: {} })
    expect(preview.counts).toEqual({ rows: preview.rows.length, valid: preview.rows.length, held: 0, faults: 0 })
    expect(preview.rows.length).toBeGreaterThan(1)
    expect(preview.rows[0]?.becomes).toMatchObject({ outcome: 'valid', row: firstRow ?? first })
    expect(guess.questions.map(({ code }) => code)).toEqual(questions ?? [])
  },
)

const csv = (...rows: readonly string[]) => ({
  bytes: Buffer.from(lines('date,client,location,id,type,amount', ...rows)),
  whole: true,
})
it('tells day from month by the values, then by what is recent, and asks when neither says it', () => {
  const guessOf = (...dates: readonly string[]) => {
    const { mapping, certain, questions } = guessMapping(
      csv(...dates.map((date, i) => `${date},C${i},Central,T${i},TopUp,5`)),
      known,
    )
    return {
      dates: mapping.dates,
      certain: certain.TxDate,
      questions: questions.map(({ code, found }) => [code, found]),
    }
  }
  expect(guessOf('13/05/2026', '01/05/2026')).toEqual({ dates: ['dd/MM/yyyy'], certain: 'sure', questions: [] })
  expect(guessOf('05/13/2026', '05/01/2026')).toEqual({ dates: ['MM/dd/yyyy'], certain: 'sure', questions: [] })
  // The other way round it would be November.
  expect(guessOf('05/11/2026', '05/12/2026')).toEqual({ dates: ['MM/dd/yyyy'], certain: 'likely', questions: [] })
  expect(guessOf('04/05/2026', '03/05/2026')).toEqual({
    dates: ['dd/MM/yyyy'],
    certain: 'unsure',
    questions: [['date_order', '04/05/2026']],
  })
  expect(guessOf('2026-05-13', '2026-05-13T10:00:00Z', '13/05/2026')).toEqual({
    dates: ['iso', 'dd/MM/yyyy'],
    certain: 'sure',
    questions: [],
  })
})

it('asks what it cannot know', () => {
  const asked = (sample: Parameters<typeof guessMapping>[0]) => guessMapping(sample, known).questions
  const row = (type: string, amount: string, i: number): string =>
    `2026-05-13,C${i % 2},Central,T${i},${type},${amount}`
  const grouped = lines(
    'date;client;location;id;type;amount',
    '2026-05-13;C1;Central;T1;TopUp;1,000',
    '2026-05-13;C2;Central;T2;Payment;2,500',
  )
  expect(asked({ bytes: Buffer.from(grouped), whole: true })).toEqual([
    { code: 'amount_units', field: 'Amount', found: '1,000' },
  ])
  expect(asked(csv(row('Blau', '5', 1), row('Rot', '6', 2)))).toEqual([
    { code: 'type_word', field: 'TxType', found: 'Blau' },
    { code: 'type_word', field: 'TxType', found: 'Rot' },
  ])
  expect(
    asked({ bytes: Buffer.from(lines('date,client,id,type,amount', '2026-05-13,C1,T1,TopUp,5')), whole: true }),
  ).toEqual([{ code: 'column_missing', field: 'ProducerLocation', found: null }])
  expect(
    asked({
      bytes: Buffer.from(
        lines('TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount', '2026-05-13,8,C1,Central,T1,TopUp,5'),
      ),
      whole: true,
    }),
  ).toEqual([{ code: 'producer_differs', field: 'ProducerId', found: '8' }])
  const nothing = ['', '{}', '[', '<', '{"a":', 'x', '\u0000\u0001', '<a><b></a>']
  for (const text of nothing) {
    expect(asked({ bytes: Buffer.from(text), whole: true }).map(({ code }) => code)).toContain('no_records')
  }
})

it('guesses from a sample that ends in the middle of a record', () => {
  for (const { file } of layouts) {
    const bytes = Buffer.from(file)
    for (let cut = 1; cut < bytes.length; cut += 23) {
      expect(guessMapping({ bytes: bytes.subarray(0, cut), whole: false }, known).mapping.header).toBeTypeOf('boolean')
    }
  }
})

const long = 100_000
it.each([
  ['a long name of an attribute', `<r><a ${'x'.repeat(long)}></a></r>`],
  ['a long name of a column', `${'x'.repeat(long)},b,c\n1,2,3`],
  ['a long word for a type', `type,amount\n${'x'.repeat(long)},5\n${'y'.repeat(long)},6`],
  ['comments that do not end', '<!--'.repeat(long)],
  ['elements in elements', '<a>'.repeat(long)],
  ['arrays in arrays', '['.repeat(long)],
  ['quotes that do not end', `a,b\n${'"'.repeat(long)}`],
  [
    'more columns than anybody has',
    `${Array.from({ length: 5_000 }, (_, i) => `c${i}`).join()}\n${'1,'.repeat(5_000)}`,
  ],
  ['names of JavaScript', '{"__proto__":{"amount":1},"constructor":2,"toString":3}'],
])('comes to an end, with a mapping that can be kept, over %s', (_, text) => {
  const { mapping } = guessMapping({ bytes: Buffer.from(text), whole: true }, known)
  expect(Agreement.parse({ mapping }).mapping).toEqual(mapping)
})
