import { Anchor } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { HoldReceipt, Receipt } from '../../engine/contract/operations.ts'
import { transactionAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { holdWords, receiptWords, type Said } from './receipt-words.ts'

export type ReceiptNotice = Readonly<{
  posted: (receipt: Receipt) => void
  hold: (receipt: HoldReceipt, what: 'placed' | 'captured' | 'released') => void
}>

/** Says what was done to money and what it came to. It stays a while, because figures take longer to read than a word. */
export function useReceiptNotice(): ReceiptNotice {
  const text = useText()
  const formats = useFormats()
  return useMemo(() => {
    const words = { text, formats }
    const show = ({ lines, transaction }: Said): void => {
      notifications.show({
        message: (
          <>
            {lines.map((line) => (
              <div key={line} className="ch-figure">
                {line}
              </div>
            ))}
            {transaction === null ? null : (
              <Anchor component={Link} href={transactionAddress(transaction)} underline="always" inherit>
                {text('receipt.transaction', { transaction: String(transaction) })}
              </Anchor>
            )}
          </>
        ),
        role: 'status',
        autoClose: 15_000,
        closeButtonProps: { 'aria-label': text('action.close') },
      })
    }
    return {
      posted: (receipt) => show(receiptWords(receipt, words)),
      hold: (receipt, what) => show(holdWords(receipt, what, words)),
    }
  }, [text, formats])
}
