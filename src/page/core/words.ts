import type { Finding } from '../../gan/watch/diagnosis'

export { messageOf } from '../../data/imageSet'

export const count = (value: number): string => value.toLocaleString('en')

/** 75 → 1:15, 3675 → 1:01:15 */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** 29 Nov, 21:03 */
export const dateOf = (milliseconds: number): string => {
  const date = new Date(milliseconds)
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
  return `${day}, ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}

/** 12 kB, 3.4 MB */
export const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${count(Math.ceil(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`

/** Three decimals; a dash for an unknown value. */
export const figure = (value: number | undefined): string =>
  value?.toFixed(3).replace(/^-(0\.0*)$/, '$1') ?? '–'

/** With a minus as wide as a plus, and none before zero: -0.5 → −0.5, -0.00 → 0.00, 1e-5 → 1e−5 */
export const minus = (written: string): string =>
  written.replace(/^-(?=[0.]*$)/, '').replaceAll('-', '−')

/** 4 × 4 × 64 */
export const dimensions = (shape: readonly number[]): string => shape.join(' × ')

/** Health warning with its usual fix. */
export const findingText = (step: number, { illness, seen, cure }: Finding): string =>
  `Step ${count(step)}, ${illness}: ${seen}. ${sentence(cure)}`

/** Message as a sentence. A name at its beginning, such as cat.png or t10k-labels, keeps its case. */
export function sentence(message: string): string {
  const isNamed = /^[a-z]*[^a-z\s,:'’]/i.test(message)
  const first = isNamed ? message : `${message.charAt(0).toUpperCase()}${message.slice(1)}`
  return /[.?!]$/.test(first) ? first : `${first}.`
}
