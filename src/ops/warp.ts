// Images through an affine map: what augmentation turns, shifts and scales them with. Linear in the
// images, and recorded with its adjoint, whose own adjoint it is.

import source from '../../shaders/warp.wgsl?raw'
import { check, sameShape, shape4, show } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'

const shader = new Shader('warp.wgsl', source)

export interface AffineWarpOptions {
  /** Height and width of the result; by default those of x. */
  height?: number
  width?: number
}

type Geometry = Readonly<Record<'N' | 'H' | 'W' | 'C' | 'P' | 'Q', number>>

/**
 * Each pixel of y looks at a place in x, and mixes the four pixels around it; outside x are zeros. The
 * place is θ · (column, row, 1), in coordinates that run from -1 at an image's left or upper edge to 1
 * at its right or lower edge: PyTorch's affine_grid and grid_sample with align_corners = false.
 *
 * The gradient flows to x only; theta is drawn, not learned.
 *
 * @param x      [N, H, W, C]
 * @param theta  [N, 2, 3]: for each image a matrix from places in y to places in x
 * @returns      [N, height, width, C]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html
 */
export function affineWarp(
  x: Tensor,
  theta: Tensor,
  { height, width }: AffineWarpOptions = {},
): Tensor {
  const op = 'affineWarp'
  const [N, H, W, C] = shape4(op, 'x', x, '[N, H, W, C]')
  check(sameShape(theta.shape, [N, 2, 3]) && theta.dtype === 'f32', op, () => {
    return (
      `theta must hold a 2 × 3 matrix for each image of x, ${show(x.shape)}, but is ` +
      `${show(theta.shape)} of ${theta.dtype}. Make it ${show([N, 2, 3])} of f32.`
    )
  })
  const [P, Q] = [height ?? H, width ?? W]
  check(Number.isInteger(P) && Number.isInteger(Q) && P > 0 && Q > 0, op, () => {
    return `height and width must be whole numbers of at least 1, but are ${P} and ${Q}.`
  })
  return warp({ N, H, W, C, P, Q }, x, theta)
}

function warp(g: Geometry, x: Tensor, theta: Tensor): Tensor {
  const result = empty('affine_warp', [g.N, g.P, g.Q, g.C])
  dispatch(shader, 'affine_warp', {
    constants: g,
    bindings: { x, theta, result },
    invocations: result.size,
  })
  return record('affineWarp', { x, theta }, result, (gradY) => ({
    x: () => warpAdjoint(g, gradY, theta),
    theta: null,
  }))
}

function warpAdjoint(g: Geometry, y: Tensor, theta: Tensor): Tensor {
  const result = empty('affine_warp_adjoint', [g.N, g.H, g.W, g.C])
  dispatch(shader, 'affine_warp_adjoint', {
    constants: g,
    bindings: { y, theta, result },
    invocations: result.size,
  })
  return record('affineWarpAdjoint', { y, theta }, result, (gradX) => ({
    y: () => warp(g, gradX, theta),
    theta: null,
  }))
}
