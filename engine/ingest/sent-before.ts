/** Whether a producer has sent a file before: the same bytes under the same name, made into a batch that was not rejected. */
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

type Sent = Readonly<{ producer: number; file: string; sha256: string }>

export const sentBefore = ({ raw }: QueryContext, { producer, file, sha256 }: Sent): boolean =>
  statementsOf(raw).same.get({ producer, file, sha256: Buffer.from(sha256, 'hex') }) !== undefined

const statementsOf = perConnection((raw) => ({
  same: raw
    .prepare(`
      SELECT 1 FROM batch
      WHERE sha256 = @sha256 AND producer_id = @producer AND file = @file AND state <> 'rejected' LIMIT 1`)
    .pluck(),
}))
