/** The cookie that keeps a client's browser signed in. */
import { expect, it } from 'vitest'
import { tokenOfCookie } from '../../engine/own-wallet/cookie.ts'

it('takes no cookie when there are two, one of which a neighbour may have set', () => {
  expect(tokenOfCookie('other=1; wallet=mine')).toBe('mine')
  expect(tokenOfCookie('wallet=theirs; wallet=mine')).toBeUndefined()
})
