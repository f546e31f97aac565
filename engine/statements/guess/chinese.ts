/**
 * Whether bytes that are no UTF-8 are Chinese, and in which of the two encodings of banks. Each character is two bytes that
 * are both high as often as not, where a western text has a single high byte between letters, so that a name in capitals
 * with umlauts is not taken for Chinese. A few words may read as well in the one as in the other, both in characters that
 * everybody uses: then it is what banks of the workspace's zone write.
 */
import type { StatementMapping } from '../../contract/statement-mappings.ts'

export type Chinese = Extract<NonNullable<StatementMapping['encoding']>, 'big5' | 'gb18030'>

/** Fewer say nothing. */
const pairsMin = 2

/** Zones in which banks that don't write Unicode write Big5. */
const zonesOfBig5: ReadonlySet<string> = new Set(['Asia/Hong_Kong', 'Asia/Macau', 'Asia/Taipei', 'Hongkong', 'ROC'])
export const usualChineseIn = (zone: string): Chinese => (zonesOfBig5.has(zone) ? 'big5' : 'gb18030')

export function chineseEncodingOf(bytes: Uint8Array, usual: Chinese): Chinese | null {
  const { pairs, high, common, onlyBig5, commonInGb } = countPairs(bytes)
  if (pairs < pairsMin || high < pairs * 0.3) return null
  if (high === pairs && !onlyBig5 && commonInGb >= pairs * 0.7) return common === pairs ? usual : 'gb18030'
  return common >= pairs * 0.7 ? 'big5' : null
}

type Counts = {
  pairs: number
  /** Both bytes are high. */
  high: number
  /** Of the half of Big5 that nearly every text is written in, and its marks. */
  common: number
  /** In GB2312 nothing stands there. */
  onlyBig5: boolean
  commonInGb: number
}

function countPairs(bytes: Uint8Array): Counts {
  const counts: Counts = { pairs: 0, high: 0, common: 0, onlyBig5: false, commonInGb: 0 }
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    const [lead, trail] = [bytes[at] as number, bytes[at + 1] as number]
    if (lead < 0x80) continue
    at += 1
    counts.pairs += 1
    if (trail >= 0xa1) counts.high += 1
    if (lead >= 0xa1 && lead <= 0xc6 && trail >= 0x40) counts.common += 1
    if (lead >= 0xaa && lead <= 0xaf) counts.onlyBig5 = true
    if ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3)) counts.commonInGb += 1
  }
  return counts
}
