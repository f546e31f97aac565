import type { SpotlightActionData } from '@mantine/spotlight'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Permission } from '../../engine/contract/permission.ts'
import { useLine } from '../engine/engine-context.ts'
import { type Text, useText } from '../messages/use-text.ts'
import { useSession } from '../session/session-context.ts'

type Found = Readonly<{ id: string; label: string; description: string; path: string }>

const pauseMs = 200
const perKind = 5

/** Batches, clients and producers by name, asked of the engine while a person types in the palette. */
export function useFound(query: string): SpotlightActionData[] {
  const text = useText()
  const line = useLine()
  const { permissions } = useSession()
  const [, navigate] = useLocation()
  const [found, setFound] = useState<Readonly<{ to: string; items: readonly Found[] }>>()
  const wanted = query.trim()

  useEffect(() => {
    if (!line || wanted.length < 2) return
    let stopped = false
    const timer = setTimeout(() => {
      // One kind that can't be read must not hide the others.
      void Promise.allSettled(searches(line.client, wanted, permissions, text)).then((answers) => {
        if (stopped) return
        const items = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
        setFound({ to: wanted, items })
      })
    }, pauseMs)
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [line, wanted, permissions, text])

  const current = found?.to === wanted ? found.items : []
  return current.map(({ id, label, description, path }) => ({ id, label, description, onClick: () => navigate(path) }))
}

function searches(
  client: EngineClient,
  wanted: string,
  permissions: readonly Permission[],
  text: Text,
): readonly Promise<readonly Found[]>[] {
  return [
    ...(permissions.includes('clients.read') ? [findClients(client, wanted, text)] : []),
    ...(permissions.includes('batches.read') ? [findBatches(client, wanted, text)] : []),
    ...(permissions.includes('producers.read') ? [findProducers(client, wanted, text)] : []),
  ]
}

async function findClients(client: EngineClient, search: string, text: Text): Promise<readonly Found[]> {
  const { items } = await client.clients.list({ search, limit: perKind })
  return items.map(({ id }) => ({
    id: `client ${id}`,
    label: id,
    description: text('palette.client'),
    path: `/clients?open=${encodeURIComponent(id)}`,
  }))
}

async function findBatches(client: EngineClient, file: string, text: Text): Promise<readonly Found[]> {
  const { items } = await client.batches.list({ file, limit: perKind })
  return items.map((batch) => ({
    id: `batch ${batch.id}`,
    label: batch.file,
    description: text('palette.batch', { id: batch.id, producer: batch.producerName }),
    path: `/batches?open=${batch.id}`,
  }))
}

async function findProducers(client: EngineClient, wanted: string, text: Text): Promise<readonly Found[]> {
  const { items } = await client.producers.list()
  const lower = wanted.toLowerCase()
  return items
    .filter(({ name, code }) => name.toLowerCase().includes(lower) || code.includes(lower))
    .slice(0, perKind)
    .map(({ id, name }) => ({
      id: `producer ${id}`,
      label: name,
      description: text('palette.producer', { id }),
      path: `/producers?open=${id}`,
    }))
}
