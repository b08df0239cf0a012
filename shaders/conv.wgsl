// conv.wgsl: convolution, its adjoint, and the gradient of its weight
//
// A convolution ties a large image to a small one through a weight:
//
//   small[n, p, q, k] = Σ_{r, s, c} large[n, h, w, c] · weight[r, s, c, k]
//   with h = p·STRIDE_H + r·DILATION_H - PADDING_H, and w likewise from q and s
//
// The sum is linear in each of the three, so fixing two of them gives the third:
//
//   entry point        reads           writes   used by
//   convolve           large, weight   small    Conv2d forward, ConvTranspose2d ∂x
//   convolve_adjoint   small, weight   large    ConvTranspose2d forward, Conv2d ∂x
//   weight_gradient    large, small    weight   ∂weight of both
//
//   binding   name     shape          access
//   0         large    [N, H, W, C]   read
//   1         small    [N, P, Q, K]   read
//   2         weight   [R, S, C, K]   read
//   3         result   as written     read_write
//
// One invocation computes one element of `result`; no workgroup memory. This is the kernel to read
// first, and on hardware the judge of all others (src/gpu/race.ts).
// uses: lib/grid.wgsl

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
const DILATION_H: u32 = 1u;
const DILATION_W: u32 = 1u;

@group(0) @binding(0) var<storage, read> large: array<f32>;
@group(0) @binding(1) var<storage, read> small: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn convolve(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * P * Q * K) { return; }
  let k = i % K;
  let q = i / K % Q;
  let p = i / K / Q % P;
  let n = i / K / Q / P;

  var sum = 0.0;
  for (var r = 0u; r < R; r++) {
    for (var s = 0u; s < S; s++) {
      // Unsigned numbers wrap: a row above the image becomes a huge one, and one test finds both.
      let h = p * STRIDE_H + r * DILATION_H - PADDING_H;
      let w = q * STRIDE_W + s * DILATION_W - PADDING_W;
      if (h < H && w < W) {
        for (var c = 0u; c < C; c++) {
          sum = fma(large[at_large(n, h, w, c)], weight[at_weight(r, s, c, k)], sum);
        }
      }
    }
  }
  result[i] = sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn convolve_adjoint(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * H * W * C) { return; }
  let c = i % C;
  let w = i / C % W;
  let h = i / C / W % H;
  let n = i / C / W / H;

  var sum = 0.0;
  for (var r = 0u; r < R; r++) {
    for (var s = 0u; s < S; s++) {
      // Solve h = p·STRIDE_H + r·DILATION_H - PADDING_H for p: only some taps have a whole solution.
      let down = h + PADDING_H - r * DILATION_H;
      let right = w + PADDING_W - s * DILATION_W;
      let p = down / STRIDE_H;
      let q = right / STRIDE_W;
      if (p < P && q < Q && down % STRIDE_H == 0u && right % STRIDE_W == 0u) {
        for (var k = 0u; k < K; k++) {
          sum = fma(small[at_small(n, p, q, k)], weight[at_weight(r, s, c, k)], sum);
        }
      }
    }
  }
  result[i] = sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn weight_gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= R * S * C * K) { return; }
  let k = i % K;
  let c = i / K % C;
  let s = i / K / C % S;
  let r = i / K / C / S;

  var sum = 0.0;
  for (var n = 0u; n < N; n++) {
    for (var p = 0u; p < P; p++) {
      for (var q = 0u; q < Q; q++) {
        let h = p * STRIDE_H + r * DILATION_H - PADDING_H;
        let w = q * STRIDE_W + s * DILATION_W - PADDING_W;
        if (h < H && w < W) {
          sum = fma(large[at_large(n, h, w, c)], small[at_small(n, p, q, k)], sum);
        }
      }
    }
  }
  result[i] = sum;
}

fn at_large(n: u32, h: u32, w: u32, c: u32) -> u32 {
  return ((n * H + h) * W + w) * C + c;
}

fn at_small(n: u32, p: u32, q: u32, k: u32) -> u32 {
  return ((n * P + p) * Q + q) * K + k;
}

fn at_weight(r: u32, s: u32, c: u32, k: u32) -> u32 {
  return ((r * S + s) * C + c) * K + k;
}
