import { fontFamily } from '../theme/mantine-theme.ts'
import { type Scheme, tokens } from '../theme/tokens.ts'
import type { Look } from './figure.ts'

export const lookOf = (scheme: Scheme): Look => ({ colours: tokens[scheme], font: fontFamily })
