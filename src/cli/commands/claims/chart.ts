const WIDTH = 560
const HEIGHT = 320
const LEFT = 64
const RIGHT = 130
const TOP = 34
const BOTTOM = 44

const COLOURS = ['#c0392b', '#d68910', '#1e8449', '#1f5fbf', '#7d3c98', '#555555']

/** Values below this share of the largest are drawn at the bottom. */
const DEPTH = 1e-12

export interface Chart {
  title: string
  x: string
  y: string
  /** Horizontal positions of all lines, rising. */
  at: readonly number[]
  lines: Readonly<Record<string, readonly number[]>>
}

/** @returns  an SVG file */
export function chart({ title, x, y, at, lines }: Chart): string {
  const values = Object.values(lines).flat()
  const most = Math.max(...values)
  const least = Math.max(Math.min(...values), most * DEPTH)
  const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))]
  const [first = 0, last = 1] = [at[0], at.at(-1)]
  const px = (value: number) =>
    round(LEFT + ((value - first) / (last - first)) * (WIDTH - LEFT - RIGHT))
  const py = (value: number) => {
    const share = (Math.log10(Math.max(value, least)) - low) / (high - low)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM))
  }
  const every = Math.ceil((high - low) / 6)
  const decades = Array.from({ length: high - low + 1 }, (_, i) => low + i)
  const grid = decades
    .filter((decade) => (high - decade) % every === 0)
    .map((decade) => {
      const height = py(10 ** decade)
      const label = `10<tspan dy="-5" font-size="9">${decade}</tspan>`
      return (
        `<path d="M${LEFT} ${height}H${WIDTH - RIGHT}" stroke="#ddd"/>` +
        text(LEFT - 8, height + 4, label, 'text-anchor="end"')
      )
    })
  const ticks = at.map((value) =>
    text(px(value), HEIGHT - BOTTOM + 18, `${value}`, 'text-anchor="middle"'),
  )
  const curves = Object.values(lines).map((line, i) => {
    const points = line.map((value, k) => `${px(at[k] ?? 0)},${py(value)}`).join(' ')
    const colour = COLOURS[i % COLOURS.length]
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>`
  })
  const legend = Object.keys(lines).map((name, i) => {
    const colour = `fill="${COLOURS[i % COLOURS.length]}"`
    return text(WIDTH - RIGHT + 12, TOP + 14 + 20 * i, name, colour)
  })
  const middle = (HEIGHT + TOP - BOTTOM) / 2
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" ` +
      `height="${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(LEFT, 20, title, 'font-size="13" font-weight="bold"'),
    ...grid,
    ...ticks,
    ...curves,
    ...legend,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x, 'text-anchor="middle"'),
    text(0, 0, y, `text-anchor="middle" transform="translate(16 ${middle}) rotate(-90)"`),
    '</svg>\n',
  ].join('\n')
}

const round = (value: number) => Math.round(value * 10) / 10

const text = (x: number, y: number, content: string, attributes: string) =>
  `<text x="${x}" y="${y}" ${attributes}>${content}</text>`
