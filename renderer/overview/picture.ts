/** A figure as a picture that says by itself what it is: title, filters and when it was true; always light. */
import { fontFamily } from '../theme/mantine-theme.ts'
import { tokens } from '../theme/tokens.ts'
import type { FigureChart } from './figure.ts'
import { lookOf } from './look.ts'
import { pictureOf } from './parts-of-charts.ts'

export type About = Readonly<{ title: string; filters: string; asOf: string }>

const width = 1_200
const height = 640
const scale = 2
const edge = 24
const head = 80
const foot = 40

export async function takePicture(chart: FigureChart, { title, filters, asOf }: About): Promise<Blob> {
  const { light } = tokens
  const drawn = pictureOf(
    chart.option(lookOf('light')),
    { width: width - 2 * edge, height: height - head - foot },
    scale,
  )
  const canvas = document.createElement('canvas')
  canvas.width = width * scale
  canvas.height = height * scale
  const paper = canvas.getContext('2d')
  if (paper === null) throw new Error('no picture can be drawn here')
  paper.scale(scale, scale)
  paper.fillStyle = light.surface
  paper.fillRect(0, 0, width, height)
  const write = (words: string, y: number, font: string, colour: string): void => {
    paper.font = `${font} ${fontFamily}`
    paper.fillStyle = colour
    paper.fillText(words, edge, y, width - 2 * edge)
  }
  write(title, 36, '600 20px', light.text)
  write(filters, 60, '13px', light['text-2'])
  write(asOf, height - 16, '12px', light['text-2'])
  paper.drawImage(drawn, edge, head, width - 2 * edge, height - head - foot)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture was drawn')) : resolve(blob)), 'image/png'),
  )
}
