// pool.wgsl: smaller images by means over windows, larger ones by repeated pixels, and their adjoints
//
//   entry point                result
//   avg_pool                   small[n, p, q, c] = Σ_{r, s} large[n, h, w, c] / count(p, q)
//                              with h = p·STRIDE_H + r - PADDING_H, and w likewise from q and s
//   avg_pool_adjoint           large[n, h, w, c] = Σ over windows (p, q) that hold (h, w) of small / count(p, q)
//   upsample_nearest           large[n, h, w, c] = small[n, h / FACTOR_H, w / FACTOR_W, c]
//   upsample_nearest_adjoint   small[n, p, q, c] = Σ of large over its block of FACTOR_H × FACTOR_W
//
//   count(p, q)   R·S, or only the pixels of the window that lie inside the image
//
//   binding   name        shape          access
//   0         large       [N, H, W, C]   read
//   1         small       [N, P, Q, C]   read
//   2         large_out   [N, H, W, C]   read_write
//   3         small_out   [N, P, Q, C]   read_write
//
// One invocation computes one row of pixels in one channel: where it lies is worked out once. Sums go in
// the order of rows and columns. Neighbouring invocations have neighbouring channels.
// uses: lib/grid.wgsl

const N: u32 = 2u;
const H: u32 = 8u;
const W: u32 = 8u;
const C: u32 = 3u;
const P: u32 = 4u;
const Q: u32 = 4u;
const R: u32 = 2u;
const S: u32 = 2u;
const STRIDE_H: u32 = 2u;
const STRIDE_W: u32 = 2u;
const PADDING_H: u32 = 0u;
const PADDING_W: u32 = 0u;
const COUNT_INCLUDE_PAD: bool = true;

const FACTOR_H: u32 = 2u;
const FACTOR_W: u32 = 2u;

const LARGE: u32 = N * H * W * C;
const SMALL: u32 = N * P * Q * C;
// Windows that hold one pixel, at most.
const WINDOWS_H: u32 = (R + STRIDE_H - 1u) / STRIDE_H;
const WINDOWS_W: u32 = (S + STRIDE_W - 1u) / STRIDE_W;

@group(0) @binding(0) var<storage, read> large: array<f32, LARGE>;
@group(0) @binding(1) var<storage, read> small: array<f32, SMALL>;
@group(0) @binding(2) var<storage, read_write> large_out: array<f32, LARGE>;
@group(0) @binding(3) var<storage, read_write> small_out: array<f32, SMALL>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn avg_pool(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * P * C) { return; }
  let c = i % C;
  let p = i / C % P;
  let n = i / C / P;
  for (var q = 0u; q < Q; q++) {
    var sum = 0.0;
    for (var r = 0u; r < R; r++) {
      for (var s = 0u; s < S; s++) {
        // Unsigned numbers wrap: a row above the image becomes a huge one, and one test finds both.
        let h = p * STRIDE_H + r - PADDING_H;
        let w = q * STRIDE_W + s - PADDING_W;
        if (h < H && w < W) { sum += large[at_large(n, h, w, c)]; }
      }
    }
    small_out[at_small(n, p, q, c)] = sum / count(p, q);
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn avg_pool_adjoint(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * H * C) { return; }
  let c = i % C;
  let h = i / C % H;
  let n = i / C / H;
  for (var w = 0u; w < W; w++) {
    var sum = 0.0;
    // From the last window that begins above (h, w), and left of it, to earlier ones.
    for (var down = 0u; down < WINDOWS_H; down++) {
      for (var right = 0u; right < WINDOWS_W; right++) {
        let p = (h + PADDING_H) / STRIDE_H - down;
        let q = (w + PADDING_W) / STRIDE_W - right;
        if (p < P && q < Q && h + PADDING_H < p * STRIDE_H + R && w + PADDING_W < q * STRIDE_W + S) {
          sum += small[at_small(n, p, q, c)] / count(p, q);
        }
      }
    }
    large_out[at_large(n, h, w, c)] = sum;
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn upsample_nearest(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * H * C) { return; }
  let c = i % C;
  let h = i / C % H;
  let n = i / C / H;
  for (var w = 0u; w < W; w++) {
    large_out[at_large(n, h, w, c)] = small[at_small(n, h / FACTOR_H, w / FACTOR_W, c)];
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn upsample_nearest_adjoint(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * P * C) { return; }
  let c = i % C;
  let p = i / C % P;
  let n = i / C / P;
  for (var q = 0u; q < Q; q++) {
    var sum = 0.0;
    for (var r = 0u; r < FACTOR_H; r++) {
      for (var s = 0u; s < FACTOR_W; s++) {
        sum += large[at_large(n, p * FACTOR_H + r, q * FACTOR_W + s, c)];
      }
    }
    small_out[at_small(n, p, q, c)] = sum;
  }
}

// What the sum over window (p, q) is divided by.
fn count(p: u32, q: u32) -> f32 {
  if (COUNT_INCLUDE_PAD) { return f32(R * S); }
  // In rows of the padded image, whose own rows begin at PADDING_H.
  let rows = min(p * STRIDE_H + R, PADDING_H + H) - max(p * STRIDE_H, PADDING_H);
  let columns = min(q * STRIDE_W + S, PADDING_W + W) - max(q * STRIDE_W, PADDING_W);
  return f32(rows * columns);
}

fn at_large(n: u32, h: u32, w: u32, c: u32) -> u32 {
  return ((n * H + h) * W + w) * C + c;
}

fn at_small(n: u32, p: u32, q: u32, c: u32) -> u32 {
  return ((n * P + p) * Q + q) * C + c;
}
