/** What the page that checks receipts says. Whoever has a receipt is nobody we know, so it says it in every language. */
import type { ReceiptNow } from '../contract/receipts.ts'
import type { Language } from '../contract/settings.ts'

type Words = Readonly<{
  title: string
  lead: string
  file: string
  check: string
  another: string
  genuine: string
  changed: string
  changedWhy: string
  notOurs: string
  notOursWhy: string
  tooLarge: string
  nothingChosen: string
  notNow: string
  facts: Readonly<{ receipt: string; amount: string; kind: string; at: string; madeAt: string; house: string }>
  now: Readonly<Record<ReceiptNow['standing'], string>>
  inProcess: string
}>

const en: Words = {
  title: 'Check a receipt',
  lead: 'Choose the PDF file of a receipt. It says whether the receipt is from here, whether a single byte of it was changed, and whether its transaction still stands. The file is not kept.',
  file: 'Receipt (PDF)',
  check: 'Check it',
  another: 'Check another receipt',
  genuine: 'This receipt is genuine',
  changed: 'This receipt was changed',
  changedWhy:
    'It is not the file that was signed here. Do not rely on anything it says; ask whoever gave it to you for the original file.',
  notOurs: 'This receipt is not from here',
  notOursWhy:
    'The file is no receipt of this house, or it was changed so much that it is not known any more. A print, a scan or a picture can not be checked.',
  tooLarge: 'The file is larger than any receipt from here. It was not looked at.',
  nothingChosen: 'No file was chosen. Choose the PDF file of the receipt first.',
  notNow: 'Receipts can not be checked just now. Try again later.',
  facts: {
    receipt: 'Receipt number',
    amount: 'Amount',
    kind: 'What it is',
    at: 'Date and time',
    madeAt: 'Receipt made at',
    house: 'From',
  },
  now: {
    stands: 'Its transaction still stands: nothing of it was reversed or refunded.',
    partly_undone: 'A part of its transaction was reversed or refunded.',
    undone: 'Its transaction was reversed or refunded in full.',
    not_in_books: 'The books of today do not have its transaction. Ask the house about it.',
  },
  inProcess: 'When the receipt was made, the transaction was still in process.',
}

const hk: Words = {
  title: '核對收據',
  lead: '請選擇收據的 PDF 檔案。本頁會說明收據是否由本處發出、有否被改動，以及交易是否仍然有效。檔案不會被保存。',
  file: '收據（PDF）',
  check: '核對',
  another: '核對另一張收據',
  genuine: '此收據真確',
  changed: '此收據曾被改動',
  changedWhy: '此檔案並非本處簽署的檔案，其內容不可信賴。請向提供者索取原本的檔案。',
  notOurs: '此收據並非由本處發出',
  notOursWhy: '此檔案不是本處的收據，或已被改動至無法辨認。列印本、掃描本或圖片均無法核對。',
  tooLarge: '檔案大於本處任何收據，未有核對。',
  nothingChosen: '尚未選擇檔案。請先選擇收據的 PDF 檔案。',
  notNow: '現時未能核對收據，請稍後再試。',
  facts: {
    receipt: '收據編號',
    amount: '金額',
    kind: '交易類別',
    at: '日期及時間',
    madeAt: '收據製作時間',
    house: '發出機構',
  },
  now: {
    stands: '交易仍然有效：沒有任何部分被沖銷或退款。',
    partly_undone: '交易已有部分被沖銷或退款。',
    undone: '交易已全數被沖銷或退款。',
    not_in_books: '現時的賬簿沒有這宗交易。請向發出機構查詢。',
  },
  inProcess: '製作收據時，交易仍在處理中。',
}

export const receiptPageWords: Readonly<Record<Language, Words>> = { en, 'zh-HK': hk }
