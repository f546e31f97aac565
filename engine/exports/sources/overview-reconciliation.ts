/** Whether money moved as everybody said, as the overview shows it: what is matched, how old the rest is, and the gap. */
import type { ReconciledCurrency, UnmatchedBand } from '../../contract/overview.ts'
import { readGap, readReconciled } from '../../overview/reconciliation.ts'
import { sourceOf } from '../source.ts'

type MatchedLine = ReconciledCurrency['matched'] & Readonly<{ currency: string; from: string; to: string }>

export const overviewMatched = sourceOf<'overview_matched', MatchedLine>('overview_matched', {
  title: 'Did it move as they said?',
  columns: {
    currency: ['text', 0.8],
    from: ['day', 1.2],
    to: ['day', 1.2],
    lines: ['integer', 1],
    openLines: 'integer',
    matchedLines: ['integer', 1],
    money: ['money', 1.6],
    openMoney: 'money',
    matchedMoney: ['money', 1.6],
    // Hundredths of a percent.
    shareOfLines: ['integer', 1],
    shareOfMoney: ['integer', 1],
  },
  pages: async function* (context, asked) {
    const { currencies, from, to } = readReconciled(context, { ...asked, at: context.asker.at })
    yield currencies.map(({ currency, matched }) => ({ currency, from, to, ...matched }))
  },
})

type BandLine = UnmatchedBand & Readonly<{ currency: string }>

export const overviewUnmatched = sourceOf<'overview_unmatched', BandLine>('overview_unmatched', {
  title: 'How long does the rest wait?',
  columns: {
    currency: ['text', 0.8],
    fromDays: ['integer', 1],
    toDays: ['integer', 1],
    lines: ['integer', 1],
    lineMoney: ['money', 1.6],
    postings: ['integer', 1],
    postingMoney: ['money', 1.6],
  },
  pages: async function* (context, asked) {
    const { currencies } = readReconciled(context, { ...asked, at: context.asker.at })
    yield currencies.flatMap(({ currency, unmatched }) => unmatched.map((band) => ({ currency, ...band })))
  },
})

type GapLine = Readonly<{
  account: string
  currency: string
  day: string | null
  bank: string | null
  ledger: string | null
  gap: string | null
  linesNotPosted: string | null
  postingsNotAtBank: string | null
  residue: string | null
}>

export const overviewGap = sourceOf<'overview_gap', GapLine>('overview_gap', {
  title: "Is the bank's money what we owe?",
  columns: {
    account: ['text', 1.6],
    currency: ['text', 0.8],
    day: ['day', 1.2],
    bank: ['money', 1.6],
    ledger: ['money', 1.6],
    gap: ['money', 1.4],
    linesNotPosted: ['money', 1.4],
    postingsNotAtBank: ['money', 1.4],
    residue: ['money', 1.4],
  },
  pages: async function* (context, asked) {
    const { banks } = readGap(context, { ...asked, at: context.asker.at })
    yield banks.map(({ account, currency, proof, gap, residue }) => {
      const sumOf = (name: string): string | null =>
        proof === null ? null : (proof.terms.find(({ term }) => term === name)?.sum ?? '0')
      return {
        account,
        currency,
        day: proof?.day ?? null,
        bank: proof?.bankClosing ?? null,
        ledger: proof?.ledger ?? null,
        gap,
        linesNotPosted: sumOf('lines_not_posted'),
        postingsNotAtBank: sumOf('postings_not_at_bank'),
        residue,
      }
    })
  },
})
