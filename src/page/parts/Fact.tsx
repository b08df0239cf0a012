import type { ComponentChildren } from 'preact'

interface FactProps {
  id?: string
  title: string
  class?: string
  value: ComponentChildren
}

/** One entry of a list of figures or of a legend: a title, and its current value. */
export function Fact({ id, title, class: looks, value }: FactProps) {
  return (
    <div class={looks}>
      <dt>{title}</dt>
      <dd id={id}>{value}</dd>
    </div>
  )
}
