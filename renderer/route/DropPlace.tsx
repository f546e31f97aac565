import { type ReactNode, useEffect, useRef, useState } from 'react'

type Props = Readonly<{
  label: string
  className: string | undefined
  onFile: (file: File | undefined) => void
  children: ReactNode
}>

/** A file may be dropped anywhere on it. A button in it does the same by keyboard. */
export function DropPlace({ label, className, onFile, children }: Props) {
  const place = useRef<HTMLElement>(null)
  const latest = useRef(onFile)
  const [over, setOver] = useState(false)
  useEffect(() => {
    latest.current = onFile
  })
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    place.current?.addEventListener('dragleave', () => setOver(false), { signal })
    place.current?.addEventListener('dragover', (event) => dragged(event, setOver), { signal })
    place.current?.addEventListener(
      'drop',
      (event) => {
        event.preventDefault()
        setOver(false)
        latest.current(event.dataTransfer?.files[0])
      },
      { signal },
    )
    return () => stop.abort()
  }, [])
  return (
    <section ref={place} className={className} aria-label={label} data-over={over} data-pane-section tabIndex={-1}>
      {children}
    </section>
  )
}

/** Without it the browser would open the file instead of handing it over. */
function dragged(event: DragEvent, setOver: (over: boolean) => void): void {
  event.preventDefault()
  setOver(true)
}
