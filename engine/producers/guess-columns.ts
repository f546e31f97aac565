/** Which column of a sample holds which field: by its name first, by what stands in it where the name says little. */
import { foldedPlace } from '../calendar/places.ts'
import type { Zone } from '../calendar/zone.ts'
import { type RowField, rowFields } from '../contract/agreements.ts'
import { assertNever } from '../invariant.ts'
import {
  type AmountsGuess,
  type Certainty,
  type DatesGuess,
  guessAmounts,
  guessDates,
  guessType,
} from './guess-values.ts'
import type { SampleColumn } from './sample-table.ts'

/** What is known before the sample is looked at. */
export type Known = Readonly<{
  producer: number
  /** The producer's own places, and those of the zone, folded. */
  places: readonly string[]
  knownPlaces: ReadonlySet<string> | null
  zone: Zone
  digits: number
  at: number
}>

export type FoundColumn = Readonly<{
  column: SampleColumn
  certainty: Certainty
  dates: DatesGuess | null
  amounts: AmountsGuess | null
}>

/** Below this a column is not taken for the field. */
const scoreMin = 0.5

/** Names in the order of how much they say; all without capitals, blanks and strokes. */
const names: Readonly<Record<RowField, readonly string[]>> = {
  TxDate: words(`txdate transactiondate txndate transactiontime txntime transdate datetime timestamp occurredat paidat
    createdat bookingdate valuedate postingdate date time ts when created booked buchungstag buchungsdatum datum fecha
    交易日期 交易時間 交易时间 日期 時間 时间 入帳日期 入账日期`),
  ProducerId:
    words(`producerid producer producerno merchantid merchantno merchant sourceid source partnerid partner vendor
    商戶編號 商户编号 商戶號 商户号 商戶 商户`),
  ClientId:
    words(`clientid client clientno customerid customerno custid custno customer memberid memberno member userid user
    walletid wallet accountid accountno accountnumber account acct cardholder holder kunde kundennummer cliente payer
    客戶編號 客户编号 客戶號 客户号 會員編號 会员编号 會員號 会员号 用戶編號 用户编号 帳號 账号 客戶 客户 會員 会员 用戶 用户`),
  ProducerLocation:
    words(`producerlocation location branch branchname store storename outlet shop site place district area
    terminal city filiale standort sucursal 交易地點 交易地点 地點 地点 分店 門店 门店 店鋪 店铺 地區 地区`),
  TxId: words(`txid transactionid txnid transactionno txnno transid transactionref txnref reference referenceno refno ref
    receiptno receipt orderid orderno paymentid uuid guid id number no belegnummer beleg referenz
    交易編號 交易编号 流水號 流水号 訂單號 订单号 單號 单号 參考編號 参考编号`),
  TxType:
    words(`txtype transactiontype txntype transtype type kind action operation op direction drcr crdr dc buchungsart art
    交易類型 交易类型 類型 类型 類別 类别`),
  Amount:
    words(`amount txamount transactionamount txnamount amountminor amountcents amt value sum total gross betrag importe montant
    交易金額 交易金额 金額 金额 數額 数额`),
}

function words(text: string): readonly string[] {
  return text.split(/\s+/)
}

export function findColumns(columns: readonly SampleColumn[], known: Known): ReadonlyMap<RowField, FoundColumn> {
  const candidates = columns.flatMap((column) => {
    const looks = lookAt(column, known)
    return rowFields.map((field) => ({
      field,
      column,
      looks,
      name: nameScore(field, column.name),
      content: contentScore(field, looks, known),
    }))
  })
  const ranked = candidates
    .filter(({ name, content }) => content > 0 && name * 3 + content >= scoreMin)
    .sort((one, other) => other.name * 3 + other.content - (one.name * 3 + one.content))
  const found = new Map<RowField, FoundColumn>()
  const taken = new Set<SampleColumn>()
  for (const { field, column, looks, name, content } of ranked) {
    if (found.has(field) || taken.has(column)) continue
    taken.add(column)
    const certainty: Certainty = name >= 1 ? 'sure' : name > 0 || content >= 2 ? 'likely' : 'unsure'
    found.set(field, { column, certainty, dates: looks.dates, amounts: looks.amounts })
  }
  return found
}

/** 1 for a name that means the field, a little less for one further down the list, half for one that only contains it. */
function nameScore(field: RowField, name: string): number {
  const folded = foldedName(name)
  const list = names[field]
  // What a value inside of an object is called says little where all names on the way to it say something.
  const known = rowFields.some((one) => names[one].includes(folded))
  const rank = list.indexOf(known ? folded : foldedName(name.split('/').at(-1) ?? ''))
  if (rank >= 0) return 1.2 - (0.2 * rank) / list.length
  const contains = (word: string): boolean => (word.length >= 4 || word > '\u4e00') && folded.includes(word)
  return !known && list.some(contains) ? 0.5 : 0
}

const foldedName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/[\s_\-.:/#()]+/g, '')

type Looks = Readonly<{
  filled: readonly string[]
  distinct: ReadonlySet<string>
  dates: DatesGuess | null
  amounts: AmountsGuess | null
}>

function lookAt({ name, values }: SampleColumn, known: Known): Looks {
  const filled = values.filter((value) => value !== '')
  return {
    filled,
    distinct: new Set(filled),
    dates: guessDates(filled, known),
    amounts: guessAmounts(filled, { name, digits: known.digits }),
  }
}

/** How much the values look like the field's, from 0 for not at all to 3. */
function contentScore(field: RowField, looks: Looks, known: Known): number {
  const { filled, distinct, dates, amounts } = looks
  if (filled.length === 0) return 0
  const share = (is: (value: string) => boolean): number => filled.filter(is).length / filled.length
  const unique = distinct.size === filled.length
  switch (field) {
    case 'TxDate':
      return dates === null ? 0 : 2.5
    case 'ProducerId':
      return share((value) => value === String(known.producer)) > 0.9 ? 2.5 : 0
    case 'ClientId': {
      if (dates !== null || amounts?.units === 'major' || distinct.size === 1) return 0.1
      // Clients come again, but there are many of them, and most files number them.
      const numbered = 0.2 * share((value) => /\d/.test(value))
      return (unique ? 0.4 : 0.5 + (0.1 * distinct.size) / filled.length) + numbered
    }
    case 'ProducerLocation': {
      const places = share(
        (value) => known.places.includes(value) || known.knownPlaces?.has(foldedPlace(value)) === true,
      )
      if (places > 0.5) return 2.5
      return dates !== null || amounts !== null ? 0 : unique && filled.length > 3 ? 0.2 : 0.7
    }
    case 'TxId':
      return dates !== null || amounts?.units === 'major' ? 0.05 : unique ? (filled.length > 1 ? 1.5 : 0.5) : 0.1
    case 'TxType': {
      if (distinct.size > 8) return 0
      const heardOf = share((value) => guessType(value) !== undefined)
      return heardOf > 0.5 ? 2.5 : dates !== null || amounts !== null ? 0 : distinct.size <= 3 ? 0.6 : 0.3
    }
    case 'Amount':
      if (amounts === null || (dates !== null && amounts.units === 'minor' && unique)) return 0
      return amounts.units === 'major' ? 2.2 : amounts.signs === 'positive' ? 0.9 : 2
    default:
      return assertNever(field)
  }
}
