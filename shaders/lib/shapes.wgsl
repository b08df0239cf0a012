// shapes.wgsl: sizes of a convolution of dilation 1, and where its three tensors keep an element
//
// A large image [N, H, W, C] and a small one [N, P, Q, K] are tied by a weight [R, S, C, K] (conv.wgsl).

const N: u32 = 2u;
const H: u32 = 8u;
const W: u32 = 8u;
const C: u32 = 3u;
const P: u32 = 4u;
const Q: u32 = 4u;
const K: u32 = 5u;
const R: u32 = 4u;
const S: u32 = 4u;
const STRIDE_H: u32 = 2u;
const STRIDE_W: u32 = 2u;
const PADDING_H: u32 = 1u;
const PADDING_W: u32 = 1u;

// Windows that the weight looks through, and numbers that it sees in one.
const WINDOWS: u32 = N * P * Q;
const TAPS: u32 = R * S * C;
// A phase (convTiled.wgsl) has this many rows and columns of pixels, and this many taps along each axis, at most.
const PHASE_H: u32 = (H + STRIDE_H - 1u) / STRIDE_H;
const PHASE_W: u32 = (W + STRIDE_W - 1u) / STRIDE_W;
const TAPS_H: u32 = (R + STRIDE_H - 1u) / STRIDE_H;
const TAPS_W: u32 = (S + STRIDE_W - 1u) / STRIDE_W;

fn at_large(n: u32, h: u32, w: u32, c: u32) -> u32 {
  return ((n * H + h) * W + w) * C + c;
}

fn at_small(n: u32, p: u32, q: u32, k: u32) -> u32 {
  return ((n * P + p) * Q + q) * K + k;
}

fn at_weight(r: u32, s: u32, c: u32, k: u32) -> u32 {
  return ((r * S + s) * C + c) * K + k;
}
