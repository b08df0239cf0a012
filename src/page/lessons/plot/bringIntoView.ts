// What was just changed is seen, wherever the button was.

/** Scrolls no further than it must. */
export function bringIntoView(id: string): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const behavior = still ? 'instant' : 'smooth'
  document.getElementById(id)?.scrollIntoView({ block: 'nearest', behavior })
}
