// Settings for those who chose none: how wide the networks are and how fast they learn.

/** Settings that a software adapter reaches readable digits with in minutes. */
export const SOFTWARE_PRESET = { width: 16, lr: 1e-3, steps: 600 }
export const PRESET = { width: 32, lr: 2e-4, steps: 2000 }
