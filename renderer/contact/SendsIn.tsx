import { Button, Group } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Message } from '../../engine/contract/messages.ts'
import { useCommand } from '../engine/use-command.ts'
import { useText } from '../messages/use-text.ts'
import { useSaying } from '../notice/use-saying.ts'

type Props = Readonly<{
  message: Message
  /** How long it waits from now on. */
  seconds: number
  onOver: () => void
}>

export const cancelMessage = (client: EngineClient, message: number) => client.contact.cancel({ message })

/** Counts down to when a message goes out, and takes it back until then. */
export function SendsIn({ message, seconds, onOver }: Props) {
  const text = useText()
  const saying = useSaying()
  const { run, busy } = useCommand(cancelMessage)
  const left = useSecondsLeft(seconds)
  const over = useRef(onOver)
  useEffect(() => {
    over.current = onOver
  })
  const isOver = left === 0
  useEffect(() => {
    if (isOver && !busy) over.current()
  }, [isOver, busy])
  const undo = async (): Promise<void> => {
    saying(await run(message.id), () => text('contact.taken_back'))
    over.current()
  }
  const to = message.name ?? message.to
  return (
    <Group gap={12} justify="space-between" wrap="nowrap" className="ch-figure">
      {/* Read out once: a number that is said each second would leave no room for anything else. */}
      <span>
        {text('contact.sends_in.to', { to })} <span aria-hidden>{text('contact.sends_in', { seconds: left })}</span>
      </span>
      <Button variant="default" size="compact-sm" loading={busy} onClick={() => void undo()}>
        {text('contact.undo')}
      </Button>
    </Group>
  )
}

function useSecondsLeft(seconds: number): number {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const until = performance.now() + seconds * 1_000
    const timer = setInterval(() => {
      setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1_000)))
    }, 250)
    return () => clearInterval(timer)
  }, [seconds])
  return left
}
