// The named sub-steps of a GAN's iteration, for slow motion: nine, and R1 where it is a step of its own.

/**
 * Stages that the programs of an iteration give their dispatches (steps.ts). Real and generated images pass
 * through D as one batch, in one stage.
 */
export type Stage =
  | 'R1'
  | 'draw noise'
  | 'generate'
  | 'D on real and fake'
  | "D's gradients"
  | "D's update"
  | 'D on fake again'
  | 'gradients through D into G'
  | "G's update"

export type Player = 'G' | 'D'

interface Row {
  name: string
  /** The network that computes. */
  player: Player
  /** Direction of the numbers; an update changes the parameters instead. */
  direction: 'forward' | 'backward' | 'update'
  /** Stage on the GPU. Of two sub-steps with the same stage, the second has nothing to run. */
  stage: Stage
}

/**
 * In order. With n critic steps six come n times, and G draws and generates again after them: the programs say which
 * stages they have.
 */
export const subSteps = [
  // A step of D of its own in some iterations, where R1 is lazy.
  { name: 'R1', player: 'D', direction: 'update', stage: 'R1' },
  // The clock and the batch of real images move on with the noise.
  { name: 'draw noise', player: 'G', direction: 'forward', stage: 'draw noise' },
  { name: 'generate', player: 'G', direction: 'forward', stage: 'generate' },
  { name: 'D on real', player: 'D', direction: 'forward', stage: 'D on real and fake' },
  { name: 'D on fake', player: 'D', direction: 'forward', stage: 'D on real and fake' },
  // Penalties are losses of D's gradient.
  { name: "D's gradients", player: 'D', direction: 'backward', stage: "D's gradients" },
  { name: "D's update", player: 'D', direction: 'update', stage: "D's update" },
  { name: 'D on fake again', player: 'D', direction: 'forward', stage: 'D on fake again' },
  {
    name: 'gradients through D into G',
    player: 'G',
    direction: 'backward',
    stage: 'gradients through D into G',
  },
  // The average of G, and the figures.
  { name: "G's update", player: 'G', direction: 'update', stage: "G's update" },
] as const satisfies Row[]

export type SubStepRow = (typeof subSteps)[number]
export type SubStepName = SubStepRow['name']
