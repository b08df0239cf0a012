// Choices of a GAN, in names and numbers: the recipe of each paper, without its losses (objectives.ts), layers
// (models.ts) and augmentations (augment.ts). Nothing here imports a kernel, so a page that only shows the
// choices loads none.

export const imageSizes = [16, 32, 64, 128] as const

/** Largest image size that is taken unasked, and offered by the page. */
export const USUAL_SIZE = 64

export const modelNames = ['dcgan', 'mlp', 'style'] as const

export type ModelName = (typeof modelNames)[number]

export interface Recipe {
  /** Whether scores are logits. Then D(x) and D(G(z)) are reported as σ(score), otherwise as the scores. */
  probabilities: boolean
  /** Score above which D takes an image for real; a critic's scores have no such bound. */
  threshold?: number
  /** Steps of D for each step of G. With one, both share the generator's forward pass. */
  criticSteps: number
  /** Every parameter of D is clamped to ±clip after each of its steps. */
  clip?: number
  /** λ of the gradient penalty. D must then have no batch norm. */
  lambda?: number
  /** The defaults of both networks' optimisers. */
  optimiser: OptimiserRow
  /** Weight of R1. Default: no penalty. */
  r1?: number
  /** Iterations for a step of R1. Default: 1, as a part of D's loss. */
  r1Every?: number
  /** Decay of G's moving average, by model: where it was seen to help (docs/quality.md). Default: no average. */
  ema?: Partial<Record<ModelName, number>>
  /** D's learning rate as a multiple of G's, by model. Default: 1. */
  rateD?: Partial<Record<ModelName, number>>
}

export type OptimiserRow =
  | { kind: 'adam'; lr: number; betas: readonly [number, number] }
  | { kind: 'rmsprop'; lr: number }

const dcganAdam = { kind: 'adam', lr: 2e-4, betas: [0.5, 0.999] } as const

export const recipes = {
  /** When D wins, minimax gives G no gradient, and a convolutional D wins early unless it learns slowly. */
  minimax: {
    probabilities: true,
    threshold: 0,
    criticSteps: 1,
    optimiser: dcganAdam,
    rateD: { dcgan: 0.2 },
  },
  'non-saturating': {
    probabilities: true,
    threshold: 0,
    criticSteps: 1,
    optimiser: dcganAdam,
    ema: { mlp: 0.999 },
  },
  lsgan: { probabilities: false, threshold: 0.5, criticSteps: 1, optimiser: dcganAdam },
  wgan: {
    probabilities: false,
    criticSteps: 5,
    clip: 0.01,
    optimiser: { kind: 'rmsprop', lr: 5e-5 },
  },
  'wgan-gp': {
    probabilities: false,
    criticSteps: 5,
    lambda: 10,
    optimiser: { kind: 'adam', lr: 1e-4, betas: [0, 0.9] },
  },
  hinge: {
    probabilities: false,
    threshold: 0,
    criticSteps: 1,
    ema: { dcgan: 0.999, mlp: 0.999 },
    optimiser: { kind: 'adam', lr: 2e-4, betas: [0, 0.9] },
  },
} as const satisfies Record<string, Recipe>

export type ObjectiveName = keyof typeof recipes

export const objectiveNames = Object.keys(recipes) as ObjectiveName[]

/**
 * The recipe of an objective for some networks. A style-based GAN has its own: D has no norm, so R1 restrains it unless the
 * objective has a penalty, and G's average draws. Karras et al., https://arxiv.org/abs/1912.04958
 */
export function recipeOf({
  objective,
  model,
}: {
  objective: ObjectiveName
  model: ModelName
}): Recipe {
  const recipe: Recipe = recipes[objective]
  const { optimiser, lambda = 0 } = recipe
  if (model !== 'style') return recipe
  return {
    ...recipe,
    ...(lambda === 0 && { r1: 3, r1Every: 16 }),
    ema: { style: 0.999 },
    optimiser: optimiser.kind === 'adam' ? { ...optimiser, betas: [0, 0.99] } : optimiser,
  }
}

/** Objective where the user chooses none: the one whose images are best, by docs/quality.md. */
export const usualObjective: Record<ModelName, ObjectiveName> = {
  dcgan: 'hinge',
  mlp: 'non-saturating',
  style: 'non-saturating',
}

/** D's learning rate as a multiple of G's. */
export function rateOfD({
  objective,
  model,
}: {
  objective: ObjectiveName
  model: ModelName
}): number {
  const { rateD = {} }: Recipe = recipes[objective]
  return rateD[model] ?? 1
}

export const augmentations = ['colour', 'translation', 'cutout', 'flip'] as const

export type Augmentation = (typeof augmentations)[number]

/** Name in a policy that has each change happen with a probability only: see adaptive.ts. */
export const ADAPTIVE = 'adaptive'

/** Names of which a policy consists. */
export const policyNames = [...augmentations, ADAPTIVE] as const

export type PolicyName = (typeof policyNames)[number]

export const isAdaptive = (policy: string): boolean => policy.split(',').includes(ADAPTIVE)

/** `colour,cutout` names two of them; the empty list, none. */
export function isPolicy(value: unknown): value is string {
  return typeof value === 'string' && (value === '' || value.split(',').every(isNamed))
}

const isNamed = (name: string): boolean => policyNames.some((known) => known === name)

export const isAugmentation = (name: string): name is Augmentation =>
  augmentations.some((known) => known === name)
