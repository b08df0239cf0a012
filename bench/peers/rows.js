// The rows of a report in words: the terminal's lines, the page's cells, and ratios between two reports.

export const ms = (value) =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)
export const seconds = (value) => `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`
export const times = (ratio) => `${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)}×`

const percent = (share) => `${Number((100 * share).toPrecision(2))} %`
const short = (error) => (error < 1e-2 ? error.toExponential(0) : percent(error))

/** `12× (11 to 13)`: the median of the rounds and their middle half. */
export function ratioText({ ratio, low, high }) {
  const bare = (value) => times(value).slice(0, -1)
  return `${times(ratio)} (${bare(low)} to ${bare(high)})`
}

/** A rival's cell in a kernel's row. */
function kernelCell(row) {
  if (row.cannot) return `cannot: ${row.cannot}`
  const wrong = row.wrong ? `, WRONG by ${percent(row.error)}` : ''
  return `${ms(row.ms)} ms, ${ratioText(row)}${wrong}`
}

/** Lines below a network's table: how each library ran it, and whether it was right. */
export function remarks(row) {
  if (row.cannot) return [`${row.name} cannot: ${row.cannot}`]
  const { dispatches, submits, bindGroups, buffers } = row.counts
  const shared = row.scriptShared ? ` (${ms(row.scriptShared)} with what is encoded ahead)` : ''
  const ways = row.ways?.map((way) => `${way.name} ${seconds(way.ms)}`).join(', ')
  const errors =
    `${short(row.lossError)} in losses (PyTorch's own float32: ${short(row.torchLossError)}), ` +
    `${short(row.gradientError)} in gradients (${short(row.torchGradientError)})`
  return [
    `${row.name}: ${dispatches} dispatches, ${submits} submits, ${bindGroups} bind groups and ${buffers} buffers made an iteration; ` +
      `${ms(row.script)} ms of JavaScript${shared}; ${(row.bytes / 2 ** 20).toFixed(0)} MiB at the peak`,
    `  ${ways ? `tried ${ways}; measured ${row.way}. ` : ''}Off by ${errors}`,
    ...row.wrong.slice(0, 3).map(({ what, error }) => `  WRONG: ${what}, by ${percent(error)}`),
    ...(row.wrong.length > 3 ? [`  and ${row.wrong.length - 3} more that are wrong`] : []),
  ]
}

/** A network's table: heads, then one row for each library. */
export const GAN_HEADS = ['', 'an iteration', 'to Ganvas', 'first, cold', 'to Ganvas', 'samples']
export function ganCells(rows) {
  const [ours] = rows
  return rows.map((row) => {
    if (row.cannot) return [row.name, '–', '–', '–', '–', '0']
    return [
      row.name,
      seconds(row.ms),
      row === ours ? '' : ratioText(row),
      seconds(row.firstMs),
      row === ours ? '' : times(row.firstMs / ours.firstMs),
      String(row.samples),
    ]
  })
}

/** The table of single kernels. */
export const kernelHeads = (rows) => ['', ...rows.map(({ name }) => name)]
export function kernelCells({ name, rows: [ours, ...rivals] }) {
  const wrong = ours.wrong ? `, WRONG by ${percent(ours.error)}` : ''
  return [name, `${ms(ours.ms)} ms${wrong}`, ...rivals.map(kernelCell)]
}

/** Lines of a part of a report. */
export function partLines({ gan, kernels = [] }) {
  if (gan) return [...table([GAN_HEADS, ...ganCells(gan.rows)]), ...gan.rows.flatMap(remarks)]
  if (kernels.length === 0) return ['no kernel has that word in its name']
  return table([kernelHeads(kernels[0].rows), ...kernels.map(kernelCells)])
}

/** Columns of equal width. */
function table(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  )
}

/** Every measured row of a report by its name. */
function measured({ parts }) {
  return new Map(
    parts.flatMap(({ runtime, gan, kernels = [] }) =>
      [...(gan ? [gan] : []), ...kernels].map(({ name, rows }) => [`${runtime}: ${name}`, rows]),
    ),
  )
}

const nameOf = ({ date, parts }) =>
  [...new Set(parts.map(({ adapter, browser }) => `${adapter}, ${browser}`)), date].join('; ')

/** Lines that set two reports beside each other: ours and the rivals' ratios in both. */
export function comparison(a, b) {
  const [rowsA, rowsB] = [a, b].map(measured)
  // Reports of two runtimes share the rows' names after the runtime's.
  const bare = (name) => name.replace(/^\w+: /, '')
  const oneEach = [a, b].every(({ parts }) => new Set(parts.map((p) => p.runtime)).size === 1)
  const found = [...rowsA].flatMap(([name, before]) => {
    const other = oneEach
      ? [...rowsB].find(([each]) => bare(each) === bare(name))
      : [name, rowsB.get(name)]
    return other?.[1] ? [{ name: oneEach ? bare(name) : name, before, after: other[1] }] : []
  })
  const say = (row) => (!row || row.cannot ? '–' : times(row.ratio))
  return [
    `A: ${nameOf(a)}`,
    `B: ${nameOf(b)}`,
    ...table([
      [
        '',
        'Ganvas A',
        'B',
        'B / A',
        ...(found[0] ? found[0].before.slice(1).flatMap(({ name }) => [`${name} A`, 'B']) : []),
      ],
      ...found.map(({ name, before, after }) => [
        name,
        `${ms(before[0].ms)} ms`,
        `${ms(after[0].ms)} ms`,
        `${(after[0].ms / before[0].ms).toFixed(2)}`,
        ...before.slice(1).flatMap((row, i) => [say(row), say(after[i + 1])]),
      ]),
    ]),
    ...(found.length === 0 ? ['The reports have no row in common.'] : []),
  ]
}
