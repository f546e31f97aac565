import { Anchor, Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Producer } from '../../engine/contract/producers.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { AddProducerForm } from '../producers/AddProducerDialog.tsx'
import { AgreementEditor } from '../producers/AgreementEditor.tsx'
import { emptyProducer } from '../producers/draft.ts'
import { readSampleFile, type Sample } from '../producers/sample.ts'
import { DropPlace } from '../route/DropPlace.tsx'
import { useMay } from '../session/session-context.ts'
import frame from '../shell/frame.module.css'
import { Page } from '../shell/Page.tsx'
import { useWorkspace } from '../workspace/workspace-context.ts'
import classes from './first-run.module.css'
import { OtherWays } from './OtherWays.tsx'
import { suggestionOf } from './suggestion.ts'

type Step =
  | Readonly<{ at: 'sample' }>
  | Readonly<{ at: 'producer'; sample: Sample }>
  | Readonly<{ at: 'agreement'; sample: Sample; producer: Producer }>
  | Readonly<{ at: 'done'; producer: Producer }>

const steps = ['sample', 'producer', 'agreement', 'done'] as const

/** From a sample file to a producer whose files are read: the walk that a workspace with nothing in it begins with. */
export function FirstProducerPage() {
  const text = useText()
  const mayAdd = useMay('producers.manage')
  const [step, setStep] = useState<Step>({ at: 'sample' })
  if (!mayAdd)
    return (
      <Page title={text('first_run.title')}>
        <FaultNotice fault={{ code: 'not_permitted', permission: 'producers.manage' }} />
      </Page>
    )
  // The editor is a page of its own, with its own way out: left without a proposal, the producer stays as it was added.
  if (step.at === 'agreement') {
    const { producer, sample } = step
    return <AgreementEditor id={producer.id} first={sample} onLeave={() => setStep({ at: 'done', producer })} />
  }
  return (
    <Page title={text('first_run.title')}>
      <div className={frame.form}>
        <ol className={classes.steps}>
          {steps.map((at) => (
            <li key={at} {...(at === step.at ? { 'aria-current': 'step' as const } : {})}>
              {text(`first_run.step.${at}`)}
            </li>
          ))}
        </ol>
        {step.at === 'sample' ? (
          <>
            <ChooseSample onSample={(sample) => setStep({ at: 'producer', sample })} />
            <OtherWays />
          </>
        ) : null}
        {step.at === 'producer' ? (
          <Stack gap={12}>
            <Text>{text('first_run.producer.lead', { file: step.sample.name })}</Text>
            <AddProducerForm
              first={{ ...emptyProducer, ...suggestionOf(step.sample) }}
              onAdded={(producer) => setStep({ at: 'agreement', sample: step.sample, producer })}
            />
          </Stack>
        ) : null}
        {step.at === 'done' ? <WhatNext producer={step.producer} /> : null}
      </div>
    </Page>
  )
}

function ChooseSample({ onSample }: Readonly<{ onSample: (sample: Sample) => void }>) {
  const text = useText()
  const choose = (file: File | null | undefined): void => {
    if (file) void readSampleFile(file).then(onSample)
  }
  return (
    <DropPlace label={text('producer.sample')} className={classes.drop} onFile={choose}>
      <Text>{text('first_run.sample.lead')}</Text>
      <FileButton onChange={choose}>
        {(props) => <Button {...props}>{text('producer.sample.choose')}</Button>}
      </FileButton>
      <Text c="dimmed">{text('first_run.sample.formats')}</Text>
    </DropPlace>
  )
}

function WhatNext({ producer }: Readonly<{ producer: Producer }>) {
  const text = useText()
  const workspace = useWorkspace()
  const mayUsers = useMay('users.manage')
  return (
    <Stack gap={16}>
      <Text>{text('first_run.done.lead', { name: producer.name })}</Text>
      <CopyText label={text('producer.drop_folder')} value={producer.dropFolder} />
      <Text>{text('first_run.done.proposal')}</Text>
      {workspace?.setUpMode === true && mayUsers ? <Text>{text('first_run.done.second_person')}</Text> : null}
      <Group gap={16}>
        <NextLink to="/approvals" word={text('first_run.to.approvals')} />
        <NextLink to="/batches" word={text('first_run.to.batches')} />
        {mayUsers ? <NextLink to="/settings/users" word={text('first_run.to.users')} /> : null}
      </Group>
    </Stack>
  )
}

const NextLink = ({ to, word }: Readonly<{ to: string; word: string }>) => (
  <Anchor component={Link} href={to} underline="always">
    {word}
  </Anchor>
)
