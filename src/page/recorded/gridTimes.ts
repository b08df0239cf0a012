// placeholder
export const gridTimes: { adapter: string; ms: readonly (readonly number[])[] } = {
  adapter: '',
  ms: [],
}
