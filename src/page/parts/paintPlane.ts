import type { Layers } from '../../gan/toy/toyLayers'
import { colour } from './scheme'

export type LayerName = 'judged' | 'mesh' | 'real' | 'fake' | 'pushes'

/** Length of the longest push, as a share of the plane's side. */
const LONGEST = 0.08

type Canvas = CanvasRenderingContext2D

export function paintPlane(
  context: Canvas,
  layers: Layers,
  { without }: { without: ReadonlySet<LayerName> },
): void {
  const { width: side } = context.canvas
  const { reach } = layers
  /** From the plane to pixels; y points up in the plane and down in pixels. */
  const at = (x = 0, y = 0): [number, number] => [
    ((x / reach + 1) * side) / 2,
    ((1 - y / reach) * side) / 2,
  ]
  context.fillStyle = colour('--card')
  context.fillRect(0, 0, side, side)
  if (!without.has('judged')) paintJudged(context, layers.judged)
  if (!without.has('mesh')) paintMesh(context, layers.mesh, at)
  if (!without.has('real')) paintPoints(context, layers.real, { at, colour: colour('--ink') })
  if (!without.has('fake')) paintPoints(context, layers.fake, { at, colour: colour('--g') })
  if (!without.has('pushes')) paintPushes(context, layers, at)
}

type At = (x?: number, y?: number) => [number, number]

/** Fills each cell with D's colour in proportion to its score. A critic's scores are scaled from least to most. */
function paintJudged(context: Canvas, { side, values }: Layers['judged']): void {
  // Whole pixels: cells that overlap show a grid.
  const edge = (i: number) => Math.round((i * context.canvas.width) / side)
  const [least, most] = [Math.min(0, ...values), Math.max(1, ...values)]
  context.fillStyle = colour('--d')
  for (const [i, value] of values.entries()) {
    context.globalAlpha = (0.55 * (value - least)) / (most - least)
    const [x, y] = [i % side, Math.floor(i / side)]
    context.fillRect(edge(x), edge(y), edge(x + 1) - edge(x), edge(y + 1) - edge(y))
  }
  context.globalAlpha = 1
}

function paintMesh(context: Canvas, { side, points }: Layers['mesh'], at: At): void {
  context.strokeStyle = colour('--g')
  context.globalAlpha = 0.35
  context.lineWidth = 1
  context.beginPath()
  for (let i = 0; i < side ** 2; i++) {
    const neighbours = [i % side > 0 ? i - 1 : i, i >= side ? i - side : i]
    for (const before of neighbours) {
      context.moveTo(...at(points[2 * before], points[2 * before + 1]))
      context.lineTo(...at(points[2 * i], points[2 * i + 1]))
    }
  }
  context.stroke()
  context.globalAlpha = 1
}

function paintPoints(
  context: Canvas,
  points: Float32Array,
  { at, colour: fill }: { at: At; colour: string },
): void {
  context.fillStyle = fill
  context.beginPath()
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = at(points[i], points[i + 1])
    context.moveTo(x, y)
    context.arc(x, y, 3, 0, 2 * Math.PI)
  }
  context.fill()
}

/** A line from each point in the direction it is pushed; the longest has a fixed length. */
function paintPushes(context: Canvas, { fake, pushes, reach }: Layers, at: At): void {
  let longest = 0
  for (let i = 0; i < pushes.length; i += 2) {
    longest = Math.max(longest, Math.hypot(pushes[i] ?? 0, pushes[i + 1] ?? 0))
  }
  if (longest === 0) return
  const scale = (2 * reach * LONGEST) / longest
  context.strokeStyle = colour('--g')
  context.lineWidth = 2
  context.beginPath()
  for (let i = 0; i < pushes.length; i += 2) {
    const [x = 0, y = 0] = [fake[i], fake[i + 1]]
    context.moveTo(...at(x, y))
    context.lineTo(...at(x + scale * (pushes[i] ?? 0), y + scale * (pushes[i + 1] ?? 0)))
  }
  context.stroke()
}
