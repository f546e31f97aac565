/** What the command line says about exceptions: of each code what happened, and what it means. */
import type { ExceptionCode, ExceptionEvent } from '../contract/exceptions.ts'

type Words = Readonly<{ happened: string; means: string }>

export const exceptionWords: Readonly<Record<ExceptionCode, Words>> = {
  FIELD_MISSING: {
    happened: 'A row lacks a field that every row needs.',
    means: 'It was not posted; the producer has to send it again, whole.',
  },
  FIELD_UNREADABLE: {
    happened: 'A field of a row is not written as it was agreed.',
    means: 'It was not posted, because a guess could be wrong; either the row or the agreement needs correcting.',
  },
  TYPE_UNKNOWN: {
    happened: 'A row is neither a top-up nor a payment.',
    means: 'It was not posted; if the producer has a word of its own for it, the agreement can learn it.',
  },
  AMOUNT_NOT_POSITIVE: {
    happened: 'The amount of a row is not above zero.',
    means: 'It was not posted; money that goes back is a row of the other type.',
  },
  AMOUNT_OVER_LIMIT: {
    happened: 'The amount of a row is above what was agreed with the producer.',
    means: 'It waits for somebody to say that so much is right, or it could not be posted at all.',
  },
  PRODUCER_MISMATCH: {
    happened: 'A row names another producer than the one in whose folder the file lay.',
    means: 'It was not posted; most likely the file was put into the wrong folder.',
  },
  DATE_IN_FUTURE: {
    happened: 'A row is dated later than it can have happened.',
    means: "Most likely the producer's clock or date format is wrong.",
  },
  DATE_TOO_OLD: {
    happened: 'A row is dated longer ago than was agreed.',
    means: 'It may be a correction that comes late, or a wrong date.',
  },
  LOCATION_UNKNOWN: {
    happened: 'A row names a place that the producer does not list.',
    means: 'A new place is missing in the agreement, or the row belongs to somebody else.',
  },
  CLIENT_UNKNOWN: {
    happened: 'A row is about a client who has no wallet.',
    means: 'A payment of somebody unknown is not posted; a top-up opens a wallet unless it was agreed otherwise.',
  },
  CLIENT_FROZEN: {
    happened: 'A row moves money of a client whose wallet is frozen.',
    means: 'It is held until somebody decides about it.',
  },
  TXID_CONFLICT: {
    happened: 'A row carries the TxId of an earlier row, and says something else.',
    means: 'The earlier one stands and this one was not posted; the producer has to say which of them is right.',
  },
  CARD_DATA_FOUND: {
    happened: 'A row holds the number of a payment card.',
    means: 'It was not posted and the number is masked; the archived file still holds it, and the producer must stop.',
  },
  FILE_REPEATED: {
    happened: 'The very same file came before.',
    means: 'Nothing of it was posted again; usually nothing needs to be done.',
  },
  FILE_UNREADABLE: {
    happened: 'The file can not be read: broken off, malformed, or not what its name says.',
    means: 'What was not read is not posted; the producer has to send the file again.',
  },
  FILE_TOO_LARGE: {
    happened: 'The file is larger than any batch may be.',
    means: 'Nothing of it was posted; the producer has to send it in parts.',
  },
  PRODUCER_UNKNOWN: {
    happened: 'A file lies in a folder that belongs to no producer.',
    means: 'Nothing was taken; register the producer, or move the file.',
  },
  CONTROL_MISMATCH: {
    happened: 'The control totals that came with the file are not those of its rows.',
    means: 'Rows may be missing or changed on the way, so the batch waits.',
  },
  BATCH_DOUBLED: {
    happened: 'Most of the batch came before, in other batches.',
    means: 'Posting it could charge clients twice, so it waits.',
  },
  BATCH_ALIKE: {
    happened: 'Another batch has the same count, sum and dates.',
    means: 'It may be chance, or the same batch under other names.',
  },
  TOO_FEW_CLIENTS: {
    happened: 'The batch is about fewer clients than this producer always has.',
    means: 'It may be a test, or a part of a file, so it waits.',
  },
  TOO_MANY_FAULTS: {
    happened: 'More rows of the batch are faulty than was agreed.',
    means: 'Most likely its layout changed; look at the first faults, correct the agreement, and check it again.',
  },
  PRODUCER_SUSPENDED: {
    happened: 'The producer is suspended.',
    means: 'Nothing more of the batch is posted until somebody releases or rejects it.',
  },
  OUT_OF_SCHEDULE: {
    happened: 'The batch came when none was expected.',
    means: 'It may be a re-run on the side of the producer.',
  },
  BATCH_MISSING: {
    happened: 'A batch that was expected did not come.',
    means: 'Clients miss what is in it; it ends by itself as soon as the batch arrives.',
  },
  HELD_TOO_LONG: {
    happened: 'Payments have waited for money longer than was agreed.',
    means: 'Their clients did not top up; somebody has to decide what becomes of them.',
  },
  JOB_FAILED: {
    happened: 'Work that the engine does by itself failed.',
    means:
      'It stays undone until it runs through, and then this ends by itself; what stood in its way has to go first.',
  },
  CHECK_FAILED: {
    happened: 'The check of the books found something that does not add up.',
    means: 'Figures may be wrong until it is explained; look at what the check says before anything else is posted.',
  },
  BATCH_DIFFERS: {
    happened: 'A posted batch is not what its archived file says.',
    means:
      'What clients were booked may be wrong; "batches show" lists the lines, and nothing of the batch is proven until each is explained.',
  },
  FRAUD_REPORTED: {
    happened: 'A client says that a transaction is not theirs.',
    means: 'Their wallet may need freezing, and the money may have to go back; call them first.',
  },
  REFUND_REQUESTED: {
    happened: 'A client asks for the money of a payment back.',
    means: 'Nothing is paid back by asking; look at the transaction, refund it or write to the client why not.',
  },
  NOT_RECOGNISED: {
    happened: 'A client does not recognise a transaction in their wallet.',
    means: 'It may be fraud or a shop under another name; look at the transaction first, then write to the client.',
  },
  TRANSACTION_QUESTIONED: {
    happened: 'Somebody doubts a transaction that is posted.',
    means: 'It stands until it is found right or reversed; the client or the producer can say which.',
  },
  MESSAGE_FAILED: {
    happened: 'A message could not be delivered, however often it was tried.',
    means: 'Whoever it was for does not know; correct the address, or reach them in another way.',
  },
  FUND_UNKNOWN: {
    happened: 'A gateway tells of a payment under a reference that was never given out.',
    means: 'It has money of somebody; ask the gateway whose it is, before the bank has it and nobody knows.',
  },
  FUND_AMOUNT_DIFFERS: {
    happened: 'A gateway tells of another amount or currency than was asked for.',
    means: 'Nothing was posted for it; ask the gateway what was paid, and correct it by an adjustment.',
  },
  FUND_CONTRADICTED: {
    happened: 'What a gateway tells does not go together with what it told before.',
    means: 'Most likely a client paid twice, or for a wallet that is closed; the gateway can say which.',
  },
  SETTLEMENT_OVERDUE: {
    happened: 'A settlement with a producer was not paid by the day that was agreed.',
    means:
      'Look for the line at the bank, then ask the producer; until it is paid, the money stands on its clearing account.',
  },
  STATEMENT_UNREADABLE: {
    happened: 'A file of statements can not be read.',
    means: 'Nothing of it counts; have it sent again, or put right how files of its source are read.',
  },
  STATEMENT_DOES_NOT_ADD_UP: {
    happened: 'The lines of a statement do not come to what its balances differ by.',
    means: 'None of its lines is matched, because one may be missing or wrong; ask whoever sent it.',
  },
  STATEMENT_GAP: {
    happened: 'A statement does not begin with the balance that the one before it ended with.',
    means: 'One is missing in between; it ends by itself as soon as that one comes.',
  },
  STATEMENT_NUMBER_MISSING: {
    happened: 'The numbers of the statements of an account skip one, though their balances join.',
    means: 'One may be missing in which as much came as went; it ends by itself as soon as that one comes.',
  },
  STATEMENT_CORRECTED: {
    happened: 'A statement says something else of days that an earlier one was about.',
    means: 'The lines that it leaves out stand open beside the new ones; somebody has to say which of them are right.',
  },
  STATEMENT_ACCOUNT_UNKNOWN: {
    happened: 'A statement is of an account that nobody said which one of the ledger it is.',
    means: 'It waits, and is taken in by itself once the setting "statements" names the account.',
  },
  RECONCILIATION_UNMATCHED: {
    happened: 'Lines or postings of an account have been unexplained for too long.',
    means: 'Money moved that nobody posted, or was posted and did not move; match them, or ask whoever sent them.',
  },
  OMNIBUS_DOES_NOT_PROVE: {
    happened: 'The bank has other money than is owed and under way.',
    means: 'A statement is missing, or the books are not what happened; the proof of the day shows where to begin.',
  },
}

const eventWords: Readonly<Record<string, string>> = {
  raised: 'raised',
  changed: 'brought up to date',
  reopened: 'opened again',
  settled: 'settled',
  assigned: 'handed over',
  snoozed: 'put off',
  woken: 'back in sight',
  dismissed: 'found to be no problem',
  merged: 'merged',
  written_off: 'written off',
  batch_rejected: 'rejected with its batch',
  undone: 'taken back',
}

export const exceptionSaid = {
  none: 'No exceptions.',
  noRows: 'No rows: it is about the file as a whole, or about one that is not there.',
  moreRows: (id: number): string => `\n\nThere are more; "exceptions rows ${id}" lists them all.`,
  moreGroups: 'There are more groups than these.',
  words: ({ happened, means }: Words): string => `${happened} ${means}`,
  event: ({ kind, by, detail }: ExceptionEvent): string => {
    const facts = Object.entries(detail).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    return [`${eventWords[kind] ?? kind} by ${by}`, ...facts].join(', ')
  },
} as const
