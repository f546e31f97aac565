/**
 * Gives the memory of numbers in a row back at once. A collection comes with the next work only, and a thread that has looked
 * at millions of items idles afterwards: what it no longer needs would stay beside what the writer needs by then. Whatever is
 * released is empty from then on.
 */
export function release(...arrays: readonly (Float64Array | Int32Array | Uint32Array | Uint8Array)[]): void {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0)
}
