/** What the engine is asked for by the filters of the page. Pure. */
import type { Asked } from './search.ts'

export const volumeParameters = ({ from, to, by, producer, location }: Asked) => ({
  from,
  to,
  by,
  ...(producer === undefined ? {} : { producer: [producer] }),
  ...(location === undefined ? {} : { location: [location] }),
})

export const caseParameters = ({ from, to, by, producer }: Asked) => ({
  from,
  to,
  by,
  ...(producer === undefined ? {} : { producer: [producer] }),
})

export const healthParameters = ({ from, to, producer }: Omit<Asked, 'by' | 'location'>) => ({
  from,
  to,
  ...(producer === undefined ? {} : { producer: [producer] }),
})

export const dayParameters = ({ from, to }: Pick<Asked, 'from' | 'to'>) => ({ from, to })
