/** Reasons that are given again and again, ready to be taken: the first is there already, so that a key and a confirmation do. */
import type { ExceptionCode } from '../../engine/contract/exceptions.ts'
import type { MessageId } from '../messages/messages.ts'
import type { Verb } from './actions.ts'

type Reasoned = Exclude<Verb, 'assign' | 'assign_me' | 'snooze' | 'ask_client' | 'ask_producer'>

const usual: Readonly<Record<Reasoned, readonly MessageId[]>> = {
  post: ['case.reason.checked_with_producer', 'case.reason.proved_by_document', 'case.reason.agreed_with_client'],
  correct: ['case.reason.typing_error', 'case.reason.checked_with_producer', 'case.reason.agreed_with_client'],
  write_off: ['case.reason.small_amount', 'case.reason.our_mistake', 'case.reason.client_unreachable'],
  reject: ['case.reason.producer_sends_again', 'case.reason.not_a_transaction', 'case.reason.agreed_with_producer'],
  merge: ['case.reason.sent_twice', 'case.reason.producer_says_repeat'],
  dismiss: ['case.reason.checked_all_right', 'case.reason.known_and_agreed', 'case.reason.test'],
  suspend_producer: ['case.reason.too_many_faults', 'case.reason.suspected_fraud', 'case.reason.layout_changed'],
  release_batch: ['case.reason.checked_with_producer', 'case.reason.totals_explained'],
  reject_batch: ['case.reason.producer_sends_again', 'case.reason.file_sent_twice', 'case.reason.wrong_file'],
  reverse: ['case.reason.not_made_by_client', 'case.reason.our_mistake', 'case.reason.agreed_with_client'],
  reopen: ['case.reason.decided_by_mistake', 'case.reason.new_facts'],
}

/** What people say of one cause and not of others comes first. */
const ofCode: Readonly<Partial<Record<ExceptionCode, Readonly<Partial<Record<Reasoned, MessageId>>>>>> = {
  HELD_TOO_LONG: { reject: 'case.reason.no_money_came', write_off: 'case.reason.client_unreachable' },
  TXID_CONFLICT: { reject: 'case.reason.earlier_row_stands', merge: 'case.reason.same_transaction' },
  CLIENT_FROZEN: { reject: 'case.reason.wallet_frozen', post: 'case.reason.before_it_was_frozen' },
  CLIENT_UNKNOWN: { reject: 'case.reason.no_such_client', post: 'case.reason.new_client' },
  AMOUNT_OVER_LIMIT: { post: 'case.reason.amount_confirmed', reject: 'case.reason.amount_wrong' },
  CARD_DATA_FOUND: { reject: 'case.reason.card_data' },
  DATE_TOO_OLD: { post: 'case.reason.late_delivery' },
  LOCATION_UNKNOWN: { post: 'case.reason.new_place' },
  TOO_MANY_FAULTS: { reject_batch: 'case.reason.layout_changed' },
  FILE_REPEATED: { dismiss: 'case.reason.file_sent_twice' },
  BATCH_DOUBLED: { reject_batch: 'case.reason.file_sent_twice' },
  BATCH_MISSING: { dismiss: 'case.reason.no_business' },
  REFUND_REQUESTED: { reverse: 'case.reason.agreed_with_client' },
  NOT_RECOGNISED: { reverse: 'case.reason.not_made_by_client' },
  FRAUD_REPORTED: { reverse: 'case.reason.not_made_by_client' },
  JOB_FAILED: { dismiss: 'case.reason.ran_since' },
  MESSAGE_FAILED: { dismiss: 'case.reason.told_otherwise' },
}

const isReasoned = (verb: Verb): verb is Reasoned => Object.hasOwn(usual, verb)

/** For cases of several causes at once there is no cause that says more. */
export function quickReasons(verb: Verb, code: ExceptionCode | null): readonly MessageId[] {
  if (!isReasoned(verb)) return []
  const first = code === null ? undefined : ofCode[code]?.[verb]
  return first === undefined ? usual[verb] : [first, ...usual[verb].filter((id) => id !== first)]
}
