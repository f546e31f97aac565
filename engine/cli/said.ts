/** Every sentence that the command line says about work that was done. */
import type { Account } from '../contract/accounts.ts'
import type { Anchor, ChainVerdict } from '../contract/audit.ts'
import type { Batch } from '../contract/batches.ts'
import type { HistoryItem } from '../contract/clients.ts'
import type { Outputs } from '../contract/contract.ts'
import type { IngestStatus } from '../contract/ingest.ts'
import type { JobRun } from '../contract/jobs.ts'
import type { HoldReceipt, Receipt, WalletBalance } from '../contract/operations.ts'
import type { Producer } from '../contract/producers.ts'
import type { Proposal } from '../contract/proposals.ts'
import type { AutoTopUp } from '../contract/wallets.ts'
import type { Backup, CheckResult, KeySlot } from '../contract/workspace.ts'
import type { Restored } from '../workspace/restore.ts'
import { caseSaid } from './case-words.ts'
import type { Figures } from './figures.ts'
import { tableOf } from './table.ts'

type Created = Readonly<{ directory: string; user: string; zone: string; currency: string; recoveryKey: string }>
type DemoUser = Readonly<{ name: string; displayName: string; roles: readonly string[]; passphrase: string }>

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : /[sx]$/.test(noun) ? 'es' : 's'}`

const recoveryWords = (key: string): string => `Recovery key, shown this once only:

  ${key}

Print it and lock it away. It lets anybody set a new passphrase; without it and without a passphrase nobody, we
included, can ever open the workspace again.`

const heldWords = (heldPosted: number): readonly string[] =>
  heldPosted === 0 ? [] : [`${count(heldPosted, 'held payment')} went through with it.`]

const tableOfWallets = (wallets: readonly WalletBalance[], { money }: Figures): string =>
  tableOf<WalletBalance>(wallets, [
    { title: 'Wallet', cell: ({ client }) => client },
    { title: 'Balance', cell: ({ balance, currency }) => money(balance, currency), right: true },
    { title: 'Available', cell: ({ available, currency }) => money(available, currency), right: true },
    { title: 'Version', cell: ({ version }) => version, right: true },
  ])

export const said = {
  created: ({ directory, user, zone, currency, recoveryKey }: Created): string =>
    `The workspace is in ${directory} (${zone}, ${currency}). Its first user is ${user}.\n\n${recoveryWords(recoveryKey)}`,

  createdDemo: (created: Created & Readonly<{ users: readonly DemoUser[] }>): string => {
    const people = tableOf<DemoUser>(created.users, [
      { title: 'User', cell: ({ name }) => name },
      { title: 'Passphrase', cell: ({ passphrase }) => passphrase },
      { title: 'Who', cell: ({ displayName, roles }) => `${displayName}, ${roles.join(' and ')}` },
    ])
    return `A demo workspace is in ${created.directory}; it has three months of batches behind it.\n\n${people}\n\n${recoveryWords(created.recoveryKey)}`
  },

  userAdded: (name: string): string => `${name} may sign in, and has to choose a passphrase of their own then.`,
  userRemoved: (name: string): string => `${name} was removed, and the master key was replaced.`,
  passphraseChanged: (name: string, own: boolean): string =>
    own ? 'The passphrase was changed.' : `${name} has a new passphrase, and has to change it at the next sign-in.`,

  slotKinds: { user: 'passphrase', unattended: 'unattended start', recovery: 'recovery key' } satisfies Record<
    KeySlot['kind'],
    string
  >,
  generation: (generation: number): string =>
    generation === 1
      ? 'The master key is the first one.'
      : `The master key is number ${generation}; the earlier ones open nothing any more.`,
  rotated: (generation: number): string =>
    `The store is encrypted under a new master key, number ${generation}. Everybody keeps their passphrase.`,
  recoveryKey: recoveryWords,
  recovered: (user: string): string => `${user} may sign in with the new passphrase.`,
  unattended: (wish: 'on' | 'off'): string =>
    wish === 'on'
      ? '"serve" opens the workspace by itself when it is given this key file. Guard the file like the workspace itself.'
      : 'The workspace opens by itself no longer, and the key file is gone.',

  noProducers: 'There are no producers yet; "producers add FILE" registers one.',
  everyPlace: 'every place',
  producerAdded: ({ name, dropFolder }: Producer): string =>
    `${name} was registered. Its files are dropped into\n  ${dropFolder}`,
  producerSuspended: ({ id, name }: Producer): string =>
    `Nothing more is taken from ${name}; its files are held. "producers resume ${id}" proposes to go on.`,

  noBatches: 'There are no batches.',
  nothingWaited: 'Nothing waited.',
  noRows: 'Every row of it was simply posted.',
  rowEquation: ({ rows, posted, repeats, conflicts, faults, held, unposted }: Batch): string =>
    `${rows} = ${posted} posted + ${repeats} repeats + ${conflicts} conflicts + ${faults} faults + ${held} held + ${unposted} unposted`,
  moreRows: (batch: number): string => `\nThere are more: batches rows ${batch}`,
  ingested: (table: string, troubles: IngestStatus['troubles']): string =>
    [table, ...troubles.map(({ path, code }) => `Not taken: ${path} (${code})`)].join('\n'),
  watching: (drop: string): string => `Watching ${drop}; Ctrl-C ends it.`,
  batchDone: (batch: Batch, figures: Figures | undefined): string => {
    const { id, producerCode, file, state, posted, repeats, conflicts, faults, heldNow, sum, reasons } = batch
    const parts = [
      `${count(posted, 'row')} posted (${figures?.money(sum) ?? sum})`,
      ...(repeats > 0 ? [count(repeats, 'repeat')] : []),
      ...(conflicts > 0 ? [count(conflicts, 'conflict')] : []),
      ...(faults > 0 ? [count(faults, 'fault')] : []),
      ...(heldNow > 0 ? [`${heldNow} held`] : []),
    ]
    const why = reasons.length === 0 ? '' : ` because of ${reasons.join(', ')}`
    return `Batch ${id} ${producerCode}/${file.replace(/\p{Cc}/gu, '\u{FFFD}')}: ${state}${why}; ${parts.join(', ')}`
  },

  noClients: 'There are no clients.',
  noHistory: 'There are no transactions.',
  historyStatus: { confirmed: 'confirmed', in_process: 'in process' } satisfies Record<HistoryItem['status'], string>,

  businessDay: (day: string, late: boolean): string => (late ? `${day} (late)` : day),

  receipt: (receipt: Receipt, figures: Figures): string => {
    const { transaction, kind, currency, amount, businessDay, late, wallets, heldPosted, autoTopUp } = receipt
    return [
      `Transaction ${transaction}: ${kind} of ${figures.money(amount, currency)} for ${businessDay}.`,
      ...(late ? ['Its own day is closed, so it stands in the first open one.'] : []),
      ...heldWords(heldPosted),
      ...(autoTopUp === null ? [] : [`It set off an automatic top-up, transaction ${autoTopUp}.`]),
      '',
      tableOfWallets(wallets, figures),
    ].join('\n')
  },
  noHolds: 'There are no holds.',
  holdReceipt: ({ hold, wallet, heldPosted, transaction }: HoldReceipt, figures: Figures): string => {
    const { id, state, currency, amount, captured, left, expiresAt } = hold
    const money = (minor: number): string => figures.money(minor, currency)
    return [
      `Hold ${id} of ${money(amount)} is ${state}: ${money(captured)} captured, ${money(left)} still set aside.`,
      ...(state === 'open' ? [`It expires at ${figures.time(expiresAt)}.`] : []),
      ...(transaction === null ? [] : [`It was captured in transaction ${transaction}.`]),
      ...heldWords(heldPosted),
      '',
      tableOfWallets([wallet], figures),
    ].join('\n')
  },
  autoTopUp: ({ threshold, amount, from, armed }: AutoTopUp, money: (minor: number) => string): string =>
    `${money(amount)} from ${from} when it drops below ${money(threshold)}${armed ? '' : ' (acted; waits until the wallet is there again)'}`,

  noPostings: 'There are no such postings.',
  lookedBackTo: (time: string): string => `Looked back to ${time}; there may be more before.`,
  noAccounts: 'There are no such accounts.',
  accountOpened: ({ code, currency }: Account): string => `${code} is open, in ${currency}.`,
  balanced: 'Debits and credits agree.',
  unbalanced: 'Debits and credits do NOT agree; "check" says where.',

  noProposals: 'There are no such proposals.',
  keyUsed: (key: string): string => `Key: ${key} (should no answer come, ask again with --key ${key})`,
  proposed: ({ id, kind, state, expiresAt }: Proposal, { time }: Figures): string =>
    state === 'open'
      ? `Proposal ${id} (${kind}) waits for a second person until ${time(expiresAt)}: proposals approve ${id}`
      : `Proposal ${id} (${kind}) was made before, and is ${state}.`,
  decided: ({ id, kind, state, inSetUp, result }: Proposal): string => {
    const what = result === null ? '' : ` ${caseSaid.settled({ kind, result }) ?? JSON.stringify(result)}`
    const alone = inSetUp ? ' Its own proposer decided, because the workspace is still being set up.' : ''
    return `Proposal ${id} (${kind}) is ${state}.${what}${alone}`
  },
  commented: (id: number): string => `Said on proposal ${id}.`,

  consistent: ({ postings, pages }: CheckResult): string =>
    `Consistent: ${count(postings, 'posting')}${pages === undefined ? '' : `, ${count(pages, 'page')}`}.`,
  inconsistent: (differences: number): string => `NOT consistent: ${count(differences, 'difference')}.`,

  noPeriods: 'No day is closed yet; a proposal closes one.',
  openFrom: ({ closedThrough, firstOpenDay }: Outputs['periods']['list']): string =>
    [
      closedThrough === null ? 'Every day is open.' : `Closed through ${closedThrough}.`,
      firstOpenDay === null ? 'No open day has postings.' : `The first open day with postings is ${firstOpenDay}.`,
    ].join(' '),
  periodVerdict: ({ period, matches, postings, root, recorded }: Outputs['periods']['verify']): string =>
    matches
      ? `${period.name} is what was closed: ${count(postings, 'posting')}, root ${root}.`
      : `${period.name} is NOT what was closed: ${count(postings, 'posting')} of ${period.postings ?? '?'}, root ${root}, stored ${period.root ?? '-'}, in the audit chain ${recorded ?? '-'}.`,

  noJobs: 'No job has been planned yet; "watch", "serve" and the desktop app plan them.',
  jobEnded: ({ job, outcome, detail }: JobRun): string => `${job}: ${outcome} ${JSON.stringify(detail)}`,

  verdict: ({ intact, records, brokenAt, problem }: ChainVerdict, anchored: boolean): string =>
    intact
      ? `Intact: ${count(records, 'record')}${anchored ? ', and the anchor agrees' : ''}.`
      : `BROKEN at record ${brokenAt ?? '?'} (${problem ?? 'unknown'}).`,
  anchored: ({ seq }: Anchor, file: string): string => `The head, record ${seq}, is signed in ${file}.`,

  backedUp: ({ directory, files, bytes }: Backup): string =>
    `${count(files, 'file')}, ${bytes.toLocaleString('en')} bytes, in ${directory}`,
  restored: ({ directory, files, check, chain, keysEnded, addressesPaused }: Restored): string => {
    const proved = `${count(check.postings, 'posting')}, ${count(chain.records, 'audit record')}`
    const keys =
      keysEnded === 0 ? '' : ` ${count(keysEnded, 'API key')} ended: make new ones for the programs that go on.`
    const told = addressesPaused === 0 ? '' : ` Webhooks to ${count(addressesPaused, 'address')} are paused.`
    return `Restored ${count(files, 'file')} to ${directory} and proved them: ${proved}.${keys}${told}`
  },

  serving: (url: string): string => `Countinghouse is at ${url}/ (sign in there; Ctrl-C ends it)`,

  page: (text: string, next: string | null): string =>
    next === null ? text : `${text}\n\nThere is more: --cursor ${next}`,
} as const
