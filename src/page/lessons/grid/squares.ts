// Drawing of a dispatch: a square for each invocation and a frame around each workgroup, as SVG paths.

const SIDE = 10
const GAP = 8

export interface Drawing {
  width: number
  height: number
  stored: string
  idle: string
  frames: string
}

/** @param stored  1 for each invocation that stored a number, workgroup by workgroup */
export function drawingOf(stored: ArrayLike<number>, size: number): Drawing {
  const groups = Math.ceil(stored.length / size)
  // A square, or twice as wide as high.
  const across = 2 ** Math.ceil(Math.log2(size) / 2)
  const [boxWidth, boxHeight] = [across * SIDE + GAP, Math.ceil(size / across) * SIDE + GAP]
  // About twice as wide as high.
  const columns = Math.max(
    1,
    Math.min(groups, Math.ceil(Math.sqrt((2 * groups * boxHeight) / boxWidth))),
  )
  const drawing = {
    width: columns * boxWidth,
    height: Math.ceil(groups / columns) * boxHeight,
    stored: '',
    idle: '',
    frames: '',
  }
  for (let group = 0; group < groups; group++) {
    const [left, top] = [(group % columns) * boxWidth, Math.floor(group / columns) * boxHeight]
    drawing.frames += `M${left + 2} ${top + 2}h${boxWidth - 4}v${boxHeight - 4}h${4 - boxWidth}z`
    for (let lane = 0; lane < size; lane++) {
      const x = left + GAP / 2 + (lane % across) * SIDE + 1
      const y = top + GAP / 2 + Math.floor(lane / across) * SIDE + 1
      drawing[stored[group * size + lane] ? 'stored' : 'idle'] += `M${x} ${y}h8v8h-8z`
    }
  }
  return drawing
}
