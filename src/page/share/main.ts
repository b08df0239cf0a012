// The page that `ganvas export --to html` writes: images of a generator, the way between two of them, and directions.
// It is one classic script, opened from the disk too.

import { between, type Latent } from '../../gan/latent/latent'
import { seededNoise } from '../../gan/model/noise'
import { type Drawer, openDrawer } from './drawer'
import { isKorean, text } from './text'

const GRID = 18
const DIRECTIONS = 4

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

function put(canvas: HTMLCanvasElement, image: ImageData): void {
  canvas.width = image.width
  canvas.height = image.height
  canvas.getContext('2d')?.putImageData(image, 0, 0)
}

const slider = (title: string, least: number, most: number, value: number) => {
  const input = element('input', { type: 'range' })
  Object.assign(input, { min: `${least}`, max: `${most}`, step: '0.01', value: `${value}` })
  return { input, label: element('label', {}, element('span', { textContent: title }), input) }
}

class Page {
  readonly #drawer: Drawer
  readonly #cells: HTMLButtonElement[]
  readonly #large = element('canvas', { className: 'large' })
  readonly #way = slider(text.way, 0, 1, 0)
  readonly #moves = Array.from({ length: DIRECTIONS }, (_, i) => {
    return slider(text.direction(i + 1), -2, 2, 0)
  })
  readonly #classes = element('select')
  #seed = 1
  #noise: Latent[] = []
  /** The two images that were chosen last. */
  #ends: [number, number] = [0, 1]
  #busy = false
  #again = false

  constructor(drawer: Drawer, root: HTMLElement, classNames: readonly string[]) {
    this.#drawer = drawer
    const { classes } = drawer.shape
    this.#cells = Array.from({ length: GRID }, (_, i) => {
      const cell = element('button', { type: 'button' }, element('canvas'))
      cell.setAttribute('aria-label', text.image(i + 1))
      cell.addEventListener('click', () => this.#choose(i))
      return cell
    })
    const others = element('button', { type: 'button', className: 'plain' }, text.others)
    others.addEventListener('click', () => void this.show(this.#seed + 1))
    const reset = element('button', { type: 'button', className: 'plain' }, text.reset)
    reset.addEventListener('click', () => this.#reset())
    for (let i = 0; i < classes; i++) {
      this.#classes.append(element('option', { value: `${i}` }, classNames[i] ?? `${i}`))
    }
    this.#classes.addEventListener('change', () => void this.show(this.#seed))
    for (const { input } of [this.#way, ...this.#moves]) {
      input.addEventListener('input', () => void this.#drawLarge())
    }
    const label = element('label', {}, element('span', {}, text.class), this.#classes)
    root.append(
      element(
        'section',
        {},
        element('h2', {}, text.images),
        element('p', { className: 'soft' }, text.choose),
        element('div', { className: 'grid' }, ...this.#cells),
        element('p', {}, others),
        ...(classes > 0 ? [label] : []),
      ),
      element(
        'section',
        {},
        element('h2', {}, text.between),
        this.#large,
        this.#way.label,
        ...this.#moves.map((move) => move.label),
        element('p', {}, reset),
      ),
    )
  }

  /** Draws the images of a seed. */
  async show(seed: number): Promise<void> {
    this.#seed = seed
    const { latent } = this.#drawer.shape
    const all = seededNoise(seed, GRID, latent)
    this.#noise = Array.from({ length: GRID }, (_, i) => all.slice(i * latent, (i + 1) * latent))
    const images = await this.#drawer.draw(this.#noise.map((z) => this.#input(z)))
    for (const [i, image] of images.entries()) {
      const canvas = this.#cells[i]?.querySelector('canvas')
      if (canvas) put(canvas, image)
    }
    this.#mark()
    await this.#drawLarge()
  }

  #choose(i: number): void {
    this.#ends = [this.#ends[1], i]
    this.#way.input.value = '1'
    this.#mark()
    void this.#drawLarge()
  }

  #reset(): void {
    for (const { input } of this.#moves) input.value = '0'
    void this.#drawLarge()
  }

  #mark(): void {
    for (const [i, cell] of this.#cells.entries()) {
      const isEnd = this.#ends.includes(i)
      cell.toggleAttribute('data-end', isEnd)
      cell.setAttribute('aria-pressed', `${isEnd}`)
    }
  }

  /** Noise, and a 1 at the class. */
  #input(z: Latent): Float32Array {
    const { latent, classes } = this.#drawer.shape
    const joined = new Float32Array(latent + classes)
    joined.set(z)
    if (classes > 0) joined[latent + Number(this.#classes.value)] = 1
    return joined
  }

  /** Draws the image on the way; while one is drawn, only the last wish is kept. */
  async #drawLarge(): Promise<void> {
    if (this.#busy) {
      this.#again = true
      return
    }
    this.#busy = true
    try {
      do {
        this.#again = false
        const [image] = await this.#drawer.draw([this.#input(this.#point())])
        if (image) put(this.#large, image)
      } while (this.#again)
    } finally {
      this.#busy = false
    }
  }

  /** The point on the way, moved along the directions, at the length of noise. */
  #point(): Latent {
    const [a, b] = this.#ends.map((end) => this.#noise[end])
    const z = a && b ? between(a, b, Number(this.#way.input.value)) : new Float32Array()
    const { latent } = this.#drawer.shape
    const length = Math.hypot(...z)
    for (const [i, { input }] of this.#moves.entries()) {
      const direction = seededNoise(1000 + i, 1, latent)
      const share = Number(input.value)
      for (const [at, value] of direction.entries()) z[at] = (z[at] ?? 0) + share * value
    }
    const scale = length / (Math.hypot(...z) || 1)
    return z.map((value) => value * scale)
  }
}

async function main(): Promise<void> {
  if (isKorean) document.documentElement.lang = 'ko'
  const root = document.getElementById('page')
  const status = document.getElementById('adapter')
  const weights = document.getElementById('weights')?.textContent ?? ''
  if (!root || !status) return
  try {
    const bytes = Uint8Array.from(atob(weights), (sign) => sign.charCodeAt(0))
    const drawer = await openDrawer(bytes)
    status.textContent = drawer.gpu === undefined ? text.cpu : text.gpu(drawer.gpu)
    await new Page(drawer, root, JSON.parse(root.dataset['classes'] ?? '[]')).show(1)
  } catch (error) {
    status.textContent = text.failed(error instanceof Error ? error.message : String(error))
  }
}

void main()
