/** Words of people and programs outside of the house, as they may come onto the screens of those who work on them. */
import { z } from 'zod'
import { textLines } from './messages.ts'
import { plainText } from './money.ts'

/**
 * What is not seen and still does something to a text: marks that turn the direction of what stands around them, so that a sum
 * or a name reads as another, characters without width, fillers, tags, and separators that are no line of ours.
 */
const unseen = /[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Taken out and not refused: a text that was copied from a page is full of them, and its writer can't see why it is wrong. */
const visible = (text: string): string => text.replace(unseen, '')

const something = z.string().min(1)

export const visibleLines = (longest: number) => textLines(longest).transform(visible).pipe(something)

export const visibleText = (longest: number) => plainText(longest).transform(visible).pipe(something)
