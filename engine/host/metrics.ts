/** Figures for Prometheus. Labels are procedure names and outcomes: nothing that grows with clients or files. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Engine } from '../engine.ts'

export type Metrics = Readonly<{
  registry: Registry
  observeCall: (procedure: string, outcome: string, seconds: number) => void
  connections: Gauge
  refusedRequests: Counter<'reason'>
}>

export function metricsOf(engine: Engine): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const calls = new Histogram({
    name: 'countinghouse_call_seconds',
    help: 'Time to answer a call of the contract',
    labelNames: ['procedure', 'outcome'] as const,
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1, 5, 30],
    registers,
  })
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  gauge('countinghouse_workspace_open', '1 while the workspace is open', () => (engine.isOpen ? 1 : 0))
  gauge('countinghouse_sessions', 'People signed in', () => engine.sessions.count())
  gauge('countinghouse_writer_queue', 'Commands that wait for the writer', () => engine.queues().writer)
  gauge('countinghouse_reader_queue', 'Queries that wait for a reader', () => engine.queues().quick)
  return {
    registry,
    observeCall: (procedure, outcome, seconds) => calls.labels(procedure, outcome).observe(seconds),
    connections: new Gauge({ name: 'countinghouse_connections', help: 'Open WebSockets', registers }),
    refusedRequests: new Counter({
      name: 'countinghouse_refused_requests_total',
      help: 'Requests refused before they reached the contract',
      labelNames: ['reason'] as const,
      registers,
    }),
  }
}
