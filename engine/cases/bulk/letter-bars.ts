/**
 * Why no letter would go out about a case, told before many are asked: by the codes with which asking refuses. What only its
 * file says, that a row can't be read for one, is told case by case when it is asked.
 */
import type { Database } from 'better-sqlite3'
import { reachClient } from '../../contact/client-contact.ts'
import { goesBy } from '../../contact/messages.ts'
import { reachProducer } from '../../contact/producer-contact.ts'
import { isBeingAsked } from '../../contact/questions.ts'
import type { BulkDeed } from '../../contract/bulk.ts'
import type { LinkBar } from '../../contract/messages.ts'
import type { CaseFacts } from '../facts.ts'

type Asked = Readonly<{ action: BulkDeed['action']; linkBar: LinkBar | null }>

export function letterBars(raw: Database, { action, linkBar }: Asked): (facts: CaseFacts) => string | null {
  if (action !== 'ask_client' && action !== 'ask_producer') return () => null
  if (goesBy(raw, 'email') !== 'mail_server') return () => 'no_mail_server'
  return (facts) => {
    if (isBeingAsked(raw, facts.id)) return 'question_open'
    if (action === 'ask_producer') return hasProducerAddress(raw, facts) ? null : 'contact_missing'
    if (facts.posting === null && facts.line === null && facts.rows > 1) return 'line_needed'
    if (facts.client !== null && reachClient(raw, facts.client, 'email').to === null) return 'contact_missing'
    return linkBar === null ? null : 'answers_unreachable'
  }
}

const hasProducerAddress = (raw: Database, { producer }: CaseFacts): boolean =>
  producer !== null && (reachProducer(raw, producer, 'email', {})?.to ?? null) !== null
