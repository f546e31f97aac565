/** A receipt as people read it: one page, the amount first, how to check it last. */
import type { ReceiptFacts } from '../contract/receipts.ts'
import { kindWord } from '../ledger/kind-words.ts'
import { amountText } from '../pdf/amount-text.ts'
import { clockOf } from '../pdf/clock.ts'
import { Report } from '../pdf/report.ts'
import { receiptWords } from './words.ts'

export type Drawn = Readonly<{
  fingerprint: string
  /** Where it can be checked; null where no host is reached from outside. */
  address: string | null
}>

export function drawReceipt(facts: ReceiptFacts, { fingerprint, address }: Drawn): Promise<Buffer> {
  const { language, house, receipt, currency, digits, amount, madeAt, zone } = facts
  const words = receiptWords[language]
  const money = (minor: number): string => `${currency} ${amountText(minor, digits)}`
  const time = clockOf(zone)
  const report = new Report({
    title: words.title(receipt),
    author: house,
    at: new Date(madeAt),
    language,
    footer: [words.title(receipt), `${words.facts.key} ${fingerprint}`],
    pageOf: words.page,
  })
  report.title(house, words.title(receipt))
  report.heading(`${kindWord(language, facts.kind, amount)}  ${money(amount)}`)
  report.notice(facts.state === 'confirmed' ? 'good' : 'plain', words.state[facts.state])
  if (facts.undone === 'whole') report.notice('bad', words.undone(money(facts.undoneAmount)))
  if (facts.undone === 'partly') report.notice('bad', words.undonePartly(money(facts.undoneAmount)))
  report.facts(factsOf(facts, { time, fingerprint }))
  report.say(words.asOf(`${time(madeAt)} (${zone})`))
  report.heading(words.check)
  report.say(address === null ? words.checkElsewhere : words.checkAt(address))
  report.say(words.checkWhy)
  return report.end()
}

type Telling = Readonly<{ time: (at: string) => string; fingerprint: string }>

/** What a transaction does not have is not on its receipt. */
function factsOf(facts: ReceiptFacts, { time, fingerprint }: Telling): (readonly [string, string])[] {
  const { facts: names } = receiptWords[facts.language]
  const listed: readonly (readonly [string, string | number | null])[] = [
    [names.receipt, facts.receipt],
    [names.client, facts.client],
    [names.at, `${time(facts.at)} (${facts.zone})`],
    [names.businessDay, facts.businessDay],
    [names.producer, facts.producer],
    [names.place, facts.place],
    [names.txId, facts.txId],
    [names.order, facts.order],
    [names.reference, facts.reference],
    [names.transaction, facts.transaction],
    [names.related, facts.related],
    [names.madeAt, time(facts.madeAt)],
    [names.key, fingerprint],
  ]
  return listed.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as const]))
}
