/** What happened to a wallet, in words for whoever owns it. Whose the other wallet is, is never said. */
import type { Language } from '../contract/settings.ts'

/** One word, or two where it matters which way the money went. */
type Said = string | Readonly<{ in: string; out: string }>

const english: Readonly<Record<string, Said>> = {
  TopUp: 'Top-up',
  Payment: 'Payment',
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  payout: 'Payout',
  purchase: 'Purchase',
  refund: 'Refund',
  transfer: { in: 'Transfer from another client', out: 'Transfer to another client' },
  fee: 'Fee',
  chargeback: 'Chargeback',
  capture: 'Payment of a reserved amount',
  auto_top_up: 'Automatic top-up',
  fund_request: 'Top-up',
  fund_paid: 'Top-up',
  fund_settled: 'Top-up',
  fund_released: 'Top-up',
  fund_undone: 'Top-up taken back',
  unknown_payer: 'Deposit',
  settlement: 'Settlement',
  residue: 'Difference',
  adjustment: 'Adjustment',
  write_off: 'Write-off',
  reversal: 'Reversal',
}

const chinese: typeof english = {
  TopUp: '增值',
  Payment: '付款',
  deposit: '存入',
  withdrawal: '提款',
  payout: '出款',
  purchase: '購買',
  refund: '退款',
  transfer: { in: '由其他客戶轉入', out: '轉賬予其他客戶' },
  fee: '收費',
  chargeback: '退單',
  capture: '支付預留款項',
  auto_top_up: '自動增值',
  fund_request: '增值',
  fund_paid: '增值',
  fund_settled: '增值',
  fund_released: '增值',
  fund_undone: '增值收回',
  unknown_payer: '存入',
  settlement: '結算',
  residue: '差額',
  adjustment: '調整',
  write_off: '撇賬',
  reversal: '沖銷',
}

const words: Readonly<Record<Language, typeof english>> = { en: english, 'zh-HK': chinese }

/** `amount` is what the wallet gained. Kinds are rows of the store: one that has no word yet is said as it is written. */
export function kindWord(language: Language, kind: string, amount: number): string {
  const said = words[language][kind]
  if (said === undefined) return kind
  if (typeof said === 'string') return said
  return amount < 0 ? said.out : said.in
}
