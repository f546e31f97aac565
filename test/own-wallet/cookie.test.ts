/** The cookie that keeps a client's browser signed in. */
import { expect, it } from 'vitest'
import { deviceOfCookie, tokenOfCookie } from '../../engine/own-wallet/cookie.ts'

it('takes no cookie when there are two, one of which a neighbour may have set', () => {
  expect(tokenOfCookie('other=1; wallet=mine')).toBe('mine')
  expect(tokenOfCookie('wallet=theirs; wallet=mine')).toBeUndefined()
})

it('knows the token of a browser from the one that it is signed in by', () => {
  expect(deviceOfCookie('wallet=session; wallet_device=browser')).toBe('browser')
  expect(tokenOfCookie('wallet_device=browser')).toBeUndefined()
})
