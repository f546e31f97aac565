import { z } from 'zod'

/** Nobody writes a setting this deep by hand; what is deeper is there to exhaust whoever reads it. */
const depthMax = 32

/** Any JSON of a depth that can be walked without fear. It is measured level by level, so measuring is safe too. */
export const BoundedJson = z
  .unknown()
  .refine((value) => isShallow(value), `nested deeper than ${depthMax}`)
  .pipe(z.json())

function isShallow(value: unknown): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return false
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
  return true
}
