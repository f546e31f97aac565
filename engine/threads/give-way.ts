/**
 * Threads that work through files let those go first that a person waits for. Linux gives each thread a priority of its own;
 * elsewhere it would be the whole process's, and everybody's answers would come later.
 */
import { setPriority } from 'node:os'

const niceness = 5

export function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    // 0 is whoever asks: in a thread, that thread.
    setPriority(0, niceness)
  } catch {
    // Somebody has forbidden it, and then it works as before.
  }
}
