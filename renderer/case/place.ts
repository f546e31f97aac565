/** Where a case that no batch and no client is about can be looked at: what its facts name, as an address. Pure. */
import type { ExceptionCode } from '../../engine/contract/exceptions.ts'
import { expectedAddress } from '../expected/address.ts'
import { proofAddress, statementAddress, workspaceAddress } from '../reconciliation/address.ts'

export type Place = Readonly<{
  what: 'expected' | 'fund' | 'statement' | 'statement_file' | 'open' | 'proof'
  /** What it is called by, a number or an account. */
  name: string
  address: string
}>

type Facts = Readonly<Record<string, unknown>>

export function placeOf(code: ExceptionCode, detail: Facts): Place | null {
  const number = (name: string): number | null => (typeof detail[name] === 'number' ? detail[name] : null)
  const [account, currency] = [detail.account, detail.currency]
  const of = typeof account === 'string' && typeof currency === 'string' ? { account, currency } : null
  switch (code) {
    case 'SETTLEMENT_OVERDUE':
      return numbered('expected', number('expected'), expectedAddress)
    case 'FUND_AMOUNT_DIFFERS':
    case 'FUND_CONTRADICTED':
      return numbered('fund', number('request'), (id) => `/fund-requests?open=${id}`)
    case 'STATEMENT_UNREADABLE':
      return numbered('statement_file', number('statementFile'), (id) => `/statements?part=files&file=${id}`)
    case 'STATEMENT_DOES_NOT_ADD_UP':
    case 'STATEMENT_GAP':
    case 'STATEMENT_NUMBER_MISSING':
    case 'STATEMENT_CORRECTED':
      return numbered('statement', number('statement'), statementAddress)
    case 'RECONCILIATION_UNMATCHED':
      return of === null ? null : { what: 'open', name: of.account, address: workspaceAddress(of) }
    case 'OMNIBUS_DOES_NOT_PROVE': {
      const day = typeof detail.day === 'string' ? detail.day : undefined
      return of === null ? null : { what: 'proof', name: of.account, address: proofAddress(of, day) }
    }
    default:
      return null
  }
}

const numbered = (what: Place['what'], id: number | null, address: (id: number) => string): Place | null =>
  id === null ? null : { what, name: String(id), address: address(id) }
