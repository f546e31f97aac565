import type { DesktopShell } from '../engine/contract/shell.ts'

declare global {
  interface Window {
    /** Only in the desktop shell; a browser has no such thing, and nothing that matters may need it. */
    readonly desktop?: DesktopShell
  }
}
