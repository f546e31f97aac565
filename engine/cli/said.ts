/** Every sentence that the command line says about work that was done. */
import type { Anchor, ChainVerdict } from '../contract/audit.ts'
import type { Batch } from '../contract/batches.ts'
import type { HistoryItem } from '../contract/clients.ts'
import type { IngestStatus } from '../contract/ingest.ts'
import type { JobRun } from '../contract/jobs.ts'
import type { Producer } from '../contract/producers.ts'
import type { Backup, CheckResult, KeySlot } from '../contract/workspace.ts'
import type { Restored } from '../workspace/restore.ts'
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

export const said = {
  created: ({ directory, user, zone, currency, recoveryKey }: Created): string =>
    `The workspace is in ${directory} (${zone}, ${currency}). Its first user is ${user}.\n\n${recoveryWords(recoveryKey)}`,

  createdDemo: (created: Created & Readonly<{ users: readonly DemoUser[] }>): string => {
    const people = tableOf<DemoUser>(created.users, [
      { title: 'User', cell: ({ name }) => name },
      { title: 'Passphrase', cell: ({ passphrase }) => passphrase },
      { title: 'Who', cell: ({ displayName, roles }) => `${displayName}, ${roles.join(' and ')}` },
    ])
    return `A demo workspace is in ${created.directory}; sample files wait in its drop folders.\n\n${people}\n\n${recoveryWords(created.recoveryKey)}`
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

  consistent: ({ postings, pages }: CheckResult): string =>
    `Consistent: ${count(postings, 'posting')}${pages === undefined ? '' : `, ${count(pages, 'page')}`}.`,
  inconsistent: (differences: number): string => `NOT consistent: ${count(differences, 'difference')}.`,

  noJobs: 'No job has been planned yet; "watch", "serve" and the desktop app plan them.',
  jobEnded: ({ job, outcome, detail }: JobRun): string => `${job}: ${outcome} ${JSON.stringify(detail)}`,

  verdict: ({ intact, records, brokenAt, problem }: ChainVerdict, anchored: boolean): string =>
    intact
      ? `Intact: ${count(records, 'record')}${anchored ? ', and the anchor agrees' : ''}.`
      : `BROKEN at record ${brokenAt ?? '?'} (${problem ?? 'unknown'}).`,
  anchored: ({ seq }: Anchor, file: string): string => `The head, record ${seq}, is signed in ${file}.`,

  backedUp: ({ directory, files, bytes }: Backup): string =>
    `${count(files, 'file')}, ${bytes.toLocaleString('en')} bytes, in ${directory}`,
  restored: ({ directory, files, check, chain }: Restored): string =>
    `Restored ${count(files, 'file')} to ${directory} and proved them: ${count(check.postings, 'posting')}, ${count(chain.records, 'audit record')}.`,

  serving: (url: string): string => `Countinghouse is at ${url}/ (sign in there; Ctrl-C ends it)`,

  page: (text: string, next: string | null): string =>
    next === null ? text : `${text}\n\nThere is more: --cursor ${next}`,
} as const
