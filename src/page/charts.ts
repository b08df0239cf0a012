// A line chart that takes its colours and its width from the style sheet.

import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { History } from './history'

/** The axis shows so many steps at least, so that the first points do not stretch over it. */
const LEAST_STEPS = 100

export interface ChartOptions {
  /** Custom properties that hold the colours of the series. */
  colours: readonly string[]
  /** Least and most of the vertical axis, from those of the data; both null when there are none. */
  range: (least: number | null, most: number | null) => [least: number, most: number]
}

export class Chart {
  readonly #plot: uPlot
  readonly #series: number
  #history: History

  constructor(host: HTMLElement, { colours, range }: ChartOptions) {
    this.#series = colours.length
    this.#history = new History(this.#series)
    const axis = {
      stroke: () => colour('--muted'),
      grid: { stroke: () => colour('--line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    }
    const options: uPlot.Options = {
      width: host.clientWidth,
      height: host.clientHeight,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: (_, __, most) => [0, Math.max(LEAST_STEPS, most)] },
        y: { range: (_, least, most) => range(least, most) },
      },
      axes: [
        { ...axis, size: 28, space: 64 },
        { ...axis, size: 36, space: 28 },
      ],
      series: [
        {},
        ...colours.map((name) => ({
          stroke: () => colour(name),
          width: 1.5,
          points: { show: false },
        })),
      ],
    }
    this.#plot = new uPlot(options, this.#data, host)
    new ResizeObserver(() => {
      this.#plot.setSize({ width: host.clientWidth, height: host.clientHeight })
    }).observe(host)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', () => this.#plot.redraw())
  }

  add(step: number, values: readonly number[]): void {
    this.#history.add(step, values)
    this.#plot.setData(this.#data)
  }

  clear(): void {
    this.#history = new History(this.#series)
    this.#plot.setData(this.#data)
  }

  get #data(): uPlot.AlignedData {
    return this.#history.columns as uPlot.AlignedData
  }
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name)
}
