// Which kernel computes each of a convolution's three sums, in tiles of what size. The choice depends on
// the shape and on what the adapter can do; both are known when a step is recorded, and neither changes.

import plainSource from '../../shaders/conv.wgsl?raw'
import subgroupSource from '../../shaders/convSubgroup.wgsl?raw'
import tiledSource from '../../shaders/convTiled.wgsl?raw'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch, tracing } from '../gpu/trace'

const plain = new Shader('conv.wgsl', plainSource)
const tiled = new Shader('convTiled.wgsl', tiledSource)
const subgroup = new Shader('convSubgroup.wgsl', subgroupSource)

/** The constants of the kernels: everything that a convolution's shape is. */
export type Geometry = Readonly<
  Record<
    | 'N'
    | 'H'
    | 'W'
    | 'C'
    | 'P'
    | 'Q'
    | 'K'
    | 'R'
    | 'S'
    | 'STRIDE_H'
    | 'STRIDE_W'
    | 'PADDING_H'
    | 'PADDING_W'
    | 'DILATION_H'
    | 'DILATION_W',
    number
  >
>

/** The three tensors of a convolution; two are read, the third is written. */
export interface Three {
  /** [N, H, W, C] */
  large: Tensor
  /** [N, P, Q, K] */
  small: Tensor
  /** [R, S, C, K] */
  weight: Tensor
}

/** Writes small = large ∗ weight. */
export function computeSmall(geometry: Geometry, { large, weight, small }: Three): void {
  const g = simplest(geometry)
  const bindings = { large, weight, result: small }
  if (isPlain(g)) {
    dispatch(plain, 'convolve', { constants: g, bindings, invocations: small.size })
    return
  }
  const { shader, constants, tiles, lanes } = tilesOf(g.N * g.P * g.Q, g.K, g.C)
  dispatch(shader, 'convolve', {
    constants: { ...undilated(g), ...constants },
    bindings,
    invocations: tiles * lanes,
  })
}

/** Writes large: the adjoint of the convolution, applied to small. */
export function computeLarge(geometry: Geometry, { large, weight, small }: Three): void {
  const g = simplest(geometry)
  const bindings = { small, weight, result: large }
  if (isPlain(g)) {
    dispatch(plain, 'convolve_adjoint', { constants: g, bindings, invocations: large.size })
    return
  }
  const pixels = g.N * Math.ceil(g.H / g.STRIDE_H) * Math.ceil(g.W / g.STRIDE_W)
  const { shader, constants, tiles, lanes } = tilesOf(pixels, g.C, g.K)
  dispatch(shader, 'convolve_adjoint', {
    constants: { ...undilated(g), ...constants },
    bindings,
    invocations: tiles * g.STRIDE_H * g.STRIDE_W * lanes,
  })
}

/**
 * Writes weight: its gradient. The windows are summed in parts, so that a small weight keeps every lane
 * busy, and then the parts, in order.
 */
export function computeWeight(geometry: Geometry, { large, weight, small }: Three): void {
  const g = simplest(geometry)
  if (isPlain(g)) {
    const bindings = { large, small, result: weight }
    dispatch(plain, 'weight_gradient', { constants: g, bindings, invocations: weight.size })
    return
  }
  const windows = g.N * g.P * g.Q
  const { shader, constants, tiles, lanes } = tilesOf(g.R * g.S * g.C, g.K, windows)
  const wanted = Math.ceil((lanes > 1 ? ENOUGH_SUBGROUPS : ENOUGH_TILES) / tiles)
  const splits = Math.max(1, Math.min(wanted, Math.floor(windows / 32)))
  const parts = splits === 1 ? weight : empty('parts of weight_gradient', [splits, ...weight.shape])
  dispatch(shader, 'weight_gradient', {
    constants: { ...undilated(g), ...constants, SPLITS: splits },
    bindings: { large, small, result: parts },
    invocations: tiles * splits * lanes,
  })
  if (splits === 1) return
  dispatch(tiled, 'sum_splits', {
    constants: { ...undilated(g), SPLITS: splits },
    bindings: { partials: parts, result: weight },
    invocations: weight.size,
  })
}

/** The teaching kernel: where it is asked for, and for dilated windows. */
function isPlain({ DILATION_H, DILATION_W }: Geometry): boolean {
  return tracing()?.kernels === 'plain' || DILATION_H > 1 || DILATION_W > 1
}

function undilated({ DILATION_H: _, DILATION_W: __, ...g }: Geometry) {
  return g
}

/** Tiles of one lane that keep a software adapter's lanes and cores busy. */
const ENOUGH_TILES = 1024
/** The same for tiles that a subgroup shares. */
const ENOUGH_SUBGROUPS = 128

interface Tiles {
  shader: Shader
  constants: Readonly<Record<string, number>>
  /** Tiles that cover the whole result. */
  tiles: number
  /** Lanes that compute one tile together. */
  lanes: number
}

/** Tiles for a product of `rows` × `columns` elements, each a sum of `terms` in the innermost loop. */
function tilesOf(rows: number, columns: number, terms: number): Tiles {
  const size = tracing()?.subgroupSize
  if (size !== 4 && size !== 8) return registerTiles(rows, columns)
  // Measured: a subgroup wants columns for all its lanes, and SwiftShader's short loops cost more than
  // what they load.
  if (columns < 8 || (size === 4 && terms < 8)) return registerTiles(rows, columns)
  return subgroupTiles(size, { rows, columns, terms })
}

/** Up to 8 columns wide, and as high as keeps enough tiles. */
function registerTiles(rows: number, columns: number): Tiles {
  const wide = Math.min(columns, 8)
  const across = Math.ceil(columns / wide)
  const high = [8, 4, 2].find((n) => n * wide <= 64 && across * Math.ceil(rows / n) >= 256) ?? 1
  return {
    shader: tiled,
    constants: { TILE_ROWS: high, TILE_COLUMNS: wide },
    tiles: across * Math.ceil(rows / high),
    lanes: 1,
  }
}

/**
 * Tiles of 16 rows and 32 columns; fewer columns leave room for more rows. Measured on llvmpipe (8
 * lanes) and SwiftShader (4 lanes), where a loop's turn costs so much that short ones are doubled.
 */
function subgroupTiles(
  size: 4 | 8,
  { rows, columns, terms }: { rows: number; columns: number; terms: number },
): Tiles {
  const wide = [1, 2, 4].find((n) => n * size >= columns) ?? 32 / size
  const across = Math.ceil(columns / (wide * size))
  const most = Math.max(16, 64 / wide) / size
  const gathers =
    [8, 4, 2].find((n) => n <= most && across * Math.ceil(rows / (n * size)) >= 32) ?? 1
  const steps = size === 4 && wide < 8 && terms % 2 === 0 ? 2 : 1
  return {
    shader: subgroup,
    constants: { SUBGROUP: size, GATHERS: gathers, COLUMNS: wide, STEPS: steps },
    tiles: across * Math.ceil(rows / (gathers * size)),
    lanes: size,
  }
}

/**
 * A window as large as the image (DCGAN's first layer of G and last of D) is a matrix product: the
 * same bytes, seen as 1×1 images with more channels. The adjoint then tries no tap that falls outside.
 */
function simplest(g: Geometry): Geometry {
  const whole =
    g.P * g.Q === 1 &&
    g.H === g.R &&
    g.W === g.S &&
    g.PADDING_H + g.PADDING_W === 0 &&
    g.DILATION_H * g.DILATION_W === 1
  return whole ? { ...g, H: 1, W: 1, R: 1, S: 1, C: g.H * g.W * g.C, STRIDE_H: 1, STRIDE_W: 1 } : g
}
