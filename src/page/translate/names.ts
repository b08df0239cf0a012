// Names of what a translation does with a drawing.

export type Direction = 'toB' | 'toA'

/** Translator of drawings: the run's, or one trained beforehand. */
export type By = 'run' | 'example'
