/**
 * What may be done about a case, written out: a row for each way in which a case can stand, a column for each action, and
 * in each cell what becomes of it: `done` at once, `proposed` to a second person, or why it can't be done.
 */
import { type CaseAction, CaseBar, caseActions } from '../../engine/contract/case-actions.ts'
import { type Role, roles } from '../../engine/contract/permission.ts'

export type Cell = 'done' | 'proposed' | CaseBar
type Cells = Readonly<Record<CaseAction, Cell>>

const toTheRows = `
                                        | post               | correct            | write_off            | reject           | merge            | dismiss
fault, readable                         | proposed           | proposed           | nothing_to_write_off | done             | not_a_repeat     | done
fault, unreadable                       | unreadable         | proposed           | nothing_to_write_off | done             | not_a_repeat     | done
conflict                                | identity_taken     | proposed           | nothing_to_write_off | done             | done             | done
hold of payments                        | proposed           | proposed           | proposed             | done             | not_a_repeat     | rows_are_held
hold of top-ups                         | proposed           | proposed           | nothing_to_write_off | done             | not_a_repeat     | rows_are_held
fault, somebody owns it                 | proposed           | proposed           | nothing_to_write_off | done             | not_a_repeat     | done
fault, waits for the client             | proposed           | proposed           | nothing_to_write_off | done             | not_a_repeat     | done
fault, waits for the producer           | proposed           | proposed           | nothing_to_write_off | done             | not_a_repeat     | done
fault, waits for approval               | awaits_approval    | awaits_approval    | awaits_approval      | awaits_approval  | awaits_approval  | awaits_approval
hold, waits for approval                | awaits_approval    | awaits_approval    | awaits_approval      | awaits_approval  | awaits_approval  | rows_are_held
fault, producer suspended               | producer_suspended | producer_suspended | producer_suspended   | done             | not_a_repeat     | done
hold, producer suspended                | producer_suspended | producer_suspended | producer_suspended   | done             | not_a_repeat     | rows_are_held
fault of a held batch                   | batch_undecided    | batch_undecided    | batch_undecided      | batch_undecided  | batch_undecided  | done
held batch                              | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | batch_undecided
held batch, waits for approval          | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | batch_undecided
held batch, producer suspended          | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | batch_undecided
held batch, begun, producer suspended   | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | batch_undecided
rejected batch                          | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | done
missing batch                           | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | done
client, with a transaction              | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | done
client, without a transaction           | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | done
client, waits for approval              | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | awaits_approval
engine                                  | no_rows            | no_rows            | no_rows              | no_rows          | no_rows          | done
`

const toWhomItIsFrom = `
                                        | reverse         | ask_client      | ask_producer    | suspend_producer   | release_batch      | reject_batch
fault, readable                         | no_transaction  | done            | done            | done               | batch_not_held     | batch_not_held
fault, unreadable                       | no_transaction  | done            | done            | done               | batch_not_held     | batch_not_held
conflict                                | no_transaction  | done            | done            | done               | batch_not_held     | batch_not_held
hold of payments                        | no_transaction  | done            | done            | done               | batch_not_held     | batch_not_held
hold of top-ups                         | no_transaction  | done            | done            | done               | batch_not_held     | batch_not_held
fault, somebody owns it                 | no_transaction  | done            | done            | done               | batch_not_held     | batch_not_held
fault, waits for the client             | no_transaction  | done            | done            | done               | batch_not_held     | batch_not_held
fault, waits for the producer           | no_transaction  | done            | done            | done               | batch_not_held     | batch_not_held
fault, waits for approval               | no_transaction  | awaits_approval | awaits_approval | done               | batch_not_held     | batch_not_held
hold, waits for approval                | no_transaction  | awaits_approval | awaits_approval | done               | batch_not_held     | batch_not_held
fault, producer suspended               | no_transaction  | done            | done            | producer_suspended | batch_not_held     | batch_not_held
hold, producer suspended                | no_transaction  | done            | done            | producer_suspended | batch_not_held     | batch_not_held
fault of a held batch                   | no_transaction  | done            | done            | done               | proposed           | done
held batch                              | no_transaction  | no_client       | done            | done               | proposed           | done
held batch, waits for approval          | no_transaction  | no_client       | awaits_approval | done               | awaits_approval    | awaits_approval
held batch, producer suspended          | no_transaction  | no_client       | done            | producer_suspended | producer_suspended | done
held batch, begun, producer suspended   | no_transaction  | no_client       | done            | producer_suspended | producer_suspended | batch_partly_posted
rejected batch                          | no_transaction  | no_client       | done            | done               | batch_not_held     | batch_not_held
missing batch                           | no_transaction  | no_client       | done            | done               | no_batch           | no_batch
client, with a transaction              | proposed        | done            | no_producer     | no_producer        | no_batch           | no_batch
client, without a transaction           | no_transaction  | done            | no_producer     | no_producer        | no_batch           | no_batch
client, waits for approval              | awaits_approval | awaits_approval | no_producer     | no_producer        | no_batch           | no_batch
engine                                  | no_transaction  | no_client       | no_producer     | no_producer        | no_batch           | no_batch
`

/** Of a case that is over only this is asked; of one that is not these are always so. */
const toTheCase = `
                                        | assign   | snooze   | note | reopen
not over                                | done     | done     | done | not_resolved
over                                    | resolved | resolved | done |
`

const reopening = `
                                        | reopen
fault, posted                           | posted_stays
fault, corrected                        | posted_stays
fault, rejected                         | done
fault, not a problem                    | done
fault, confirmed by the client          | done
conflict, merged                        | done
hold, posted                            | posted_stays
hold, written off                       | posted_stays
hold, rejected                          | done
hold, some written off, others rejected | done
fault of a rejected batch               | batch_not_posted
fault of a reversed batch               | posted_stays
held batch, released                    | posted_stays
held batch, rejected                    | batch_not_held
rejected batch, not a problem           | done
missing batch, not a problem            | done
client, not a problem                   | done
client, transaction reversed            | done
engine, not a problem                   | done
`

const byRole = `
                 | operator        | analyst | approver | executive         | auditor           | admin
assign           | exceptions.work | may     | may      | exceptions.work   | exceptions.work   | exceptions.work
snooze           | exceptions.work | may     | may      | exceptions.work   | exceptions.work   | exceptions.work
note             | exceptions.work | may     | may      | exceptions.work   | exceptions.work   | exceptions.work
post             | ledger.correct  | may     | may      | ledger.correct    | ledger.correct    | ledger.correct
correct          | ledger.correct  | may     | may      | ledger.correct    | ledger.correct    | ledger.correct
write_off        | ledger.correct  | may     | may      | ledger.correct    | ledger.correct    | ledger.correct
reverse          | ledger.correct  | may     | may      | ledger.correct    | ledger.correct    | ledger.correct
reject           | exceptions.work | may     | may      | exceptions.work   | exceptions.work   | exceptions.work
merge            | exceptions.work | may     | may      | exceptions.work   | exceptions.work   | exceptions.work
dismiss          | exceptions.work | may     | may      | exceptions.work   | exceptions.work   | exceptions.work
ask_client       | exceptions.work | may     | may      | exceptions.work   | exceptions.work   | exceptions.work
ask_producer     | exceptions.work | may     | may      | exceptions.work   | exceptions.work   | exceptions.work
suspend_producer | may             | may     | may      | producers.suspend | producers.suspend | may
release_batch    | batches.decide  | may     | may      | batches.decide    | batches.decide    | batches.decide
reject_batch     | batches.decide  | may     | may      | batches.decide    | batches.decide    | batches.decide
reopen           | exceptions.work | may     | may      | exceptions.work   | exceptions.work   | exceptions.work
`

/** By how a case stands, whoever asks. */
export const states: ReadonlyMap<string, Cells> = new Map([...unresolved(), ...resolved()])

/** The permission that a role lacks for an action; null when it may. */
export const lacks = (role: Role, action: CaseAction): string | null => {
  const cell = read(byRole).get(action)?.[role]
  if (cell === undefined || !roles.includes(role)) throw new Error(`the table does not say: ${role}, ${action}`)
  return cell === 'may' ? null : cell
}

function unresolved(): readonly (readonly [string, Cells])[] {
  const others = read(toWhomItIsFrom)
  const always = read(toTheCase).get('not over')
  return [...read(toTheRows)].map(([state, cells]) => [state, cellsOf({ ...cells, ...others.get(state), ...always })])
}

function resolved(): readonly (readonly [string, Cells])[] {
  const over = { ...Object.fromEntries(caseActions.map((action) => [action, 'resolved'])), note: 'done' }
  return [...read(reopening)].map(([state, cells]) => [state, cellsOf({ ...over, ...cells })])
}

function cellsOf(cells: Readonly<Record<string, string>>): Cells {
  for (const action of caseActions) {
    const cell = cells[action] ?? ''
    if (cell !== 'done' && cell !== 'proposed') CaseBar.parse(cell)
  }
  return cells as Cells
}

function read(table: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const [head = [], ...lines] = table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return new Map(
    lines.map(([name = '', ...cells]) => [
      name,
      Object.fromEntries(cells.map((cell, at) => [head[at + 1] ?? '', cell])),
    ]),
  )
}
