/** What every format's scanner offers to the one loop that feeds them. */
import type { Page } from './page.ts'
import type { Control, FileFault } from './record-block.ts'

/**
 * `more`: everything that is complete has been cut. `full`: the page takes no further record. `done`: the file ended as
 * it should.
 */
export type Scan = 'more' | 'full' | 'done' | FileFault

export interface Scanner {
  /**
   * Cuts records from the page. A record that is not complete is looked at again from its beginning, so a scanner keeps
   * no place inside of one. What it answers depends on the bytes alone and never on how they were handed over.
   */
  scan(page: Page, atEnd: boolean): Scan
  /** The line that the first byte not yet cut stands on. */
  readonly line: number
  readonly control: Control | null
}

export const unreadable = (reason: string, line: number | null = null): FileFault => ({
  code: 'FILE_UNREADABLE',
  reason,
  line,
})
