import { turnTo } from '../parts/place'

/** Turns to the step that has the element, or scrolls no further than needed. */
export function bringIntoView(id: string): void {
  const element = document.getElementById(id)
  const group = element?.closest<HTMLElement>('.step-group')
  if (group?.hidden) {
    turnTo(Number(group.dataset['first']))
    return
  }
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  element?.scrollIntoView({ block: 'nearest', behavior: still ? 'instant' : 'smooth' })
}
