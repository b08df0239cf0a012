// Axes of a roofline plot (Williams, Waterman, Patterson 2009): horizontally FLOP per byte,
// vertically GFLOP/s, both logarithmic.

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** A kernel: FLOP per byte, and GFLOP/s. */
export interface Spot {
  intensity: number
  gflops: number
}

export interface Roofs {
  peak: number | undefined
  /** GB/s. */
  memory: number | undefined
  cache: number | undefined
}

export interface Axis {
  /** Powers of ten at both ends and between them. */
  marks: readonly number[]
  /** Pixels. */
  at(value: number): number
}

function axis(
  values: readonly number[],
  usual: readonly [number, number],
  ends: readonly [number, number],
): Axis {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10)
  const low = Math.floor(Math.min(...logs, Math.log10(usual[0])) + 1e-9)
  const high = Math.ceil(Math.max(...logs, Math.log10(usual[1])) - 1e-9)
  const [from, to] = ends
  return {
    marks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
    at: (value) => from + ((to - from) * (Math.log10(value) - low)) / (high - low),
  }
}

export function axes(spots: readonly Spot[], { peak, memory, cache }: Roofs, box: Box) {
  const roofs = [peak].flatMap((each) => each ?? [])
  // Intensity from which memory no longer limits kernels.
  const ridges = [memory, cache].flatMap((gbs) => (peak && gbs ? [peak / gbs] : []))
  const x = [...spots.map(({ intensity }) => intensity), ...ridges]
  const y = [...spots.map(({ gflops }) => gflops), ...roofs]
  return {
    x: axis(x, [0.1, 100], [box.left, box.right]),
    y: axis(y, [0.1, 10], [box.bottom, box.top]),
  }
}

export interface Line {
  from: readonly [x: number, y: number]
  to: readonly [x: number, y: number]
}

/** Lines within the plot: a bandwidth up to the peak, the peak from where a bandwidth reaches it. */
export function roofLines({ x, y }: ReturnType<typeof axes>, { peak, memory, cache }: Roofs) {
  const [least = 1, most = 1] = [x.marks[0], x.marks.at(-1)]
  const [lowest = 1, highest = 1] = [y.marks[0], y.marks.at(-1)]
  const slant = (gbs: number | undefined): Line | undefined => {
    if (!gbs) return undefined
    const start = Math.max(least, lowest / gbs)
    const end = Math.min(most, (peak ?? highest) / gbs)
    if (end <= start) return undefined
    return { from: [x.at(start), y.at(gbs * start)], to: [x.at(end), y.at(gbs * end)] }
  }
  const widest = Math.max(memory ?? 0, cache ?? 0)
  const begins = peak && widest ? Math.max(least, peak / widest) : least
  const level: Line | undefined =
    peak && begins < most
      ? { from: [x.at(begins), y.at(peak)], to: [x.at(most), y.at(peak)] }
      : undefined
  return { peak: level, memory: slant(memory), cache: slant(cache) }
}
