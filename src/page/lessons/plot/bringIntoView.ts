/** Scrolls no further than needed. */
export function bringIntoView(id: string): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const behavior = still ? 'instant' : 'smooth'
  document.getElementById(id)?.scrollIntoView({ block: 'nearest', behavior })
}
