/** Steps of a resumed run: `from 40 to 80`, and the step that was planned, if that is later. */
export const spanOf = (from: number, to: number, planned: number): string =>
  `from ${from} to ${to}${to < planned ? ` instead of ${planned}` : ''}`
