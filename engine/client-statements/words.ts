/** What a statement says in words, for the client whose it is. */
import type { Language } from '../contract/settings.ts'

type Words = Readonly<{
  title: string
  period: (from: string, to: string) => string
  page: (page: number, of: number) => string
  facts: Readonly<{ client: string; currency: string; period: string; zone: string; madeAt: string; lines: string }>
  opening: string
  closing: string
  in: string
  out: string
  totals: string
  lines: string
  none: string
  /** Said where more happened than a print has room for. */
  more: (shown: string, all: string) => string
  aboutState: string
  columns: Readonly<{
    date: string
    time: string
    businessDay: string
    kind: string
    producer: string
    place: string
    details: string
    txId: string
    order: string
    reference: string
    transaction: string
    state: string
    currency: string
    in: string
    out: string
    balance: string
  }>
  state: Readonly<{ confirmed: string; in_process: string }>
}>

const en: Words = {
  title: 'Statement',
  period: (from, to) => `${from} to ${to}`,
  page: (page, of) => `Page ${page} of ${of}`,
  facts: {
    client: 'Client',
    currency: 'Currency',
    period: 'Business days',
    zone: 'Times are in',
    madeAt: 'Made at',
    lines: 'Transactions',
  },
  opening: 'Opening balance',
  closing: 'Closing balance',
  in: 'In',
  out: 'Out',
  totals: 'What it comes to',
  lines: 'Transactions',
  none: 'Nothing happened on these days.',
  more: (shown, all) =>
    `These are the first ${shown} of ${all} transactions. The CSV file of the same days has all of them; the sums above are of all.`,
  aboutState: 'What is in process counts in the balance and may still change; what is confirmed does not.',
  columns: {
    date: 'Date',
    time: 'Time',
    businessDay: 'Business day',
    kind: 'Kind',
    producer: 'From',
    place: 'Place',
    details: 'Details',
    txId: 'TxId',
    order: 'Order',
    reference: 'Reference',
    transaction: 'Transaction',
    state: 'State',
    currency: 'Currency',
    in: 'In',
    out: 'Out',
    balance: 'Balance',
  },
  state: { confirmed: 'Confirmed', in_process: 'In process' },
}

const hk: Words = {
  title: '結單',
  period: (from, to) => `${from} 至 ${to}`,
  page: (page, of) => `第 ${page} 頁，共 ${of} 頁`,
  facts: {
    client: '客戶',
    currency: '貨幣',
    period: '營業日',
    zone: '時區',
    madeAt: '製作時間',
    lines: '交易宗數',
  },
  opening: '期初結餘',
  closing: '期末結餘',
  in: '存入',
  out: '支出',
  totals: '總計',
  lines: '交易',
  none: '期內沒有交易。',
  more: (shown, all) => `以上為 ${all} 宗交易的首 ${shown} 宗。同期的 CSV 檔案載有全部交易；總計已包括所有交易。`,
  aboutState: '「處理中」的交易已計入結餘，但仍可能更改；「已確認」的交易不會更改。',
  columns: {
    date: '日期',
    time: '時間',
    businessDay: '營業日',
    kind: '類別',
    producer: '來源',
    place: '地點',
    details: '詳情',
    txId: '來源編號',
    order: '訂單',
    reference: '參考',
    transaction: '交易編號',
    state: '狀態',
    currency: '貨幣',
    in: '存入',
    out: '支出',
    balance: '結餘',
  },
  state: { confirmed: '已確認', in_process: '處理中' },
}

export const statementWords: Readonly<Record<Language, Words>> = { en, 'zh-HK': hk }
