/** Sentences about close packs: what was made, and what a check of one found. */

import type { PackProblem, PackVerdict } from '../close-pack/verify/problems.ts'
import type { ClosePack, PackKey } from '../contract/close-packs.ts'
import { assertNever } from '../invariant.ts'
import type { Fault } from './fault.ts'
import { factsOf, plain } from './table.ts'

type Sentence = (facts: Fault['facts']) => string
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export const packSentences: Readonly<Record<string, Sentence>> = {
  days_reversed: ({ from, to }) => `${text(to)} is before ${text(from)}: the first day comes first.`,
  days_too_many: ({ days, daysMax }) =>
    `That is ${text(days)} days, and one file holds up to ${text(daysMax)}. Make one for each part of them.`,
  days_in_future: ({ to, today }) =>
    `${text(to)} has not begun: today is ${text(today)}. Make the pack when it is over.`,
}

const proofWords: Readonly<Record<NonNullable<ClosePack['proves']>, string>> = {
  proves: 'every bank proves',
  breaks: 'DOES NOT PROVE',
  incomplete: 'not proven in full',
  nothing_to_prove: 'no bank to prove',
}
export const standingOf = ({ isClosed, proves }: Pick<PackVerdictFacts, 'isClosed' | 'proves'>): string =>
  [isClosed === true ? 'closed' : 'NOT CLOSED', proves === null ? '' : (proofWords[proves as 'proves'] ?? proves)]
    .filter((part) => part !== '')
    .join(', ')

type PackVerdictFacts = Readonly<{ isClosed: boolean | null; proves: string | null }>

export const packSaid = {
  made: (pack: ClosePack, file: string | null): string => {
    if (pack.state === 'failed')
      return `The pack of ${pack.from} to ${pack.to} could not be made. ${failedWords(pack.problem)} Nothing of it was kept.`
    const where = file === null ? `"close-pack list" shows it; --out FILE writes it to a file.` : `It is in ${file}.`
    return `${pack.name} is made: ${standingOf(pack)}. ${where}\n\n${factsOf({
      'SHA-256': pack.sha256 ?? '',
      Key: pack.fingerprint ?? '',
    })}`
  },
  none: 'No close pack was made yet. "close-pack make --month 2026-11" makes one.',
  key: ({ fingerprint, generation }: PackKey): string =>
    `Packs are signed with the key ${fingerprint} (generation ${generation}).\nGive it to whoever checks them by another way than the packs themselves.`,
  verdict: ({ isSound, file, problems, pack }: PackVerdict, isKeyKnown: boolean): string => {
    const facts =
      pack === null
        ? ''
        : factsOf({
            Workspace: pack.workspace,
            Period: `${pack.from} to ${pack.to}`,
            Made: `${pack.madeAt} by ${pack.madeBy}`,
            Says: standingOf(pack),
            Files: pack.files,
            Key: pack.fingerprint,
          })
    if (!isSound) {
      // A document says what somebody wrote into it, and could move the cursor to where the verdict stands.
      const found = problems.map((problem) => `  - ${plain(problemWords(problem))}`).join('\n')
      return [`${plain(file)} is NOT what was made, or does not hold:`, found, facts]
        .filter((part) => part !== '')
        .join('\n\n')
    }
    const whose = isKeyKnown
      ? 'It is signed with the key that you named.'
      : 'Hold the key against the one that "close-pack key" shows in the workspace, or name it with --key.'
    return `${plain(file)} is sound: every byte is as it was signed, and what it says adds up.\n\n${facts}\n\n${whose}`
  },
} as const

function failedWords(problem: string | null): string {
  switch (problem) {
    case 'too_large':
      return 'It came to more than 4 GB: make one of fewer days, or without --include-clients.'
    case 'disk_full':
      return 'The disk is full: free some space and make it again.'
    default:
      return `Make it again, and look at the log if it fails again (${problem ?? 'internal'}).`
  }
}

function problemWords(problem: PackProblem): string {
  switch (problem.code) {
    case 'unreadable':
      return `It is no close pack, or it is cut off (${problem.reason}).`
    case 'too_many_files':
      return `It holds ${problem.files} files, more than a pack ever has.`
    case 'path_unsafe':
      return `${problem.file}: this name leads out of the folder that it is unpacked into.`
    case 'file_twice':
      return `${problem.file} is in it twice.`
    case 'file_unknown':
      return `${problem.file} does not belong into a pack.`
    case 'file_missing':
      return `${problem.file} is missing.`
    case 'file_packed':
      return `${problem.file} is compressed or encrypted; files of a pack never are, so it was not unpacked.`
    case 'file_too_large':
      return `${problem.file} has ${problem.bytes} bytes, more than the ${problem.bytesMax} that it may have.`
    case 'container_changed':
      return problem.file === null
        ? 'What stands around the files, or behind the last one, was changed.'
        : `${problem.file}: what stands around it was changed.`
    case 'file_changed':
      return `${problem.file} was changed since it was signed.`
    case 'manifest_unreadable':
      return 'manifest.json is missing, or not written as a manifest is.'
    case 'signature_wrong':
      return 'manifest.json: its signature does not fit what it says.'
    case 'key_differs':
      return `It is signed with the key ${problem.fingerprint}, and not with ${problem.expected}.`
    default:
      return contentWords(problem)
  }
}

type ContentProblem = Extract<
  PackProblem,
  { code: `anchor_${string}` | `document_${string}` | `table_${string}` | `${string}_wrong` | 'books_do_not_balance' }
>

function contentWords(problem: Exclude<ContentProblem, { code: 'signature_wrong' }>): string {
  switch (problem.code) {
    case 'anchor_unreadable':
      return 'anchor.json is missing, or no anchor.'
    case 'anchor_forged':
      return 'anchor.json: its signature does not fit what it says.'
    case 'anchor_differs':
      return 'anchor.json is of another workspace, or signed with another key than the pack.'
    case 'document_unreadable':
      return `close-pack.json is not what a pack holds (${problem.reason}).`
    case 'document_differs':
      return `close-pack.json: ${problem.field} is not what the rest of the pack says.`
    case 'table_unreadable':
      return `${problem.file}: line ${problem.line} can't be read.`
    case 'table_differs':
      return `${problem.file}: its ${problem.what} are not what close-pack.json says.`
    case 'balance_wrong':
      return `${problem.account} ${problem.currency}: opening, debits and credits do not come to the closing balance.`
    case 'books_do_not_balance':
      return `The closing balances in ${problem.currency} do not come to nothing.`
    case 'proof_wrong':
      return `The proof of ${problem.account} ${problem.currency} on ${problem.day} does not come out.`
    case 'verdict_wrong':
      return `It says "${problem.says}", and its proofs come to "${problem.found}".`
    default:
      return assertNever(problem)
  }
}
