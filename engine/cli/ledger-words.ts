/** Sentences for what the ledger, wallets, holds and proposals refuse: what happened, and what to do about it. */
import type { Fault } from './fault.ts'

type Sentence = (facts: Fault['facts']) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** Facts are minor units: which currency they are in is not always among them. */
const units = (value: unknown): string => `${text(value)} minor units`

export const ledgerSentences: Readonly<Record<string, Sentence>> = {
  key_reused_with_other_content: ({ key }) =>
    `The key ${text(key)} belongs to something else that was done before; nothing was done now. Take a new key for something new.`,
  currency_unknown: ({ currency }) =>
    `The books are not kept in ${text(currency)}. "proposals propose currency" proposes it.`,
  wallet_unknown: ({ client, currency }) =>
    `${text(client)} has no wallet in ${text(currency)}. "wallets open ${text(client)}" opens one.`,
  virtual_account_unknown: ({ virtualAccount }) =>
    `There is no virtual account ${text(virtualAccount)}, or it belongs to somebody else.`,
  account_unknown: ({ account }) =>
    `There is no account ${text(account)}. "ledger accounts" lists them; "accounts open" opens one for a gateway or bank.`,
  account_not_meant_for_this: ({ account }) => `The account ${text(account)} is not meant for this.`,
  producer_unknown: ({ producer }) => `There is no producer ${text(producer)}.`,
  transaction_unknown: ({ transaction }) => `There is no transaction ${text(transaction)}.`,
  hold_unknown: ({ hold }) => `There is no hold ${text(hold)}.`,
  same_wallet: ({ client }) => `Both sides are the wallet of ${text(client)}; nothing would move.`,
  wallet_closed: ({ client }) => `The wallet of ${text(client)} is closed, for good.`,
  wallet_frozen: ({ client }) =>
    `The wallet of ${text(client)} is frozen. "wallets unfreeze ${text(client)}" lets it work again.`,
  version_moved: ({ client, expected, found }) =>
    `The wallet of ${text(client)} moved on: version ${text(expected)} was expected, it is at ${text(found)}. Look again before you repeat it.`,
  bank_transaction_known: ({ transaction }) =>
    `That bank transaction was booked already, as transaction ${text(transaction)}.`,
  not_of_this_kind: ({ transaction, kind }) =>
    `Transaction ${text(transaction)} is of another kind (${text(kind)}), so this can't be done to it.`,
  exceeds_left: ({ left }) => `That is more than is left of it: ${units(left)}.`,
  hold_ended: ({ hold, state }) => `Hold ${text(hold)} has ended (${text(state)}).`,
  date_in_future: ({ latest }) => `It can't have happened later than ${text(latest)}.`,
  limit_exceeded: ({ which, rule, limit, left }) =>
    `The limit per ${text(which)} of "${text(rule)}" is ${units(limit)}, and ${text(left)} are left. ${proposeIt}`,
  approval_needed: ({ above }) => `Above ${units(above)} a second person has to agree. ${proposeIt}`,
  insufficient_funds: ({ client, available, shortfall }) =>
    `The wallet of ${text(client)} has ${units(available)} available: ${text(shortfall)} too few.`,
  balance_too_large: ({ account }) => `${text(account)} would hold more than can be reckoned exactly.`,

  gateway_unknown: ({ gateway }) => `There is no gateway ${text(gateway)}. "gateways list" lists them.`,
  gateway_in_other_currency: ({ gateway, currency }) =>
    `The gateway ${text(gateway)} takes ${text(currency)}; say --currency ${text(currency)}, or take another gateway.`,
  expected_over: ({ state }) => `It is ${text(state)} already, so nothing of it can be changed any more.`,
  reverse_instead: ({ withdrawal }) => `A withdrawal ends by the reversal of transaction ${text(withdrawal)}.`,
  line_does_not_pay: ({ line }) =>
    `Line ${text(line)} goes the other way, is of another currency, or pays out more than is left.`,
  fund_request_over: ({ state }) => `It is ${text(state)}, so there is nothing to cancel any more.`,
  virtual_ibans_off: () =>
    'No account numbers are given out. "settings show virtualIbans" shows the range; a proposal switches it on.',
  virtual_ibans_used_up: ({ last }) =>
    `Every account number up to ${text(last)} is given out. Ask the bank for a further range, and propose it.`,

  account_too_small: ({ account, left }) => `On ${text(account)} there are only ${units(left)} to give up.`,
  setting_unusable: ({ issues }) => `The setting was not accepted: ${settingWords(issues)}.`,
  setting_managed: ({ name, fields }) =>
    `The policy file of this machine manages the setting ${text(name)} (${Array.isArray(fields) ? fields.join(', ') : ''}); ask whoever manages the machine.`,
  setting_unchanged: ({ name }) => `The setting ${text(name)} has exactly that value already.`,
  currency_exists: ({ currency }) => `The books are kept in ${text(currency)} already.`,
  tier_unknown: ({ tier }) => `There is no tier ${text(tier)}. "settings show tiers" lists them.`,
  overdraft_in_use: ({ used }) => `${units(used)} of the overdraft are in use, so it can't become smaller than that.`,
  period_not_over: ({ period }) => `${text(period)} is not over yet.`,
  period_closed: ({ period }) => `${text(period)} is closed already.`,
  period_closing: ({ period }) => `${text(period)} is being closed; its proof comes when that is done.`,
  agreement_unchanged: ({ producer }) => `The agreement with producer ${text(producer)} says exactly that already.`,
  agreement_unusable: ({ issues }) => `The agreement was not accepted: ${settingWords(issues)}.`,
  producer_not_suspended: ({ producer }) => `Producer ${text(producer)} is not suspended.`,
  batch_unknown: ({ batch }) => `There is no batch ${text(batch)}.`,
  batch_not_held: ({ batch, state }) =>
    `Batch ${text(batch)} is ${text(state)} and not held, so there is nothing of this kind to decide about it.`,
  batch_not_sealed: ({ batch, state }) =>
    `Batch ${text(batch)} is ${text(state)}: only what is sealed can be compared with its file.`,
  batch_not_posted: ({ batch, state }) =>
    `Nothing of batch ${text(batch)} stands that could be undone: it is ${text(state)}.`,
  earlier_days_open: ({ firstOpenDay }) =>
    `Earlier days are still open. Close those first, beginning with ${text(firstOpenDay)}.`,

  proposal_decided: ({ state }) => `The proposal is ${text(state)}; nothing more is decided on it.`,
  proposal_expired: ({ expiredAt }) => `The proposal's time was over at ${text(expiredAt)}. Propose it again.`,
  own_proposal: ({ proposedBy }) =>
    `It was proposed by, or on behalf of, ${text(proposedBy) || 'you'}: somebody else decides on it.`,
  not_own_proposal: ({ proposedBy }) => `It was proposed by ${text(proposedBy)}, who alone can withdraw it.`,
  above_own_bound: ({ upTo }) => `That is above the ${units(upTo)} that you may approve. Somebody else has to.`,
  kinds_differ: ({ kinds }) =>
    `These proposals are of several kinds (${Array.isArray(kinds) ? kinds.join(', ') : ''}); nothing was decided. Name those of one kind.`,
  effect_moved: () =>
    'The world moved: it would now do something else than what was proposed, so nothing was done. Look at it with "proposals show", and propose it anew.',

  account_exists: ({ account }) => `There is an account ${text(account)} already.`,
  wallet_exists: ({ client, currency }) => `${text(client)} has a wallet in ${text(currency)} already.`,
  wallet_not_empty: (facts) => `The wallet is not empty: ${leftWords(facts)}. Each of these has to go first.`,
  virtual_account_exists: ({ virtualAccount }) => `The number ${text(virtualAccount)} is given already.`,
}

const proposeIt = 'Ask again with --propose --reason TEXT, and a second person can approve it.'

function settingWords(issues: unknown): string {
  const list = Array.isArray(issues) ? (issues as readonly Readonly<{ path: string; problem: string }>[]) : []
  return list.map(({ path, problem }) => (path === '' ? problem : `${path}: ${problem}`)).join('; ') || 'bad value'
}

const leftNames: readonly (readonly [string, string])[] = [
  ['balance', 'of balance'],
  ['held', 'on hold'],
  ['pending', 'pending'],
  ['receivable', 'owed to us'],
  ['heldRows', 'held payments'],
]

function leftWords(facts: Fault['facts']): string {
  const left = leftNames.filter(([name]) => typeof facts[name] === 'number' && facts[name] !== 0)
  return left.map(([name, words]) => `${text(facts[name])} ${words}`).join(', ') || 'something is left'
}
