// A choice among kernels that compute the same: data, so that it can be measured, kept and repeated.

/** A kernel by its name, and the constants that it is specialised with beside the problem's own. */
export interface Choice {
  readonly kernel: string
  readonly constants: Readonly<Record<string, number>>
}

/** What was chosen for some problems, by their keys. The others are left to a rule. */
export type Choices = Readonly<Record<string, Choice>>
