/** Numbers, strings, and pairs of numbers as `2 × 1`; leaves out other values. */
export function numbersOf(options: unknown): Record<string, number | string> {
  const found: Record<string, number | string> = {}
  if (!(options instanceof Object)) return found
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === 'number' || typeof value === 'string') found[name] = value
    if (Array.isArray(value) && value.every((each) => typeof each === 'number')) {
      found[name] = value.join(' × ')
    }
  }
  return found
}
