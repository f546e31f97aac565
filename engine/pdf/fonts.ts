/**
 * The typeface of documents: one family for Latin and Chinese, whose figures are all of one width. Of each weight only the
 * characters that a document uses go into it.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export type Weight = 'regular' | 'strong'

const files: Readonly<Record<Weight, string>> = {
  regular: '@expo-google-fonts/noto-sans-hk/400Regular/NotoSansHK_400Regular.ttf',
  strong: '@expo-google-fonts/noto-sans-hk/600SemiBold/NotoSansHK_600SemiBold.ttf',
}

const { resolve } = createRequire(import.meta.url)

export const readFont = (weight: Weight): Buffer => readFileSync(resolve(files[weight]))
