import { Link } from 'wouter'
import type { Batch } from '../../engine/contract/batches.ts'
import { producerAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { type Fact, Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { useProducer } from './use-producer.ts'

type Props = Readonly<{ batch: Batch }>

export function BatchSource({ batch }: Props) {
  const text = useText()
  const { instant, zone, locale } = useFormats()
  const { file, producer, producerName, producerCode, receivedAt, format, encoding, bytes, sha256 } = batch
  return (
    <PaneSection title={text('batch.source')}>
      <Facts
        facts={[
          { name: text('batch.file'), value: file },
          {
            name: text('batch.producer'),
            value: <Link href={producerAddress(producer)}>{`${producerName} (${producerCode}, ${producer})`}</Link>,
          },
          { name: text('batch.agreement'), value: <AgreementVersion batch={batch} /> },
          { name: text('batch.received'), value: <span title={zone}>{instant(receivedAt)}</span> },
          ...known(text('batch.format'), format?.toUpperCase() ?? null),
          ...known(text('batch.encoding'), encoding?.toUpperCase() ?? null),
          { name: text('batch.bytes'), value: formatCount(bytes, locale) },
          { name: 'SHA-256', value: <CopyText label="SHA-256" value={sha256} /> },
        ]}
      />
    </PaneSection>
  )
}

const known = (name: string, value: string | null): readonly Fact[] => (value === null ? [] : [{ name, value }])

/** Which version judged it, and whether that one is still in force: what a re-check would change. */
function AgreementVersion({ batch }: Props) {
  const text = useText()
  const inForce = useProducer(batch.producer)?.agreementVersion
  const { agreement, producer } = batch
  if (agreement === null) return text('batch.agreement.none')
  const said =
    inForce === undefined || inForce === agreement
      ? text('batch.agreement.version', { version: agreement })
      : text('batch.agreement.older', { version: agreement, inForce })
  return <Link href={producerAddress(producer)}>{said}</Link>
}

export function BatchSeal({ batch }: Props) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { checkedAt, postingSince, sealedAt, root } = batch
  const shown = (at: string) => <span title={zone}>{instant(at)}</span>
  return (
    <PaneSection title={text('batch.seal')}>
      <Facts
        facts={[
          ...(checkedAt === null ? [] : [{ name: text('batch.checked_at'), value: shown(checkedAt) }]),
          ...(postingSince === null ? [] : [{ name: text('batch.posting_since'), value: shown(postingSince) }]),
          {
            name: text('batch.sealed_at'),
            value: sealedAt === null ? text('batch.not_sealed') : shown(sealedAt),
          },
          ...(root === null
            ? []
            : [{ name: text('batch.root'), value: <CopyText label={text('batch.root')} value={root} /> }]),
        ]}
      />
    </PaneSection>
  )
}
