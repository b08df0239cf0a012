/**
 * Moving average from the left: each value keeps `share` of the average so far, with the bias of its start corrected
 * as in Adam's moments. Gaps stay gaps.
 */
export function smoothed(values: readonly (number | null)[], share: number): (number | null)[] {
  let [sum, weight] = [0, 0]
  return values.map((value) => {
    if (value === null) return null
    sum = share * sum + (1 - share) * value
    weight = share * weight + (1 - share)
    return sum / weight
  })
}
