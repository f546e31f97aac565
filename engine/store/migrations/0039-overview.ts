import type { Migration } from '../migrate.ts'

/**
 * The sums of the charts added up further, by each of the things that a chart can be about and by none of them. A year by
 * the day is then hundreds of sums and not millions, and no screen waits for them to be added up. Exceptions and rejected
 * batches of a producer are counted by time along indexes of their own.
 */
export const overview: Migration = {
  version: 39,
  up: (db) => {
    db.exec(schema)
    // The finest first, from which the others are added up.
    db.exec(addUp(14, 'volume'))
    db.exec(addUp(11, 'volume'))
    for (const grain of [0, 2, 4, 6, 8, 10, 12]) db.exec(addUp(grain, 'volume_sum WHERE grain = 14'))
    for (const grain of [1, 3, 9]) db.exec(addUp(grain, 'volume_sum WHERE grain = 11'))
  },
}

const addUp = (grain: number, source: string): string => `
  INSERT INTO volume_sum
    SELECT ${grain}, day, ${grain & 1 ? 'hour' : '0'}, ${grain & 2 ? 'producer_id' : '0'}, ${grain & 4 ? 'place' : '0'}, kind,
      ${grain & 8 ? 'tier' : "''"}, currency, sum(rows), sum(amount)
    FROM ${source} GROUP BY 2, 3, 4, 5, 6, 7, 8`

const schema = `
  CREATE TABLE volume_sum (
    -- What it is told by beside its day: 1 the hour, 2 the producer, 4 the place, 8 the tier. Hours of places are only in
    -- volume itself.
    grain INTEGER NOT NULL CHECK (grain BETWEEN 0 AND 15 AND grain & 5 <> 5),
    day INTEGER NOT NULL,
    -- Of the instants, in hours since 1970.
    hour INTEGER NOT NULL CHECK (grain & 1 <> 0 OR hour = 0),
    producer_id INTEGER NOT NULL CHECK ((grain & 2 <> 0) = (producer_id <> 0)),
    place INTEGER NOT NULL CHECK ((grain & 4 <> 0) = (place <> 0)),
    kind TEXT NOT NULL,
    tier TEXT NOT NULL CHECK (grain & 8 <> 0 OR tier = ''),
    currency TEXT NOT NULL,
    rows INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (grain, day, hour, producer_id, place, kind, tier, currency)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX exception_by_producer_raised ON exception (producer_id, raised_at);
  CREATE INDEX exception_by_producer_resolved ON exception (producer_id, resolved_at) WHERE resolved_at IS NOT NULL;
  CREATE INDEX exception_by_first_touch ON exception (first_touched_at, raised_at, producer_id)
    WHERE first_touched_at IS NOT NULL;
  CREATE INDEX batch_rejected ON batch (producer_id, received_at) WHERE state = 'rejected';
`
