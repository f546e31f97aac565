/** Every sentence that the command line says about how a command ended. Codes come in, words for people go out. */
import { permissions } from '../contract/permission.ts'
import { callerSentences } from './caller-words.ts'
import { caseSentences } from './case-words.ts'
import { packSentences } from './close-pack-words.ts'
import { contactSentences } from './contact-words.ts'
import { exportSentences } from './export-words.ts'
import type { Fault } from './fault.ts'
import { ledgerSentences } from './ledger-words.ts'
import { matchSentences } from './match-words.ts'
import { ownWalletSentences } from './own-wallet-words.ts'
import type { Secret, UsageProblem } from './refusal.ts'
import { webhookSentences } from './webhook-words.ts'

export const promptWords = {
  passphrase: (user: string): string => `Passphrase of ${user}: `,
  newPassphrase: 'New passphrase: ',
  again: 'The same once more: ',
  recoveryKey: 'Recovery key: ',
  gatewaySecret: (gateway: string): string => `Secret of the gateway ${gateway}: `,
} as const

type Facts = Fault['facts']
type Sentence = (facts: Facts) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export function sentenceOf({ code, facts }: Fault): string {
  if (code === 'usage') return problemWords(facts.problem as UsageProblem)
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined
  return sentence === undefined ? `Refused: ${code}.` : sentence(facts)
}

const sentences: Readonly<Record<string, Sentence>> = {
  ...ledgerSentences,
  ...contactSentences,
  ...matchSentences,
  ...packSentences,
  ...exportSentences,
  ...callerSentences,
  ...ownWalletSentences,
  ...webhookSentences,
  ...caseSentences,
  workspace_missing: ({ directory, file }) =>
    `There is no workspace in ${text(directory ?? file)}. "init" makes one; --workspace names another folder.`,
  workspace_exists: ({ directory }) => `There is a workspace in ${text(directory)} already; it was left as it is.`,
  workspace_in_use: (facts) => holderWords(facts),
  workspace_unwritable: ({ directory, file }) => `${text(directory ?? file) || 'The workspace'} can't be written to.`,
  store_newer: ({ found, known }) =>
    `The workspace was last opened by a newer Countinghouse (format ${text(found)}, this one knows ${text(known)}). Install that version or a newer one.`,
  store_damaged: ({ pages }) =>
    `The store is damaged or does not belong to these keys.${pages === undefined ? '' : ` Unreadable pages: ${text(pages)}.`} Nothing was changed; restore the last backup into another folder.`,
  keys_damaged: () => 'The key file (keys.json) is damaged. Nothing was changed; restore the last backup.',
  wrong_key: () => 'That passphrase does not open it.',
  wrong_credentials: ({ retryAfterSeconds }) => `Wrong user or passphrase.${waitWords(retryAfterSeconds)}`,
  too_many_attempts: ({ retryAfterSeconds }) => `Too many failed attempts.${waitWords(retryAfterSeconds)}`,
  too_many_requests: ({ retryAfterSeconds }) => `Too many requests.${waitWords(retryAfterSeconds)}`,
  recovery_key_mistyped: () =>
    "There is a slip in the recovery key: its own check doesn't fit. Compare it with the printed one, group by group.",
  user_unknown: ({ user }) => `There is no active user ${text(user)}.`,
  user_exists: ({ user }) => `There is, or was, a user ${text(user)}; names are not given twice.`,
  last_admin: ({ user }) => `${text(user)} is the last administrator; make another one first.`,
  own_account: ({ user }) => `${text(user)} can't remove the account that is signed in.`,
  user_name_unusable: ({ user }) =>
    `"${text(user)}" can't be a user's name: letters, digits and . _ @ - only, beginning with a letter or digit, at most 64.`,
  not_found: ({ noun, id }) => `There is no ${text(noun)} ${text(id)}.`,
  not_permitted: ({ permission }) => permissionWords(text(permission)),
  not_signed_in: () => 'The session has ended.',
  bad_input: ({ issues }) => `Not accepted: ${issueWords(issues)}.`,
  producer_exists: ({ field, value }) => `A producer with the ${text(field)} ${text(value)} exists already.`,
  producer_moved: () => 'Somebody else changed the producer since it was read. Look again before you repeat it.',
  producer_suspended: ({ by, at }) => `The producer is suspended, by ${text(by)} at ${text(at)}.`,
  batch_partly_posted: ({ batch, posted }) =>
    `Of batch ${text(batch)} ${text(posted)} rows are posted already, so it can only be released or reversed: "batches release ${text(batch)}", "batches reverse ${text(batch)}".`,
  file_too_large: ({ bytes, bytesMax }) => `The file has ${text(bytes)} bytes; at most ${text(bytesMax)} go at once.`,
  period_closing: ({ period }) => `${text(period)} is being closed right now; try again in a moment.`,
  range_too_long: ({ buckets, bucketsMax }) =>
    `The days asked for make ${text(buckets)} steps; ${text(bucketsMax)} can be shown. Choose fewer days, or longer steps.`,
  view_expired: () => 'That list is kept no longer; ask for it anew.',
  job_running: ({ job }) => `${text(job)} is running already.`,
  keeper_unavailable: () => 'A key file must be named: --key-file FILE, outside the workspace.',
  key_file_in_workspace: ({ file }) =>
    `${text(file)} lies inside the workspace, where it would be a key under the mat. Name a file outside it.`,
  backup_directory_unusable: (facts) => directoryWords(facts),
  directory_unusable: (facts) => directoryWords(facts),
  backup_damaged: ({ directory, file, reason }) =>
    `The backup is damaged (${[directory, file, reason].map(text).filter(Boolean).join(', ')}). Nothing was restored.`,
  upgrade_failed: () => 'The workspace could not be brought to this version; it was left as it was.',
  disk_full: () => 'The disk is full or can not be written to. What was done before stays done.',
  engine_stopping: () => 'The engine is stopping.',
  tls_required: ({ address }) =>
    `Other machines may reach ${text(address)} over TLS only: put a TLS proxy in front and say --behind-tls-proxy, or listen on 127.0.0.1.`,
  port_unusable: ({ port, address }) =>
    `Port ${text(port)} of ${text(address)} can't be used; another program may have it.`,
  founded_otherwise: () => 'A workspace keeps the zone and the currency that it was founded with.',
  configuration_moved: () =>
    'Something was changed here meanwhile, so it would now do something else. Look at the preview again.',
  policy_unusable: ({ file, problem }) =>
    `The policy file ${text(file)} can't be kept to (${text(problem)}), so nothing was opened. Whoever manages this machine has to put it right.`,
  file_unreadable: ({ file, reason }) => `${text(file)} can't be read (${text(reason)}).`,
  file_unwritable: ({ file, reason }) => `${text(file)} can't be written (${text(reason)}).`,
  file_not_anchor: ({ file }) => `${text(file)} is no anchor that was signed: its signature does not fit what it says.`,
  file_not_json: ({ file }) => `${text(file)} does not hold what is expected: it is not JSON of the right form.`,
  new_passphrase_too_short: ({ atLeast }) => `A passphrase has at least ${text(atLeast)} characters.`,
  new_passphrase_too_long: ({ atMost }) => `A passphrase has at most ${text(atMost)} characters.`,
  new_passphrases_differ: () => 'The two passphrases differ; nothing was changed.',
  interrupted: () => 'Stopped before it was done. What was posted stays posted; the next start goes on from there.',
  internal: ({ incident }) => `Something went wrong inside Countinghouse. It is noted as incident ${text(incident)}.`,
}

const programs: Readonly<Record<string, string>> = {
  desktop: 'the desktop app',
  host: 'the host',
  cli: 'the command line',
}

function holderWords({ directory, program, process: id, machine, since }: Facts): string {
  const name = programs[text(program)]
  if (name === undefined) return `The workspace ${text(directory)} is in use by another process.`
  const where = text(machine) === '' ? '' : ` on ${text(machine)}`
  return `The workspace ${text(directory)} is in use by ${name} (process ${text(id)}${where}) since ${text(since)}.`
}

function waitWords(seconds: unknown): string {
  return typeof seconds === 'number' && seconds > 0 ? ` Try again in ${seconds} s.` : ''
}

function permissionWords(permission: string): string {
  if (permission === 'passphrase_change_first') {
    return 'This passphrase was given by somebody else: choose your own first, with "users passwd".'
  }
  const known = permissions.some((each) => each === permission)
  return `This user may not do that${known ? ` (it needs the permission ${permission})` : ''}.`
}

function directoryWords({ directory, reason }: Facts): string {
  const why = reason === 'exists' ? 'exists already' : "can't be written to"
  return `The folder ${text(directory)} ${why}.`
}

function issueWords(issues: unknown): string {
  const list = Array.isArray(issues) ? (issues as readonly Readonly<{ path: string; problem: string }>[]) : []
  return list.map(({ path, problem }) => (path === '' ? problem : `${path}: ${problem}`)).join('; ') || 'bad input'
}

const secretWords: Readonly<Record<Secret, string>> = {
  passphrase: 'passphrase',
  new_passphrase: 'new passphrase',
  recovery_key: 'recovery key',
  gateway_secret: 'secret of the gateway',
}

function problemWords(problem: UsageProblem): string {
  switch (problem.is) {
    case 'no_command':
      return 'Which command?'
    case 'unknown_command':
      return `There is no command "${problem.given}".`
    case 'unknown_option':
      return `There is no option ${problem.option} here.`
    case 'option_needs_value':
      return `${problem.option} needs a value behind it.`
    case 'option_takes_no_value':
      return `${problem.option} takes no value.`
    case 'option_missing':
      return `${problem.option} is missing.`
    case 'options_clash':
      return `${problem.option} has no place beside ${problem.other}.`
    case 'argument_missing':
      return 'Something is missing behind the command.'
    case 'argument_too_many':
      return `"${problem.given}" is one argument too many.`
    case 'not_a_number':
      return `"${problem.given}" is not a number of a ${problem.what}.`
    case 'not_whole':
      return `"${problem.given}" is not a whole number, which ${problem.option} takes.`
    case 'not_an_amount':
      return `"${problem.given}" is no amount: ${problem.option} takes whole minor units, such as 1250 for 12.50.`
    case 'not_a_day':
      return `"${problem.given}" is not a day; ${problem.option} takes one like 2026-01-31.`
    case 'not_lines':
      return `"${problem.given}" names no lines; --lines takes some like 2-5,9.`
    case 'not_an_instant':
      return `"${problem.given}" is not an instant; write it like 2026-01-31T18:00:00Z, or without Z in the workspace's zone.`
    case 'not_one_of':
      return `"${problem.given}" is no ${problem.what}; known are ${problem.known.join(', ')}.`
    case 'not_given':
      return `No ${secretWords[problem.what]}: set ${problem.variable}, or run it in a terminal and type it.`
    default:
      return problem satisfies never
  }
}
