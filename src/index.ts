// The public API in three tiers: train a GAN and use it; write your own networks, ops and kernels; experiment.
/// <reference types="@webgpu/types" preserve="true" />

// Train: a device, a data set, a run, and its files.

export { TensorError } from './autograd/check'
export { parseIdx, parseIdxLabels } from './data/idx'
export { DataError, type ImageSet } from './data/imageSet'
export { parseMnist } from './data/mnist'
export { prepared } from './data/prepare'
export { type RawTensor, readSafetensors, writeSafetensors } from './data/safetensors'
export { generate } from './gan/draw/generate'
export {
  type DrawnImage,
  Generator,
  type GeneratorShape,
  type OpenGeneratorOptions,
  openGenerator,
} from './gan/draw/generator'
export { type OnnxOptions, onnxOf } from './gan/export/onnx'
export { type TorchFiles, torchOf } from './gan/export/torch'
export { type Figures, showFigures } from './gan/model/clock'
export type { GanConfig } from './gan/model/config'
export { buildModels, dcgan, type ModelOptions, type Models, mlp } from './gan/model/models'
export { seededNoise } from './gan/model/noise'
export { configOf, type Preset, presetOf } from './gan/model/presets'
export { type ModelName, type ObjectiveName, type Recipe, recipes } from './gan/model/recipes'
export { type Blueprint, bytesOf, makeBlueprint } from './gan/run/blueprint'
export { watchFinite } from './gan/run/finite'
export type { Health } from './gan/run/health'
export { mosaic, type Picture } from './gan/run/mosaic'
export type { Observed } from './gan/run/observer'
export { Diverged } from './gan/run/state'
export { Trainer } from './gan/run/trainer'
export { tuneRun } from './gan/run/tuning'
export { Diagnosis, type Finding } from './gan/watch/diagnosis'
export { Session, type SessionOptions } from './gan/watch/session'
export type { Choice, Choices } from './gpu/choice'
export { Gpu, GpuError } from './gpu/device'
export { type OpenOptions, openGpu } from './gpu/open'
export type { Outcome } from './gpu/race'

// Build: tensors, ops with gradients, layers, optimisers, and kernels of your own.

export { full } from './autograd/arithmetic'
export { gradients } from './autograd/gradients'
export { type Backward, type Lazy, record } from './autograd/tape'
export { type DType, empty, Tensor, tensor } from './autograd/tensor'
export { FiniteWatch, type NonFinite, showNonFinite } from './gpu/explain/finite'
export { free, owning } from './gpu/owning'
export { capture, Program, run, submit } from './gpu/program'
export { Shader } from './gpu/shader'
export { dispatch, trace } from './gpu/trace'
export { Residual, SkipConnection, SumOfBranches } from './nn/blocks'
export { EqualConv2d, EqualLinear, type EqualOptions } from './nn/equal'
export { fanInUniform, type Initial, normalInitial } from './nn/init'
export * from './nn/layers'
export {
  ModulatedConv2d,
  ModulatedConvTranspose2d,
  type ModulatedOptions,
  type ModulatedSizes,
  modulatedConv2d,
  type NoiseOf,
  noiseOf,
} from './nn/modulated'
export {
  buffer,
  type ImageShape,
  type Layout,
  type Mode,
  Module,
  type Noise,
  parameter,
  type Variable,
} from './nn/module'
export { backward, Network } from './nn/network'
export * from './nn/norms'
export * from './nn/plain'
export { SpectralNorm } from './nn/spectral'
export * from './nn/style'
export * from './ops'
export { movingAverage } from './optim/average'
export { adam, adamW, type Optimizer, rmsprop, sgd } from './optim/optimizer'
export type { Schedule } from './optim/options'

// Experiment: objectives and steps of your own, slow motion, quality, the latent space, GANs of points.

export { countModes, type ModeCount, type Toy, type ToyName, toys } from './data/toys'
export { evaluate } from './gan/judge/evaluate'
export {
  FEATURES,
  Judge,
  type JudgeRecipe,
  type JudgeShape,
  judgeRecipe,
  type Opinion,
} from './gan/judge/judge'
export type { Memorised } from './gan/judge/memorised'
export {
  classesOf,
  classifierScore,
  divergence,
  histogram,
  modesHit,
} from './gan/judge/metrics/classes'
export { frechetDistance, type Moments, momentsOf } from './gan/judge/metrics/frechet'
export { kernelDistance } from './gan/judge/metrics/kernel'
export { type Distances, distances, manifold, nearest } from './gan/judge/metrics/neighbours'
export { slicedDistance } from './gan/judge/metrics/sliced'
export { type Smoothness, smoothness } from './gan/judge/metrics/smoothness'
export type { Estimate, Metric, Report } from './gan/judge/report'
export { teach } from './gan/judge/teach'
export {
  type Analogies,
  analogies,
  type Expected,
  type Hits,
  hitsOf,
  inkOf,
  type Seen,
} from './gan/latent/analogies'
export { type Inverse, type InvertOptions, invert } from './gan/latent/invert'
export {
  analogy,
  around,
  between,
  filmOf,
  journey,
  type Latent,
  meanOf,
  orthogonalDirections,
  resized,
  stack,
  truncate,
  unstack,
  type Way,
} from './gan/latent/latent'
export { cornerMap, planeMap, principalDirections } from './gan/latent/latentMap'
export { Clock } from './gan/model/clock'
export { type Objective, objectives } from './gan/model/objectives'
export { gradientPenalty, type Penalty, r1Penalty } from './gan/model/penalty'
export { type SubStepName, subSteps } from './gan/model/stages'
export { type Gan, ganSteps } from './gan/model/steps'
export type { Inside, LayerGradient, Scores } from './gan/run/inside'
export type { Learner } from './gan/run/repeated'
export type { SlowMotion, SubStep } from './gan/run/slowMotion'
export { gradientsAtDistances, pullsBeyondBoundary } from './gan/toy/claims'
export { Runner } from './gan/toy/runner'
export { ToyGan, type ToyOptions, type ToyRecipe, toyRecipes } from './gan/toy/toy'
export type { Layers } from './gan/toy/toyLayers'
export { type Both, type Cycle, cycleStep } from './gan/translate/cycleStep'
export { patchCritic, resnet, type TranslatorShape, unet } from './gan/translate/networks'
export { type Pairing, pairStep } from './gan/translate/pairStep'
export { Translator } from './gan/translate/translator'
