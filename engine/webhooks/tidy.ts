/** What was told long ago is kept no longer: what happened is in the books, and this was only the word of it. */
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

const dayMs = 86_400_000
const eventsMax = 1_000

type Tidied = Readonly<{ removed: number; more: boolean }>

/** A bounded piece; `more` says that some are left. What nobody has taken by then goes with it. */
export const removeOldEvents = command({
  isLong: true,
  topics: ['webhooks'],
  // The job's own record says that it ran.
  record: null,
  run: ({ raw, at }): Tidied => {
    const { old, attempts, repeats, deliveries, event, inLine, superseded, notes } = statementsOf(raw)
    const events = old.all({ before: keptSince(raw, at), limit: eventsMax }) as number[]
    const json = JSON.stringify(events)
    attempts.run(json)
    repeats.run(json)
    deliveries.run(json)
    event.run(json)
    // What waited behind one that is gone goes now.
    if (events.length > 0) inLine.run()
    superseded.run()
    notes.run()
    return { removed: events.length, more: events.length === eventsMax }
  },
})

export const anyOldEvents = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).old.get({ before: keptSince(raw, at), limit: 1 }) !== undefined ||
  statementsOf(raw).anyNotes.get() !== undefined

const keptSince = (raw: QueryContext['raw'], at: number): number =>
  at - settingInForce(raw, 'retention').value.webhookDays * dayMs

const listed = '(SELECT value FROM json_each(?))'
/** Up to where everybody was told of wallets. Where nobody wants to know of any, nothing waits in the notes. */
const toldNotes = `
  wallet_note WHERE id <= coalesce((SELECT min(note_mark) FROM webhook_endpoint WHERE state <> 'removed'
    AND EXISTS (SELECT 1 FROM json_each(webhook_endpoint.events) WHERE value = 'wallet.changed')), ${Number.MAX_SAFE_INTEGER})`

const statementsOf = perConnection((raw) => ({
  // One that is under way this very moment ends first; so does one that somebody has just asked for once more.
  old: raw
    .prepare(`
      SELECT event.id FROM webhook_event AS event WHERE event.at < @before AND NOT EXISTS (
        SELECT 1 FROM webhook_delivery WHERE event = event.id AND (state = 'sending' OR created_at >= @before))
      ORDER BY event.at LIMIT @limit`)
    .pluck(),
  attempts: raw.prepare(`
    DELETE FROM webhook_attempt WHERE delivery IN (SELECT id FROM webhook_delivery WHERE event IN ${listed})`),
  repeats: raw.prepare(`DELETE FROM webhook_delivery WHERE repeats IS NOT NULL AND event IN ${listed}`),
  deliveries: raw.prepare(`DELETE FROM webhook_delivery WHERE event IN ${listed}`),
  event: raw.prepare(`DELETE FROM webhook_event WHERE id IN ${listed}`),
  inLine: raw.prepare(`
    UPDATE webhook_delivery SET state = 'waiting', next_at = created_at
    WHERE id IN (SELECT min(id) FROM webhook_delivery AS queued WHERE state = 'queued' AND NOT EXISTS (
      SELECT 1 FROM webhook_delivery AS first WHERE first.endpoint = queued.endpoint
        AND first.ordered_by = queued.ordered_by AND first.state IN ('waiting', 'sending'))
      GROUP BY queued.endpoint, queued.ordered_by)`),
  // What is told is how the wallet is then, so only the newest note of each says anything.
  superseded: raw.prepare('DELETE FROM wallet_note WHERE id NOT IN (SELECT max(id) FROM wallet_note GROUP BY account)'),
  notes: raw.prepare(`DELETE FROM ${toldNotes}`),
  anyNotes: raw.prepare(`SELECT 1 FROM ${toldNotes} LIMIT 1`),
}))
