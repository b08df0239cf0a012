// A tensor as planes of cells. The pointer or the arrow keys move from element to element.

import { dimensions } from '../../core/words'
import { OUTPUT } from './lit'
import { axesOf, nameOf, type Plane, planesOf } from './planes'
import { point, pointed } from './state'
import { axesIn, calledIn } from './subscripts'
import { text } from './text'
import type { Cells } from './tools'

const SIDE = 24

interface Props {
  tensor: Cells
  /** Index of the input; -1 for the output. */
  number: number
  lit: ReadonlySet<number> | undefined
  op: string
  formula: string
}

export function Tensor({ tensor, number, lit, op, formula }: Props) {
  const letters = axesIn(formula, tensor) ?? axesOf(tensor)
  const planes = planesOf(tensor, letters)
  const here = pointed.value?.tensor === number ? pointed.value.index : -1
  const most = tensor.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9)
  const axes = letters.map((axis, i) => `${axis} ${tensor.shape[i]}`)
  const called = calledIn(op, tensor.name)
  const says = text.value.tensor[number === OUTPUT ? 'written' : 'read']
  const title = `${says(tensor.name)}: ${dimensions(tensor.shape)}`
  const goTo = (index: number) => point({ tensor: number, index })
  return (
    <figure class="tensor" data-name={tensor.name}>
      <figcaption>
        <h3>{says(called ? `${tensor.name} (${called})` : tensor.name)}</h3>
        <span>[{axes.join(', ')}]</span>
      </figcaption>
      <div
        class="planes"
        role="listbox"
        tabIndex={0}
        aria-label={title}
        aria-activedescendant={here < 0 ? undefined : idOf(number, here)}
        onFocus={() => here < 0 && goTo(planes[0]?.cells[0] ?? 0)}
        onKeyDown={(event) => {
          const next = moved(planes, here, event.key)
          if (next === undefined) return
          event.preventDefault()
          goTo(next)
        }}
        onPointerOver={({ target }) => follow(target, goTo)}
        onClick={({ target }) => follow(target, goTo)}
      >
        {planes.map((plane) => (
          <PlaneView
            key={plane.title}
            {...{ tensor, plane, most, lit, here }}
            idOf={(index) => idOf(number, index)}
          />
        ))}
      </div>
    </figure>
  )
}

const idOf = (tensor: number, index: number): string => `cell-${tensor + 1}-${index}`

function follow(target: EventTarget | null, goTo: (index: number) => void): void {
  if (!(target instanceof SVGElement)) return
  const { index } = target.dataset
  if (index !== undefined) goTo(Number(index))
}

interface PlaneProps {
  tensor: Cells
  plane: Plane
  most: number
  lit: ReadonlySet<number> | undefined
  here: number
  idOf: (index: number) => string
}

function PlaneView({ tensor, plane, most, lit, here, idOf }: PlaneProps) {
  const { rows, columns, cells, title } = plane
  const [width, height] = [columns * SIDE, rows * SIDE]
  const shown = lit ? ' some' : ''
  return (
    // biome-ignore lint/a11y/useSemanticElements: a plane of an SVG
    <svg
      class={`plane${shown}`}
      role="group"
      aria-label={title || tensor.name}
      width={width}
      height={height + 18}
      viewBox={`-1 -1 ${width + 2} ${height + 20}`}
      style={{ '--columns': columns }}
    >
      {cells.map((index, at) => {
        const value = tensor.values[index] ?? 0
        const state = index === here ? ' here lit' : lit?.has(index) ? ' lit' : ''
        return (
          <rect
            key={index}
            id={idOf(index)}
            class={`square ${value < 0 ? 'minus' : 'plus'}${state}`}
            data-index={index}
            role="option"
            aria-selected={index === here}
            aria-label={`${nameOf(tensor, index)} = ${value.toFixed(3)}`}
            x={(at % columns) * SIDE + 1}
            y={Math.floor(at / columns) * SIDE + 1}
            width={SIDE - 2}
            height={SIDE - 2}
            fill-opacity={0.08 + 0.8 * Math.min(1, Math.abs(value) / most)}
          />
        )
      })}
      <text x={1} y={height + 14}>
        {title}
      </text>
    </svg>
  )
}

/** The element that a key moves to. */
function moved(planes: readonly Plane[], index: number, key: string): number | undefined {
  const number = Math.max(
    0,
    planes.findIndex(({ cells }) => cells.includes(index)),
  )
  const plane = planes[number]
  if (!plane) return undefined
  const { rows, columns, cells } = plane
  const at = Math.max(0, cells.indexOf(index))
  const [row, column] = [Math.floor(at / columns), at % columns]
  const beside = (other: number, column: number) => planes[other]?.cells[row * columns + column]
  switch (key) {
    case 'ArrowLeft':
      return column > 0 ? cells[at - 1] : (beside(number - 1, columns - 1) ?? index)
    case 'ArrowRight':
      return column < columns - 1 ? cells[at + 1] : (beside(number + 1, 0) ?? index)
    case 'ArrowUp':
      return row > 0 ? cells[at - columns] : index
    case 'ArrowDown':
      return row < rows - 1 ? cells[at + columns] : index
    case 'Home':
      return planes[0]?.cells[0]
    case 'End':
      return planes.at(-1)?.cells.at(-1)
    default:
      return undefined
  }
}
