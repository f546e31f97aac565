/** Files that have everything in them that a format can have, and seeded ways to spoil them. */

/** Small, fast and the same on every machine. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

const header = 'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount,More'
const json = (tx: string): string =>
  `{"TxDate":"2026-11-20","ProducerId":7,"ClientId":"C","ProducerLocation":"\\u65fa\\u89d2 \\"5\\"","TxId":"${tx}","TxType":null,"Amount":12.50,"more":"é"}`
const element = (tx: string): string =>
  `<Transaction><TxDate>2026-11-20</TxDate><ProducerId>7</ProducerId><ClientId>&lt;C&#65;</ClientId><TxId>${tx}</TxId><Amount>5</Amount></Transaction>`

export const seeds = {
  csv: [
    `${header}\n2026-11-20,7,C,"Mong ""Kok""",a,TopUp,5,x\n,,,,,,,\n2026-11-20,7,"two\nlines",5" Main,b,Payment,6,"x" \n#CONTROL,3,11\n`,
    `${header.replaceAll(',', ';')}\r\n旺;7;"C;D";"";a;TopUp;5;\r\n\r\n1;2;3;4;5;6;7;8\r\n`,
    `${header.replaceAll(',', '\t')}\r1\t2\t3\t4\t5\t6\t7\t8\r"1\r"\t2\t3\t4\t5\t6\t7\t8`,
  ],
  json: [
    `[${json('a')},\n${json('b')} , {"Amount":{"x":[1,2]},"__proto__":{"Amount":"5"}},{"Amount":1,"amount":2},[],"x",-0,{}]`,
    `{"made":{"by":["x",null,true,1e3]},"control":{"count":2,"sum":25},\r\n"transactions":[\r\n${json('a')},\r\n{"x":{"y":"}"},"Amount":5}\r\n]}`,
  ],
  ndjson: [
    `${json('a')}\n${json('b')}\r\n\n{"Amount":"\\ud800"}\n{"Amount":[1]} \n{"Amount":1,"Amount":2}\n{"Amount":9007199254740993}\n`,
  ],
  xml: [
    `<?xml version="1.0"?>\n<!-- x -->\n<Transactions>\n${element('a')}\n${element('<![CDATA[b&]]>c')}<Transaction Amount="5 &amp;" TxId='x'/>\n<Control count="3"/></Transactions>\n`,
    `<t:Transactions xmlns:t="u"><Head a="1"><Made>x</Made><!--y--></Head>\r\n<t:Transaction><t:Amount>5<!-- x --></t:Amount><More><x><y/></x></More>\r\n<t:TxId/><t:ClientId><!-- x --></t:ClientId></t:Transaction></t:Transactions>`,
  ],
} as const

const telling = [
  '"',
  '""',
  ',',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '{',
  '}',
  '[',
  ']',
  ':',
  '\\',
  '\\u',
  '<',
  '</',
  '>',
  '/>',
  '&',
  '&#0;',
  ']]>',
  '<!--',
  '-->',
  '<?',
  '=',
  "'",
  ' ',
  '\t',
  '-',
  '0',
  '1e3',
  'null',
  '"Amount":',
  '<Amount>',
  '</Transaction>',
  '<Transaction>',
  '\uFEFF',
  '\x80',
  'é',
  '#CONTROL,1,1',
]

/** The file with one to four things done to it. */
export function mutate(file: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes = Buffer.from(file)
  for (let times = 1 + random(4); times > 0; times -= 1) {
    const at = random(bytes.length + 1)
    const to = Math.min(bytes.length, at + random(random(4) === 0 ? 60 : 4))
    const before = bytes.subarray(0, at)
    const other = random(bytes.length + 1)
    switch (random(6)) {
      case 0:
        bytes = Buffer.concat([before, bytes.subarray(to)])
        break
      case 1:
        bytes = Buffer.concat([before, Buffer.from([random(256)]), bytes.subarray(at + 1)])
        break
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, other), bytes.subarray(at, to), bytes.subarray(other)])
        break
      case 3:
        if (random(4) === 0) bytes = Buffer.from(before)
        break
      default:
        bytes = Buffer.concat([before, Buffer.from(telling[random(telling.length)] ?? ''), bytes.subarray(at)])
    }
  }
  return bytes
}
