/** What a receipt says in words, for the client whose it is. */
import type { ReceiptFacts } from '../contract/receipts.ts'
import type { Language } from '../contract/settings.ts'

type Words = Readonly<{
  title: (receipt: string) => string
  page: (page: number, of: number) => string
  state: Readonly<Record<ReceiptFacts['state'], string>>
  undone: (money: string) => string
  undonePartly: (money: string) => string
  facts: Readonly<{
    receipt: string
    client: string
    kind: string
    at: string
    businessDay: string
    producer: string
    place: string
    txId: string
    order: string
    reference: string
    related: string
    transaction: string
    state: string
    madeAt: string
    key: string
  }>
  asOf: (at: string) => string
  check: string
  checkAt: (address: string) => string
  checkElsewhere: string
  checkWhy: string
}>

const en: Words = {
  title: (receipt) => `Receipt ${receipt}`,
  page: (page, of) => `Page ${page} of ${of}`,
  state: { confirmed: 'Confirmed', in_process: 'In process' },
  undone: (money) => `Reversed or refunded in full: ${money}.`,
  undonePartly: (money) => `Reversed or refunded in part: ${money}.`,
  facts: {
    receipt: 'Receipt number',
    client: 'Client',
    kind: 'What it is',
    at: 'Date and time',
    businessDay: 'Business day',
    producer: 'Where it came from',
    place: 'Place',
    txId: 'Their number',
    order: 'Order',
    reference: 'Reference',
    related: 'Belongs to transaction',
    transaction: 'Transaction',
    state: 'State',
    madeAt: 'Made at',
    key: 'Signed with the key',
  },
  asOf: (at) => `As it stood on ${at}. What happened since is told by whoever checks it.`,
  check: 'How to check this receipt',
  checkAt: (address) =>
    `Open ${address} and choose this file. It says whether the receipt is genuine and still stands.`,
  checkElsewhere:
    'Send this file to the house that it is from: it can say whether the receipt is genuine and still stands.',
  checkWhy: 'Only the file itself can be checked: a print or a picture of it proves nothing.',
}

const hk: Words = {
  title: (receipt) => `收據 ${receipt}`,
  page: (page, of) => `第 ${page} 頁，共 ${of} 頁`,
  state: { confirmed: '已確認', in_process: '處理中' },
  undone: (money) => `已全數沖銷或退款：${money}。`,
  undonePartly: (money) => `已部分沖銷或退款：${money}。`,
  facts: {
    receipt: '收據編號',
    client: '客戶',
    kind: '交易類別',
    at: '日期及時間',
    businessDay: '營業日',
    producer: '來源',
    place: '地點',
    txId: '來源編號',
    order: '訂單',
    reference: '參考',
    related: '相關交易',
    transaction: '交易編號',
    state: '狀態',
    madeAt: '製作時間',
    key: '簽署密鑰',
  },
  asOf: (at) => `以上為 ${at} 的情況。其後的變化，可於核對時得知。`,
  check: '如何核對此收據',
  checkAt: (address) => `請開啟 ${address} 並選擇此檔案，即可得知收據是否真確，以及交易是否仍然有效。`,
  checkElsewhere: '請將此檔案傳送予發出收據的機構，由其確認收據是否真確，以及交易是否仍然有效。',
  checkWhy: '只有檔案本身可供核對；列印本或圖片不能作為證明。',
}

export const receiptWords: Readonly<Record<Language, Words>> = { en, 'zh-HK': hk }
