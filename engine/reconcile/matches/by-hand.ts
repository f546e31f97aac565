/**
 * What a person does: puts lines and postings together, and takes matches apart. With nothing left over it takes one person;
 * a residue is money given up or taken, so it waits for a second one.
 */
import type { Database } from 'better-sqlite3'
import type { ResidueAccount } from '../../contract/match-rules.ts'
import { noteUnmatched } from '../../funding/note.ts'
import { settingInForce } from '../../settings/in-force.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { postResidue, postToHouse } from '../finalise.ts'
import { type Item, isOpenItem, OpenCount, type Side, sides } from '../items/open-items.ts'
import { reconciledAccount } from '../look/find-account.ts'
import { findPart, standingSplit } from '../parts/parts.ts'
import { draftOf, takeAll } from './apply.ts'
import { keepApart, putBack } from './kept-apart.ts'
import { endMatch, findMatch, matchOfItem, type StandingMatch, writeMatch } from './write-match.ts'

export type ByHand = Readonly<{
  account: string
  currency?: string | undefined
  lines: readonly number[]
  postings: readonly number[]
  residueTo: ResidueAccount | null
  reason: string
}>

export type HandRefusal =
  | Readonly<{ status: 'account_not_reconciled'; account: string }>
  | Readonly<{ status: 'item_unknown'; side: 'line' | 'posting'; item: number }>
  | Readonly<{ status: 'item_matched'; side: 'line' | 'posting'; item: number; match: number }>
  /** It stands in parts: those are matched, or taken together first. */
  | Readonly<{ status: 'item_split'; side: 'line' | 'posting'; item: number }>
  | Readonly<{ status: 'sums_differ'; lineSum: number; postingSum: number; residue: number }>
  | Readonly<{ status: 'match_unknown'; match: number }>
  | Readonly<{ status: 'match_undone'; match: number }>
  | Readonly<{ status: 'residue_posted'; match: number; residue: number }>

export type Made = Readonly<{ status: 'done'; match: number; residue: number }> | HandRefusal

type At = Readonly<{ raw: Database; at: number }>
type Who = Readonly<{ by: string; proposal: number | null }>

export const makeMatch = command({
  topics: ['reconciliation'],
  record: ({ account, lines, postings, reason }: ByHand & Readonly<{ by: string }>, outcome: Made) => ({
    action: 'reconcile.match',
    subject: 'match' in outcome ? `match:${outcome.match}` : `account:${account}`,
    outcome: outcome.status,
    detail: { lines: lines.length, postings: postings.length, reason },
  }),
  run: (context, { by, ...asked }): Made => putTogether(context, asked, { by, proposal: null }),
})

/** With the number of an approved proposal a residue is posted with it. */
export function putTogether(context: At, asked: ByHand, { by, proposal }: Who): Made {
  const { raw, at } = context
  const reconciled = reconciledAccount(raw, asked)
  if (reconciled === null) return { status: 'account_not_reconciled', account: asked.account }
  const account = reconciled.id
  const found = openItemsOf(raw, account, asked)
  if ('status' in found) return found
  const draft = draftOf(account, found.items, at)
  const residue = draft.lineSum - draft.postingSum
  if (residue !== 0 && (proposal === null || asked.residueTo === null))
    return { status: 'sums_differ', lineSum: draft.lineSum, postingSum: draft.postingSum, residue }
  const count = new OpenCount()
  takeAll(raw, account, found.items, count)
  putBack(raw, account, found.items)
  for (const item of found.items) forgetSuggestions(raw, account, item)
  count.note(raw, account)
  const { version } = settingInForce(raw, 'matching')
  const match = writeMatch(raw, {
    ...draft,
    rule: null,
    ruleVersion: version,
    isExact: false,
    residueTo: residue === 0 ? null : asked.residueTo,
    evidence: '{}',
    by,
    reason: asked.reason,
    ...(proposal === null ? {} : { proposal }),
  })
  if (residue !== 0) {
    const standing = findMatch(raw, match) as StandingMatch
    postResidue(context, standing, { initiator: by, ...(proposal === null ? {} : { proposal }) })
  }
  statementsOf(raw).settle.run(match)
  return { status: 'done', match, residue }
}

/** The picked items with their days and amounts, all of them open. */
export function openItemsOf(
  raw: Database,
  account: number,
  { lines, postings }: Pick<ByHand, 'lines' | 'postings'>,
): Readonly<{ items: readonly Item[] }> | HandRefusal {
  const items: Item[] = []
  const asked = [
    ...[...new Set(lines)].map((item) => ({ side: sides.line, item })),
    ...[...new Set(postings)].map((item) => ({ side: sides.posting, item })),
  ]
  for (const one of asked) {
    const found = openItemOf(raw, account, one)
    if ('status' in found) return found
    items.push(found)
  }
  return { items }
}

type NotOpen = Extract<HandRefusal, Readonly<{ status: 'item_unknown' | 'item_matched' | 'item_split' }>>

/** An item that is open, with its day and amount; or why it is not. */
export function openItemOf(
  raw: Database,
  account: number,
  { side, item }: Readonly<{ side: Side; item: number }>,
): Item | NotOpen {
  const name = side === sides.line ? 'line' : 'posting'
  const found = findItem(raw, account, { side, item })
  if (found === undefined) return { status: 'item_unknown', side: name, item }
  if (isOpenItem(raw, account, found)) return found
  const match = matchOfItem(raw, account, side, item)
  if (match !== undefined) return { status: 'item_matched', side: name, item, match }
  const isSplit = standingSplit(raw, { account, side, item }) !== undefined
  return { status: isSplit ? 'item_split' : 'item_unknown', side: name, item }
}

/** Open or not; of the parts of other accounts and other sides there is nothing here. */
function findItem(
  raw: Database,
  account: number,
  { side, item }: Readonly<{ side: Side; item: number }>,
): Item | undefined {
  if (item < 0) {
    const part = findPart(raw, item)
    return part?.account === account && part.side === side ? pickItem(part) : undefined
  }
  const { line, posting } = statementsOf(raw)
  const row = (side === sides.line ? line : posting).get({ account, item })
  return row === undefined ? undefined : { side, item, ...(row as Readonly<{ day: number; amount: number }>) }
}

const pickItem = ({ side, item, day, amount }: Item): Item => ({ side, item, day, amount })

/** What was suggested of an item was so of the item as it stood. */
export const forgetSuggestions = (raw: Database, account: number, { side, item }: Item): void =>
  void statementsOf(raw).forgetSuggestions.run(account, side, item)

export type Unmade =
  | Readonly<{
      status: 'done'
      match: number
      account: Readonly<{ currency: string }>
      lines: number
      postings: number
      residue: number
    }>
  | HandRefusal

export const undoMatch = command({
  topics: ['reconciliation'],
  record: ({ match, reason }: Readonly<{ match: number; reason: string; by: string }>, outcome: Unmade) => ({
    action: 'reconcile.unmatch',
    subject: `match:${match}`,
    outcome: outcome.status,
    detail: { reason },
  }),
  run: (context, { match, reason, by }): Unmade => takeApart(context, { match, reason }, { by, proposal: null }),
})

/** A residue that was posted is posted back: both postings stay, and explain each other. */
export function takeApart(
  context: At,
  { match: id, reason }: Readonly<{ match: number; reason: string }>,
  { by, proposal }: Who,
): Unmade {
  const { raw, at } = context
  const match = findMatch(raw, id)
  if (match === undefined) return { status: 'match_unknown', match: id }
  if (match.state === 'undone') return { status: 'match_undone', match: id }
  const { residueEntry, residue } = match
  if (residueEntry !== null && proposal === null) return { status: 'residue_posted', match: id, residue }
  const items = endMatch(raw, match, { at, by, why: reason })
  keepApart(raw, match.account, id, items)
  for (const { side, item } of items) {
    const request = side === sides.posting ? (statementsOf(raw).settledBy.get(item) as number | undefined) : undefined
    if (request !== undefined) noteUnmatched(context, { request, by })
  }
  if (residueEntry !== null) postBack(context, { ...match, residueEntry }, { by, proposal })
  const account = statementsOf(raw).currency.get(match.account) as { currency: string }
  return { status: 'done', match: id, account, lines: match.lines, postings: match.postings, residue }
}

function postBack(context: At, match: StandingMatch & Readonly<{ residueEntry: number }>, { by, proposal }: Who): void {
  const { raw, at } = context
  const { account, residue, residueEntry, residueTo, day, id } = match
  const { release, posting, settle } = statementsOf(raw)
  const back = postToHouse(context, {
    account,
    house: residueTo as ResidueAccount,
    amount: 0 - residue,
    day,
    initiator: by,
    proposal: proposal ?? undefined,
    match: id,
  })
  release.run({ account, posting: residueEntry })
  const items = [residueEntry, back].map((item) => ({
    side: sides.posting,
    item,
    ...(posting.get({ account, item }) as Readonly<{ day: number; amount: number }>),
  }))
  const { version } = settingInForce(raw, 'matching')
  const both = { ...draftOf(account, items, at), rule: null, ruleVersion: version, isExact: false, residueTo: null }
  settle.run(writeMatch(raw, { ...both, evidence: '{}', by, reason: `match ${id} was taken apart` }))
}

const statementsOf = perConnection((raw) => ({
  currency: raw.prepare('SELECT currency FROM account WHERE id = ?'),
  line: raw.prepare('SELECT day, amount FROM statement_line WHERE id = @item AND account = @account'),
  forgetSuggestions: raw.prepare(`
    DELETE FROM suggestion WHERE id IN
      (SELECT suggestion FROM suggested_item WHERE account = ? AND side = ? AND item = ?)`),
  settledBy: raw
    .prepare(`
      SELECT fund_request.id FROM movement JOIN entry ON entry.id = movement.entry AND entry.kind = 'fund_settled'
      JOIN fund_request ON fund_request.reference = entry.reference AND fund_request.settled_entry = entry.id
      WHERE movement.seq = ? AND fund_request.state = 'reconciled'`)
    .pluck(),
  posting: raw.prepare(`
    SELECT day, iif(debit = @account, amount, -amount) AS amount FROM movement
    WHERE seq = @item AND (debit = @account OR credit = @account)`),
  settle: raw.prepare(`UPDATE item_match SET state = 'final' WHERE id = ?`),
  release: raw.prepare('DELETE FROM matched_item WHERE account = @account AND side = 1 AND item = @posting'),
}))
