// placeholder
export const layerOfExample: readonly number[] = []
