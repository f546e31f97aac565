/** What a close pack says in words. English, as the names in the files beside it are. */
import type { PackProof } from '../../contract/close-packs.ts'
import { assertNever } from '../../invariant.ts'
import type { PackDays } from '../pack-days.ts'

const spanOf = ({ from, to }: PackDays): string => (from === to ? from : `${from} to ${to}`)
const many = (n: number, one: string, more: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : more}`

export const words = {
  title: (days: PackDays): string => `Close pack ${spanOf(days)}`,
  page: (page: number, of: number): string => `Page ${page} of ${of}`,
  footHash: (sha256: string): string => `close-pack.json  SHA-256 ${sha256}`,
  footKey: (fingerprint: string): string => `Signed with the key ${fingerprint}`,
  facts: {
    workspace: 'Workspace',
    period: 'Period',
    madeAt: 'Made at',
    madeBy: 'Made by',
    closed: 'Books closed up to',
    postings: 'Postings on these days',
    key: 'Key that signed it',
  },
  notClosedAtAll: 'no day yet',
  demo: 'This is a demonstration workspace: none of the money is real.',
  closed: 'Closed: every day of the period is closed and takes nothing more.',
  notClosed: (through: string | null): string =>
    through === null
      ? 'Not closed: no day of the books is closed yet. What is here may still change.'
      : `Not closed: the books are closed up to ${through}. What is here of later days may still change.`,
  goingOn: 'The last day was not over when this was made.',
  empty: 'Empty: nothing was posted on these days.',
  verdict: verdictWords,
  breaksAt: (account: string, day: string, difference: string): string =>
    `Does not prove: ${account} on ${day}, the bank has ${difference} that nothing explains.`,
  moreBreaks: (n: number): string =>
    `… and on ${many(n, 'more day', 'more days')} of a bank, in the section on the proof.`,
  withoutBalance: (n: number): string =>
    `Not proven: on ${many(n, 'day', 'days')} of a bank no statement says what it had, nor does any before.`,
  untold: (n: number): string =>
    `Not proven: on ${many(n, 'day', 'days')} of a bank its last statement ends before, and no later one goes on with its balance. The bank may have anything.`,
  carriedOver: (n: number): string =>
    `On ${many(n, 'day', 'days')} of a bank no statement tells of that very day; the one before was used, which a later one goes on with.`,
  sections: {
    balances: 'Balances',
    proof: 'Omnibus proof',
    matches: 'Matches by rule',
    residues: 'Residues',
    open: 'What is still open',
    exceptions: 'Exceptions',
    approvals: 'Approvals',
    rules: 'Rules in force',
    files: 'Files',
    periods: 'Closed days and months',
    contents: 'What is in this pack',
  },
  aboutBalances:
    'Opening + debits − credits = closing. Dr is what we have or are owed, Cr is what we owe. In each currency all accounts together come to nothing.',
  allOf: { wallet: 'All wallets', pending: 'All money on hold', receivable: 'All receivables' } as Record<
    string,
    string
  >,
  aboutProof:
    'What the bank has is what everybody else is owed by the ledger, but for lines that are not posted yet and postings that are not at the bank yet. All terms of each day are in proof.csv.',
  equation: (account: string, day: string): string => `${account}, at the end of ${day}`,
  terms: {
    wallets: 'Wallets of clients',
    pending: 'Money of clients on hold',
    payout: 'Payouts under way',
    suspense: 'Suspense',
    fee_income: 'Fee income',
    gateway: 'Gateways',
    clearing: 'Clearing with producers',
    fee_expense: 'Fee expense',
    write_off: 'Write-offs',
    receivable: 'Receivables from clients',
    other_banks: 'Other banks',
    lines_not_posted: 'Bank lines not posted',
    postings_not_at_bank: 'Postings not at the bank',
  } as Record<string, string>,
  expected: 'Comes to',
  bankSays: 'The bank says',
  difference: 'Difference',
  suspects: 'What the difference may come from',
  aboutMatches:
    'By the day of the latest item of each match. Provisional matches may still be found otherwise until their day is cut off.',
  aboutOpen: 'What nobody had explained when this was made, of days up to the last one, by its age on that day.',
  aboutExceptions:
    'Open before these days + raised + reopened − resolved = open at their end. Each is as it stood then; its money is as it stood when this was made.',
  aboutApprovals: 'Proposals that were decided on, withdrawn or ran out on these days.',
  aboutRules:
    'Every version that was in force at any time of the period. What each says is in rules.csv, word for word.',
  aboutFiles: 'Files that came on these days, and those that tell of them. The hash is over the file as it came.',
  aboutPeriods: 'The root is a hash over every posting of the day or month; the audit chain has it too.',
  nothing: 'Nothing.',
  restIn: (shown: number, rows: number, file: string): string =>
    `The first ${shown.toLocaleString('en')} of ${rows.toLocaleString('en')}; all of them are in ${file}.`,
  contents: (name: string): string => contents[name] ?? name,
  rows: 'Rows',
  file: 'File',
  holds: 'What it holds',
} as const

function verdictWords(verdict: PackProof): string {
  switch (verdict) {
    case 'proves':
      return 'Proves: on every day statements say what each bank had, and it is what the ledger explains, to the cent.'
    case 'breaks':
      return 'Does not prove: a bank has more or less than is explained.'
    case 'incomplete':
      return 'Not proven in full: of some days no statement says what a bank had.'
    case 'nothing_to_prove':
      return 'Nothing to prove: there was no bank account on these days.'
    default:
      return assertNever(verdict)
  }
}

const contents: Readonly<Record<string, string>> = {
  balances: 'Each account of ours, and those of clients in sum',
  proof: 'Each bank on each day, with all terms',
  'matches-by-rule': 'By account, rule, version and state',
  residues: 'Each with its match, account and posting',
  open: 'By account, side and age',
  exceptions: 'Each with what became of it',
  approvals: 'Each proposal with who asked and who decided',
  rules: 'Each version of settings and agreements, with its text',
  files: 'Batches and statements with their hashes',
  periods: 'Closed days and months with their roots',
  wallets: 'Each account of a client',
}
