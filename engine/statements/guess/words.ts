/** What columns and labels are called: in English, in German, in Chinese as Hong Kong writes it, and by gateways. */

import type { LineReferenceKind } from '../../contract/statement-mappings.ts'
import type { StatementField } from '../../contract/statement-previews.ts'

/** Without capitals, blanks, strokes and what stands in brackets, which says a currency or a unit. */
export const foldedName = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[([（].*?[)\]）]/g, '')
    .replace(/[\s_\-.:：/#'"]+/g, '')

const list = (text: string): readonly string[] => text.trim().split(/\s+/)

/** In the order of how much a name says; a field that isn't here has no names of its own. */
export const fieldNames: Readonly<Partial<Record<StatementField, readonly string[]>>> = {
  bookedOn: list(`bookingdate bookedon bookedat postingdate posteddate postdate posted transactiondate transdate txndate
    txdate entrydate createdutc created createdat creationdate completeddate date saledate processdate day buchungstag
    buchungsdatum buchung datum data datefrom 交易日期 記賬日期 入賬日期 入帳日期 日期`),
  valueOn: list(`valuedate valueon valuta valutadatum wertstellung wertstellungsdatum wert effectivedate availableon
    availableonutc availabledate settlementdate startdate 起息日 起息日期 生效日期 交收日期 結算日期`),
  amount: list(`amount transactionamount transactionamountamount amountamount paidamount betrag umsatz umsatzineur
    betrageur valor importe montant sum value 金額 交易金額 款額`),
  credit: list(`credit creditamount credits deposit deposits depositamount paidin moneyin netcredit netcreditnc haben
    habenbetrag gutschrift eingang einzahlung 存入 存款 收入 貸方 貸方金額 存入金額`),
  debit:
    list(`debit debitamount debits withdrawal withdrawals withdrawalamount paidout moneyout netdebit netdebitnc soll
    sollbetrag belastung lastschrift ausgang auszahlung 支出 提款 提取 借方 借方金額 支出金額`),
  direction: list(`direction creditdebitindicator creditdebit debitcredit drcr crdr dc cd cdtdbtind side sollhaben sh
    afbij type transactiontype balanceimpact 借貸 存支 收支 借貸標記 類型`),
  gross: list(`gross grossamount totalgross brutto bruttobetrag amount transactionamount 總額 總金額 交易金額`),
  net: list(`net netamount payoutamount settlementamount netto nettobetrag auszahlungsbetrag 淨額 淨金額 結算金額`),
  fee: list(`fee fees feeamount totalfees transactionfee processingfee stripefee commission commissionnc markup
    markupnc schemefees schemefeesnc interchange interchangenc mdr gebühr gebühren entgelt provision 手續費 費用 佣金`),
  running: list(`balance runningbalance ledgerbalance accountbalance closingbalance balanceafter balanceaftertransaction
    saldo saldonachbuchung kontostand 結餘 餘額 帳戶結餘 賬戶結餘 結存`),
  currency: list(`currency currencycode ccy cur netcurrency transactionamountcurrency amountcurrency paidccy währung
    waehrung devise moneda 貨幣 幣種 幣別`),
  account: list(`account accountnumber accountno accountid accountiban iban ownaccount merchantaccount merchantid
    merchantno producer producerid auftragskonto kontonummer konto ibanauftragskonto 帳戶號碼 賬戶號碼 帳號 賬號 戶口號碼 商戶編號`),
  partyName:
    list(`name counterparty counterpartyname partnername payee payer payeename payername debtorname creditorname
    beneficiary beneficiaryname merchant merchantname customername customeremail auftraggeberbegünstigter
    beguenstigterzahlungspflichtiger begünstigterzahlungspflichtiger empfänger zahlungsempfänger auftraggeber
    namezahlungsbeteiligter zahlungspflichtiger 對方 對方名稱 付款人 收款人 客戶名稱`),
  partyAccount: list(`counterpartyaccount counterpartyiban partneriban debtoraccountiban creditoraccountiban
    beneficiaryaccount payeeaccountnumber kontonummeriban ibanzahlungsbeteiligter gegenkonto kontonummer 對方帳號 對方賬號
    對方戶口`),
  partyBank: list(
    `bic biccode swift bicswiftcode bicswiftcodezahlungsbeteiligter bankcode blz counterpartybic 對方銀行`,
  ),
  text: list(`description details transactiondetails transactiondescription narrative particulars memo purpose
    remittanceinformationunstructured paymentreference text message verwendungszweck buchungstext zahlungsreferenz
    vorgang histórico 交易詳情 交易說明 摘要 說明 備註 詳情`),
  code: list(`type transactiontype reportingcategory category code transactioncode banktransactioncode buchungstext
    buchungsart umsatzart kind 類型 交易類型 交易類別`),
  status: list(`status state transactionstatus info bookingstatus balanceimpact umsatzstatus 狀態 交易狀態`),
  returned: list(`returnreason reason reasontext failurereason disputereason rückgabegrund 退回原因 退款原因 原因`),
}

/** By what a column is called, which kind of reference stands in it. */
export const referenceNames: Readonly<Record<LineReferenceKind, readonly string[]>> = {
  end_to_end: list(`endtoendid endtoendreference e2eid merchantreference merchantorderreference clientreference
    invoicenumber invoiceno orderid ordernumber orderno paymentmetadata kundenreferenz endtoendreferenz 訂單編號 發票號碼
    客戶參考`),
  bank: list(`transactionid txnid txid id balancetransactionid bankreference bankref reference referenceno
    referencenumber ref transferwiseid pspreference trace traceno tracenumber transactionref buchungsreferenz 參考編號
    交易編號 參考號碼 流水號`),
  customer: list(`customerreference customerref yourreference modificationmerchantreference customnumber kundennummer
    客戶編號`),
  instruction: list(`instructionid source sourceid referencetxnid modificationreference originaltransactionid parentid
    自動轉賬編號`),
  mandate: list('mandateid mandatereference mandate mandatsreferenz 授權編號'),
  remittance: list('remittancereference structuredreference creditorreference remittanceinformationstructured'),
  batch: list(`payoutid automaticpayoutid payout batch batchid batchno batchnumber settlement settlementid settlementno
    transferid sammlerreferenz 批次 批次編號 結算編號`),
  document: list(
    'chequenumber chequeno checknumber checkno cheque documentnumber belegnummer númerododocumento 支票號碼',
  ),
}

/** What a file says once. */
export const labelNames: Readonly<
  Record<'account' | 'currency' | 'number' | 'owner' | 'from' | 'to' | 'opening' | 'closing', readonly string[]>
> = {
  account: list(`accountnumber accountno account accountid accountiban iban merchantid merchantno merchantaccount
    kontonummer konto girokonto 帳戶號碼 賬戶號碼 帳號 賬號 戶口號碼`),
  currency: list('currency accountcurrency ccy währung 貨幣 幣種 幣別'),
  number: list('statementnumber statementno settlementno settlementnumber auszugsnummer 結單編號 月結單編號'),
  owner: list('accountname accountholder accountowner owner kontoinhaber 帳戶名稱 賬戶名稱 戶名'),
  from: list('from fromdate startdate periodfrom von vondatum zeitraumvon 由 開始日期'),
  to: list('to todate enddate periodto bis bisdatum zeitraumbis 至 結束日期'),
  opening: list(`openingbalance opening startbalance startingbalance beginningbalance balancebroughtforward
    broughtforward bfbalance balancebf previousbalance anfangssaldo eröffnungssaldo alterkontostand saldoanterior
    openingbooked 承前結餘 承上結餘 上期結餘 期初餘額 期初結餘`),
  closing: list(`closingbalance closing endbalance endingbalance balancecarriedforward carriedforward cfbalance
    balancecf newbalance endsaldo schlusssaldo neuerkontostand kontostandvom kontostand closingbooked 期末餘額 期末結餘 結轉
    轉下結餘 現時結餘`),
}

export const directionWords = {
  credit:
    list(`credit cr c crdt h haben in bij + deposit incoming inbound eingang gutschrift sale settled charge payment
    topup 存入 收入 貸 入 入賬`),
  debit: list(`debit dr d dbit s soll out af - withdrawal outgoing outbound ausgang lastschrift refund void payout
    chargeback 支出 提取 借 出 出賬`),
} as const

export const statusWords = {
  booked: list(`booked completed complete posted settled success successful succeeded paid available cleared gebucht
    umsatzgebucht ok credit debit done 已入賬 已完成 完成 成功`),
  pending: list(`pending authorised authorized authorization vorgemerkt umsatzvorgemerkt processing unsettled hold
    scheduled planned onhold 待處理 處理中 未入賬 待入賬`),
  skipped:
    list(`failed declined denied cancelled canceled voided expired rejected reverted memo error 失敗 已取消 取消 拒絕
    已拒絕`),
} as const

export const reversalWords = list(`refund refunded chargeback dispute return returned reversal reversed void storno
  rücklastschrift rückbuchung rückgabe paymentrefund paymentreversal 退款 退回 撤銷 沖正`)

/** With which the rows begin that are no lines. */
export const totalWords = list('total totals subtotal grandtotal sum summe gesamt 總計 合計 小計')
