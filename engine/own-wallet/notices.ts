/**
 * What clients want to be told of by e-mail. A job looks at the wallets that somebody wants to know of and that moved since it
 * looked last, each by the chain of its own postings; so posting a million rows waits for none of it.
 */
import type { Database } from 'better-sqlite3'
import { reachClient } from '../contact/client-contact.ts'
import { ownWalletLetter } from '../contact/letter.ts'
import { goesBy, insertMessage } from '../contact/messages.ts'
import type { WalletNotices } from '../contract/own-wallet.ts'
import { itself } from '../exceptions/case.ts'
import { walletCode } from '../ledger/account.ts'
import { postingsOf } from '../ledger/account-postings.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { letterBefore, lettersSince, noteLetter } from './letters.ts'
import { type News, newsText } from './notice-letter.ts'

const dayMs = 86_400_000
/** So many letters a client gets within a day; what comes then is told together, when there is room again. */
const lettersMax = 5
const clientsMax = 100
/** Of more postings at once the newest are told; nobody reads on behind them. */
const postingsMax = 2_000

export const listNotices = (
  { raw }: Pick<QueryContext, 'raw'>,
  { client }: Readonly<{ client: string }>,
): readonly WalletNotices[] =>
  (statementsOf(raw).list.all(walletCode(client)) as Listed[]).map(({ moneyIn, ...row }) => ({
    ...row,
    moneyIn: moneyIn === 1,
  }))

type Listed = Omit<WalletNotices, 'moneyIn'> & Readonly<{ moneyIn: number }>

type Choosing = WalletNotices & Readonly<{ client: string }>
type Chosen = Readonly<{ status: 'done' | 'not_found' }>

export const setNotices = command({
  topics: [],
  record: ({ client, currency, below, moneyIn, above }: Choosing, { status }: Chosen) => ({
    action: 'wallet.set_notices',
    subject: `client:${client}`,
    outcome: status,
    detail: { currency, below, moneyIn, above },
  }),
  run: ({ raw }, { client, currency, below, moneyIn, above }): Chosen => {
    const { wallet, forget, set } = statementsOf(raw)
    const account = wallet.get(walletCode(client), currency) as number | undefined
    if (account === undefined) return { status: 'not_found' }
    if (below === null && above === null && !moneyIn) forget.run(account)
    else set.run({ account, client, below, moneyIn: Number(moneyIn), above })
    return { status: 'done' }
  },
})

type Asked = Readonly<{ at: number }>

export const anyToTell = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Asked): boolean =>
  statementsOf(raw).due.get({ at, limit: 1 }) !== undefined

type Told = Readonly<{ letters: readonly number[]; more: boolean }>

/** A bounded piece; `more` says that some are left. */
export const tellClients = command({
  isLong: true,
  topics: ['contact'],
  record: (_: null, { letters }: Told) => ({
    action: 'wallet.tell',
    subject: 'clients',
    outcome: 'done',
    detail: { letters },
  }),
  run: ({ raw, at }): Told => {
    const clients = statementsOf(raw).due.all({ at, limit: clientsMax }) as string[]
    const letters = clients.flatMap((client) => tell(raw, at, client) ?? [])
    return { letters, more: clients.length === clientsMax }
  },
})

type Moved = Readonly<{
  account: number
  currency: string
  balance: number
  lastPosting: number
  seen: number
  below: number | null
  moneyIn: number
  above: number | null
  isBelow: number
}>

/** One letter with everything that is new, however many wallets it is about. */
function tell(raw: Database, at: number, client: string): number | null {
  const moved = statementsOf(raw).moved.all({ client, at }) as Moved[]
  const news = moved.flatMap((wallet) => newsOf(raw, wallet))
  if (news.length > 0 && lettersSince(raw, { client, kind: 'notice', since: at - dayMs }) >= lettersMax) {
    const first = letterBefore(raw, { client, kind: 'notice', skip: lettersMax - 1 }) ?? at
    statementsOf(raw).wait.run({ client, notBefore: first + dayMs })
    return null
  }
  for (const { account, lastPosting, balance, below } of moved)
    statementsOf(raw).goOn.run({ account, lastPosting, isBelow: Number(below !== null && balance < below) })
  return news.length === 0 ? null : write(raw, at, client, news)
}

function write(raw: Database, at: number, client: string, news: readonly News[]): number | null {
  const { name, to, language } = reachClient(raw, client, 'email')
  if (to === null || goesBy(raw, 'email') !== 'mail_server') return null
  const letter = ownWalletLetter(raw, 'wallet_notice', language, name, { news: newsText(raw, language, news) })
  const draft = { exception: null, client, producer: null, channel: 'email', template: 'plain' } as const
  const message = insertMessage(
    raw,
    { ...draft, language, name, to, ...letter, by: itself },
    { goes: 'mail_server', at, atOnce: true },
  )
  noteLetter(raw, { message, client, kind: 'notice', challenge: null, at })
  return message
}

function newsOf(raw: Database, wallet: Moved): readonly News[] {
  const { account, currency, balance, seen, below, moneyIn, above, isBelow } = wallet
  const newest = { order: 'newestFirst', edge: Number.MAX_SAFE_INTEGER, count: postingsMax } as const
  const seqs = postingsOf(raw, [account], newest).filter((seq) => seq > seen)
  const asked = { account, above: above ?? Number.MAX_SAFE_INTEGER, seqs: JSON.stringify(seqs) }
  const sums = statementsOf(raw).sums.get(asked) as Sums
  const news: News[] = []
  if (moneyIn === 1 && sums.ins > 0) news.push({ what: 'money_in', currency, count: sums.ins, amount: sums.inSum })
  if (sums.outs > 0) news.push({ what: 'payment_above', currency, count: sums.outs, amount: sums.largest })
  // It may have been above for a moment only, between two looks.
  const wasAbove = isBelow === 0 || (below !== null && sums.highest >= below)
  if (below !== null && wasAbove && balance < below)
    news.push({ what: 'balance_below', currency, count: 1, amount: balance, limit: below })
  return news
}

type Sums = Readonly<{ ins: number; inSum: number; outs: number; largest: number; highest: number }>

const statementsOf = perConnection((raw) => ({
  list: raw.prepare(`
    SELECT account.currency, notice.below, coalesce(notice.money_in, 0) AS moneyIn, notice.above
    FROM account LEFT JOIN wallet_notice AS notice ON notice.account = account.id
    WHERE account.code = ? ORDER BY account.id`),
  wallet: raw.prepare('SELECT id FROM account WHERE code = ? AND currency = ?').pluck(),
  forget: raw.prepare('DELETE FROM wallet_notice WHERE account = ?'),
  // What stood before anybody wanted to know is no news, and neither is a balance that is seen to be below.
  set: raw.prepare(`
    INSERT INTO wallet_notice (account, client_id, below, money_in, above, seen, is_below)
    SELECT id, @client, @below, @moneyIn, @above, last_posting, coalesce(balance < @below, 0)
    FROM account WHERE id = @account
    ON CONFLICT (account) DO UPDATE SET below = excluded.below, money_in = excluded.money_in, above = excluded.above,
      is_below = excluded.is_below`),
  due: raw
    .prepare(`
      SELECT DISTINCT notice.client_id FROM wallet_notice AS notice JOIN account ON account.id = notice.account
      WHERE account.last_posting > notice.seen AND notice.not_before <= @at ORDER BY 1 LIMIT @limit`)
    .pluck(),
  moved: raw.prepare(`
    SELECT notice.account, account.currency, account.balance, account.last_posting AS lastPosting, notice.seen,
      notice.below, notice.money_in AS moneyIn, notice.above, notice.is_below AS isBelow
    FROM wallet_notice AS notice JOIN account ON account.id = notice.account
    WHERE notice.client_id = @client AND account.last_posting > notice.seen AND notice.not_before <= @at
    ORDER BY notice.account`),
  sums: raw.prepare(`
    SELECT coalesce(sum(credit = @account), 0) AS ins, coalesce(sum(iif(credit = @account, amount, 0)), 0) AS inSum,
      coalesce(sum(debit = @account AND amount > @above), 0) AS outs,
      coalesce(max(iif(debit = @account, amount, 0)), 0) AS largest,
      coalesce(max(iif(credit = @account, credit_after, debit_after)), 0) AS highest
    FROM json_each(@seqs) AS new CROSS JOIN movement ON movement.seq = new.value`),
  goOn: raw.prepare('UPDATE wallet_notice SET seen = @lastPosting, is_below = @isBelow WHERE account = @account'),
  wait: raw.prepare('UPDATE wallet_notice SET not_before = @notBefore WHERE client_id = @client'),
}))
