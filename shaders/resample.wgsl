// resample.wgsl: images of another size by a filter of a few taps along each axis
//
//   entry point                 result
//   upsample_bilinear           large: twice the height and width; pixels lie at ¼ and ¾ between those of small, and
//                               beyond its border is the border
//   upsample_bilinear_adjoint   small: each pixel of large, shared out as it was collected
//   filter_taps                 small[n, p, q, c] = GAIN Σ_{r, s < 4} T[r] T[s] x[n, h, w, c], with
//                               h = (p · DOWN + r - TOP) / UP and w likewise, where it is whole and in the image
//
//   binding   name        shape                                             access
//   0         small       [N, P, Q, C]                                      read
//   1         large       [N, H, W, C], H = 2P, W = 2Q                      read
//   2         x           [N, H, W, C]                                      read
//   3         large_out   [N, H, W, C]                                      read_write
//   4         small_out   [N, P, Q, C]                                      read_write
//
// Zeros stand between and around the pixels that filter_taps reads (UP, TOP, LEFT), and it computes every DOWN-th
// result. Its adjoint is itself, with UP and DOWN exchanged and the taps reversed (src/ops/resample.ts).
// One invocation computes one element; neighbouring invocations have neighbouring channels.
// uses: lib/grid.wgsl

const N: u32 = 2u;
const H: u32 = 8u;
const W: u32 = 8u;
const C: u32 = 3u;
const P: u32 = 4u;
const Q: u32 = 4u;

const UP: u32 = 1u;
const DOWN: u32 = 2u;
const TOP: u32 = 1u;
const LEFT: u32 = 1u;
const T0: f32 = 0.125;
const T1: f32 = 0.375;
const T2: f32 = 0.375;
const T3: f32 = 0.125;
const GAIN: f32 = 1.0;

const LARGE: u32 = N * H * W * C;
const SMALL: u32 = N * P * Q * C;

@group(0) @binding(0) var<storage, read> small: array<f32, SMALL>;
@group(0) @binding(1) var<storage, read> large: array<f32, LARGE>;
@group(0) @binding(2) var<storage, read> x: array<f32, LARGE>;
@group(0) @binding(3) var<storage, read_write> large_out: array<f32, LARGE>;
@group(0) @binding(4) var<storage, read_write> small_out: array<f32, SMALL>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn upsample_bilinear(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= LARGE) { return; }
  let c = i % C;
  let w = i / C % W;
  let h = i / C / W % H;
  let n = i / C / W / H;
  let near = vec2u(h / 2u, w / 2u);
  let far = vec2u(neighbour(h, P), neighbour(w, Q));
  let above = 0.75 * small[at_small(n, near.x, near.y, c)] + 0.25 * small[at_small(n, near.x, far.y, c)];
  let below = 0.75 * small[at_small(n, far.x, near.y, c)] + 0.25 * small[at_small(n, far.x, far.y, c)];
  large_out[i] = 0.75 * above + 0.25 * below;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn upsample_bilinear_adjoint(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= SMALL) { return; }
  let c = i % C;
  let q = i / C % Q;
  let p = i / C / Q % P;
  let n = i / C / Q / P;
  var sum = 0.0;
  // The four rows and columns that (p, q) has a share in, from the one before its own two.
  for (var r = 0u; r < 4u; r++) {
    var row = 0.0;
    for (var s = 0u; s < 4u; s++) {
      // Unsigned numbers wrap: a row above the image becomes a huge one, and one test finds both.
      let h = 2u * p + r - 1u;
      let w = 2u * q + s - 1u;
      if (h < H && w < W) { row = fma(share(s, q, Q), large[at_large(n, h, w, c)], row); }
    }
    sum = fma(share(r, p, P), row, sum);
  }
  small_out[i] = sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn filter_taps(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= SMALL) { return; }
  let c = i % C;
  let q = i / C % Q;
  let p = i / C / Q % P;
  let n = i / C / Q / P;
  let taps = array<f32, 4>(T0, T1, T2, T3);
  var sum = 0.0;
  for (var r = 0u; r < 4u; r++) { // unroll
    var row = 0.0;
    let h = p * DOWN + r - TOP;
    for (var s = 0u; s < 4u; s++) { // unroll
      let w = q * DOWN + s - LEFT;
      if (h < H * UP && w < W * UP && h % UP == 0u && w % UP == 0u) {
        row = fma(taps[s], x[at_large(n, h / UP, w / UP, c)], row);
      }
    }
    sum = fma(taps[r], row, sum);
  }
  small_out[i] = GAIN * sum;
}

// The second row (or column) that row h of the large image comes from, of `extent`.
fn neighbour(h: u32, extent: u32) -> u32 {
  let before = max(h / 2u, 1u) - 1u;
  let after = min(h / 2u + 1u, extent - 1u);
  return select(before, after, h % 2u == 1u);
}

// The share of row p, of `extent`, in row 2p + r - 1 of the large image. Rows of the border lean on themselves.
fn share(r: u32, p: u32, extent: u32) -> f32 {
  if (r == 0u || r == 3u) { return 0.25; }
  let itself = (r == 1u && p == 0u) || (r == 2u && p == extent - 1u);
  return select(0.75, 1.0, itself);
}

fn at_large(n: u32, h: u32, w: u32, c: u32) -> u32 {
  return ((n * H + h) * W + w) * C + c;
}

fn at_small(n: u32, p: u32, q: u32, c: u32) -> u32 {
  return ((n * P + p) * Q + q) * C + c;
}
