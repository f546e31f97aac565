/**
 * At every opening, before anything is appended: is the head the one we wrote? The next record would authenticate it
 * again, and with it whatever somebody did to the end of the chain, so a head that is not ours is put into the chain first.
 */
import type { CommandContext } from '../store/command.ts'
import { appendRecord } from './append.ts'
import { type ChainKey, macOfHead } from './chain.ts'

type Head = Readonly<{ seq: number; hash: Buffer; mac: Buffer }>

/** Its place in the chain is where the proof names the break from then on. */
export const forgedHead = { action: 'audit.head', outcome: 'forged' } as const

export function proveHead(
  { raw, at }: Pick<CommandContext, 'raw' | 'at'>,
  key: ChainKey,
  earlier: readonly ChainKey[] = [],
): void {
  const head = raw.prepare('SELECT seq, hash, mac FROM audit_head WHERE id = 1').get() as Head | undefined
  const last = raw.prepare('SELECT seq, hash FROM audit_record ORDER BY seq DESC LIMIT 1').get() as
    | Omit<Head, 'mac'>
    | undefined
  const signer = [key, ...earlier].find((each) => isHeadOf(each, head))
  // A head ahead of the records needs no note: the next record leaves a gap that the proof finds by itself.
  const ours = head !== undefined && signer !== undefined && (last?.seq ?? 0) <= head.seq
  if (ours && signer === key) return
  raw
    .transaction(() => {
      if (ours) return void raw.prepare('UPDATE audit_head SET mac = ?').run(macOfHead(key, head.seq, head.hash))
      raw.prepare('DELETE FROM audit_head').run()
      if (last !== undefined) {
        const row = { seq: last.seq, hash: last.hash, mac: macOfHead(key, last.seq, last.hash) }
        raw.prepare('INSERT INTO audit_head (id, seq, hash, mac) VALUES (1, @seq, @hash, @mac)').run(row)
      }
      const detail = { head: head?.seq ?? null, records: last?.seq ?? 0 }
      appendRecord({ raw, at, actor: 'engine' }, key, { ...forgedHead, subject: 'audit', detail })
    })
    .immediate()
}

const isHeadOf = (key: ChainKey, head: Head | undefined): boolean =>
  head !== undefined && macOfHead(key, head.seq, head.hash).equals(head.mac)
