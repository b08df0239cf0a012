/** `40 s`, `12 min` or `3 h` */
export function duration(seconds: number): string {
  const units: [string, number][] = [
    ['s', 1],
    ['min', 60],
    ['h', 3600],
  ]
  const [unit, size] = units.findLast(([, size]) => seconds >= 1.5 * size) ?? ['s', 1]
  return `${Math.round(seconds / size)} ${unit}`
}
