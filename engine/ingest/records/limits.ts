/** What bounds the memory that a reader holds, whatever a file says. */

/** Bytes of one record, or of one thing between records; a file that has longer ones is no such file. */
export const recordLengthMax = 1_000_000
/** Values inside values, or elements inside elements. */
export const depthMax = 64
/** Cells of one CSV record. */
export const cellsMax = 4_096
/** Bytes that are read before what was cut from them is looked at. */
export const pieceLength = 65_536
/** Bytes of a block from which it is handed on, even if there is room for more records in it. */
export const blockLengthMax = 1_048_576

/** How far gzip may blow up: this many times, beyond the first bytes that may always be unpacked, and never past the end. */
export const bomb = { ratio: 1_000, freeLength: 67_108_864, plainMax: 4_294_967_296 } as const
