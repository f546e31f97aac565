/** Programs that call the API, what was agreed on about each, and the hashes of their keys. */
import type { Generated } from 'kysely'
import type { Once } from './tables.ts'

export type CallerTables = {
  caller: {
    id: Generated<number>
    user_id: Once<number>
    created_at: Once<number>
    stopped_at: number | null
    stopped_by: string | null
    stopped_for: string | null
    last_call_at: number | null
    calls: Generated<number>
    refused: Generated<number>
  }
  caller_terms: {
    caller_id: Once<number>
    version: Once<number>
    document: Once<string>
    producer_id: Once<number | null>
    expires_at: Once<number>
    proposal: Once<number>
    by: Once<string>
    at: Once<number>
  }
  caller_key: {
    id: Generated<number>
    caller_id: Once<number>
    prefix: Once<string>
    hash: Once<Buffer>
    created_at: Once<number>
    created_by: Once<string>
    ends_at: number | null
  }
}
