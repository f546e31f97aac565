/** The proof as bars that begin where the one before them ended: places on an axis, and no figure that is shown. Pure. */
import type { OmnibusProof, ProofTerm } from '../../engine/contract/reconciliation.ts'

export type BarName = ProofTerm['term'] | 'expected' | 'difference' | 'bank'

export type Bar = Readonly<{
  name: BarName
  kind: 'more' | 'less' | 'total' | 'gap'
  /** In minor units, as the engine says it. */
  sum: string
  from: number
  to: number
}>

/** Terms that are nothing have no bar; the table beside has them. */
export function barsOf({ terms, expected, difference, bankClosing, isTold }: OmnibusProof): readonly Bar[] {
  let end = 0n
  const bars: Bar[] = []
  for (const { term, sum } of terms) {
    const amount = BigInt(sum)
    if (amount === 0n) continue
    const from = end
    end += amount
    bars.push({ name: term, kind: amount > 0n ? 'more' : 'less', sum, from: Number(from), to: Number(end) })
  }
  bars.push({ name: 'expected', kind: 'total', sum: expected, from: 0, to: Number(expected) })
  // What the bank had on another day is no end of this one.
  if (difference === null || bankClosing === null || !isTold) return bars
  if (difference !== '0')
    bars.push({ name: 'difference', kind: 'gap', sum: difference, from: Number(expected), to: Number(bankClosing) })
  return [...bars, { name: 'bank', kind: 'total', sum: bankClosing, from: 0, to: Number(bankClosing) }]
}
