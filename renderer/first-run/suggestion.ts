/** What a sample file tells of who sends it: a name and a code from how it is called, a number where every row has one. Pure. */
import { ProducerCode } from '../../engine/contract/producers.ts'
import type { Sample } from '../producers/sample.ts'

export type Suggestion = Readonly<{ name: string; code: string; id: string }>

const numberColumn = 'producerid'

export function suggestionOf({ name, bytes }: Pick<Sample, 'name' | 'bytes'>): Suggestion {
  // Days and counters belong to the file and not to who sent it.
  const words = name
    .replace(/(\.[a-z0-9]{1,8})+$/i, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^\d+$/.test(word))
  const code = words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '')
    .slice(0, 40)
  return {
    name: words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' '),
    code: ProducerCode.safeParse(code).success ? code : '',
    id: numberIn(new TextDecoder().decode(bytes.subarray(0, 4_096))),
  }
}

/** Of the first row, where the file is a table with that column. The engine reads the file for good; this only saves typing. */
function numberIn(text: string): string {
  const [head = '', row = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const mark = [';', '\t', '|'].find((each) => head.includes(each)) ?? ','
  const place = head.split(mark).findIndex((column) => column.trim().replaceAll('"', '').toLowerCase() === numberColumn)
  const found = place === -1 ? '' : (row.split(mark)[place] ?? '').trim().replaceAll('"', '')
  return /^[1-9]\d{0,8}$/.test(found) ? found : ''
}
