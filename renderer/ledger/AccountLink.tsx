import { Link } from 'wouter'
import { accountAddress } from './address.ts'

/** An account by its code: it opens the account's statement. */
export function AccountLink({ code, currency }: Readonly<{ code: string; currency: string }>) {
  return <Link href={accountAddress(code, currency)}>{code}</Link>
}
