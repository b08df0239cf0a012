// The public API, as a table of contents.
/// <reference types="@webgpu/types" preserve="true" />

export { full } from './autograd/arithmetic'
export { TensorError } from './autograd/check'
export { gradients } from './autograd/gradients'
export { type Backward, type Lazy, record } from './autograd/tape'
export { type DType, empty, Tensor, tensor } from './autograd/tensor'

export { parseIdx, parseIdxLabels } from './data/idx'
export { DataError, type ImageSet } from './data/imageSet'
export { parseMnist } from './data/mnist'
export { prepared } from './data/prepare'
export { type RawTensor, readSafetensors, writeSafetensors } from './data/safetensors'
export { countModes, type ModeCount, type Toy, type ToyName, toys } from './data/toys'

export {
  type Analogies,
  analogies,
  type Expected,
  type Hits,
  hitsOf,
  inkOf,
  type Seen,
} from './gan/analogies'
export { type Blueprint, blueprint, bytesOf } from './gan/blueprint'
export { gradientsAtDistances, pullsBeyondBoundary } from './gan/claims'
export { Clock, type Figures, showFigures } from './gan/clock'
export type { GanConfig } from './gan/config'
export { Doctor, type Finding, type Observed } from './gan/diagnosis'
export { type Estimate, evaluate, type Metric, type Report } from './gan/evaluate'
export { generate } from './gan/generate'
export {
  type DrawnImage,
  Generator,
  type GeneratorShape,
  type OpenGeneratorOptions,
  openGenerator,
} from './gan/generator'
export type { Health } from './gan/health'
export type { Inside, LayerGradient, Scores } from './gan/inside'
export { type Inverse, type InvertOptions, invert } from './gan/invert'
export {
  FEATURES,
  Judge,
  type JudgeRecipe,
  type JudgeShape,
  judgeRecipe,
  type Opinion,
} from './gan/judge'
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
} from './gan/latent'
export { cornerMap, planeMap, principalDirections } from './gan/latentMap'
export { classesOf, classifierScore, divergence, histogram, modesHit } from './gan/metrics/classes'
export { frechetDistance, type Moments, momentsOf } from './gan/metrics/frechet'
export { kernelDistance } from './gan/metrics/kernel'
export { type Distances, distances, manifold, nearest } from './gan/metrics/neighbours'
export { slicedDistance } from './gan/metrics/sliced'
export { type Smoothness, smoothness } from './gan/metrics/smoothness'
export { buildModels, dcgan, type ModelOptions, type Models, mlp } from './gan/models'
export { mosaic, type Picture } from './gan/mosaic'
export { seededNoise } from './gan/noise'
export { type Objective, objectives } from './gan/objectives'
export { type OnnxOptions, onnxOf } from './gan/onnx'
export { gradientPenalty, type Penalty, r1Penalty } from './gan/penalty'
export { configOf, type Preset, presetOf } from './gan/presets'
export { type ModelName, type ObjectiveName, type Recipe, recipes } from './gan/recipes'
export { Runner } from './gan/runner'
export type { SlowMotion, SubStep } from './gan/slowMotion'
export { type SubStepName, subSteps } from './gan/stages'
export { Diverged } from './gan/state'
export { type Gan, ganSteps } from './gan/steps'
export { teach } from './gan/teach'
export { type TorchFiles, torchOf } from './gan/torch'
export { ToyGan, type ToyOptions, type ToyRecipe, toyRecipes } from './gan/toy'
export type { Layers } from './gan/toyLayers'
export { Trainer } from './gan/trainer'
export { tuneRun } from './gan/tuning'

export type { Choice, Choices } from './gpu/choice'
export { Gpu, GpuError, type OpenOptions, openGpu } from './gpu/device'
export { capture, Program, run, submit } from './gpu/program'
export type { Outcome } from './gpu/race'
export { Shader } from './gpu/shader'
export { dispatch } from './gpu/trace'

export { fanInUniform, type Initial, normalInitial } from './nn/init'
export * from './nn/layers'
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
export { Network } from './nn/network'
export * from './nn/norms'
export * from './nn/plain'
export { SpectralNorm } from './nn/spectral'

export * from './ops'

export { movingAverage } from './optim/average'
export { adam, adamW, type Optimizer, rmsprop, type Schedule, sgd } from './optim/optimizer'
