import { Select } from '@mantine/core'
import { ProducerKind, producerKinds } from '../../engine/contract/producers.ts'
import { useText } from '../messages/use-text.ts'

type Props = Readonly<{ value: ProducerKind; onChange: (kind: ProducerKind) => void }>

export function KindField({ value, onChange }: Props) {
  const text = useText()
  return (
    <Select
      label={text('producer.kind')}
      data={producerKinds.map((kind) => ({ value: kind, label: text(`producer.kind.${kind}`) }))}
      value={value}
      onChange={(chosen) => onChange(ProducerKind.parse(chosen ?? value))}
      allowDeselect={false}
    />
  )
}
