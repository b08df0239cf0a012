// convTiled.wgsl: convolution, its adjoint, and the gradient of its weight, in register tiles
//
// The same three sums as in conv.wgsl (read that first), for dilation 1. Each is a matrix product:
//
//   entry point        rows                       columns   summed over     result
//   convolve           windows (n, p, q)          k         taps (r, s, c)  [N, P, Q, K]
//   convolve_adjoint   pixels (n, h, w), a phase  c         taps (r, s, k)  [N, H, W, C]
//   weight_gradient    taps (r, s, c)             k         windows         [SPLITS, R, S, C, K]
//   sum_splits         one invocation an element: the sum of its SPLITS partial results, in order
//
//   binding   name       shape                     access
//   0         large      [N, H, W, C]              read
//   1         small      [N, P, Q, K]              read
//   2         weight     [R, S, C, K]              read
//   3         partials   [SPLITS, R, S, C, K]      read
//   4         result     as above                  read_write
//
// What changed against conv.wgsl: one invocation computes TILE_ROWS × TILE_COLUMNS elements, so that every number it loads
// is used several times: on software adapters loads cost far more than arithmetic (bench/LOG.md, "Register tiles for the
// convolutions"). No workgroup memory and no barrier, which those adapters emulate slowly. Conditions are joined by `&`:
// dozens of `&&` compile for seconds. Long sums round more: `convolve` adds up parts of up to 512 terms in the result.
//
// Phases: along one axis, the taps that reach pixel h are r ≡ h + PADDING (mod STRIDE). Pixels of equal h mod STRIDE share
// them, and form a phase: a stride-1 convolution with R / STRIDE taps. So the adjoint multiplies no zero of a stride.
// uses: lib/shapes.wgsl, lib/grid.wgsl, lib/integer.wgsl

const TILE_ROWS: u32 = 4u;
const TILE_COLUMNS: u32 = 8u;
const SPLITS: u32 = 2u;

const WINDOWS_PER_SPLIT: u32 = (WINDOWS + SPLITS - 1u) / SPLITS;
const PARTS: u32 = (TAPS + 511u) / 512u;
const STEPS: u32 = (TAPS + PARTS - 1u) / PARTS;

@group(0) @binding(0) var<storage, read> large: array<f32>;
@group(0) @binding(1) var<storage, read> small: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read> partials: array<f32>;
@group(0) @binding(4) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn convolve(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tile = element(id, groups);
  const ACROSS = (K + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (WINDOWS + TILE_ROWS - 1u) / TILE_ROWS;
  if (tile >= ACROSS * DOWN) { return; }
  let k = tile % ACROSS * TILE_COLUMNS;
  let window = tile / ACROSS * TILE_ROWS;

  var top: array<u32, TILE_ROWS>;
  var left: array<u32, TILE_ROWS>;
  var image: array<u32, TILE_ROWS>;
  for (var i = 0u; i < TILE_ROWS; i++) { // unroll
    let m = min(window + i, WINDOWS - 1u);
    top[i] = m / Q % P * STRIDE_H - PADDING_H;
    left[i] = m % Q * STRIDE_W - PADDING_W;
    image[i] = m / Q / P;
  }

  // Not a constant: Mesa would write a few turns out, which takes minutes where naga, Firefox's compiler, bounds each loop.
  let parts = (arrayLength(&weight) / K + 511u) / 512u;
  for (var part = 0u; part < parts; part++) {
    var sum = array<f32, TILE_ROWS * TILE_COLUMNS>();
    for (var step = 0u; step < STEPS; step++) {
      let tap = part * STEPS + step;
      var a: array<f32, TILE_ROWS>;
      for (var i = 0u; i < TILE_ROWS; i++) { // unroll
        // Unsigned numbers wrap: a row above the image becomes a huge one, and one test finds both.
        let h = top[i] + tap / C / S;
        let w = left[i] + tap / C % S;
        let inside = (h < H) & (w < W) & fits(tap, TAPS, PARTS);
        a[i] = select(0.0, large[select(0u, at_large(image[i], h, w, tap % C), inside)], inside);
      }
      var b: array<f32, TILE_COLUMNS>;
      for (var j = 0u; j < TILE_COLUMNS; j++) { // unroll
        b[j] = weight[min(tap, TAPS - 1u) * K + min(k + j, K - 1u)];
      }
      for (var i = 0u; i < TILE_ROWS; i++) { // unroll
        for (var j = 0u; j < TILE_COLUMNS; j++) { // unroll
          sum[i * TILE_COLUMNS + j] = fma(a[i], b[j], sum[i * TILE_COLUMNS + j]);
        }
      }
    }
    var kept = sum; // indexed by a loop, which compiles sooner; `sum` itself stays in registers
    for (var cell = 0u; cell < TILE_ROWS * TILE_COLUMNS; cell++) {
      let at = vec2(window + cell / TILE_COLUMNS, k + cell % TILE_COLUMNS);
      let place = at.x * K + at.y;
      if (all(at < vec2(WINDOWS, K))) { result[place] = kept[cell] + select(0.0, result[place], part > 0u); }
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn convolve_adjoint(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tile = element(id, groups);
  const PIXELS = N * PHASE_H * PHASE_W;
  const ACROSS = (C + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (PIXELS + TILE_ROWS - 1u) / TILE_ROWS;
  if (tile >= ACROSS * DOWN * STRIDE_H * STRIDE_W) { return; }
  let c = tile % ACROSS * TILE_COLUMNS;
  let pixel = tile / ACROSS % DOWN * TILE_ROWS;
  let phase_h = tile / ACROSS / DOWN / STRIDE_W;
  let phase_w = tile / ACROSS / DOWN % STRIDE_W;
  let first_r = (phase_h + PADDING_H) % STRIDE_H;
  let first_s = (phase_w + PADDING_W) % STRIDE_W;

  var bottom: array<u32, TILE_ROWS>;
  var right: array<u32, TILE_ROWS>;
  var image: array<u32, TILE_ROWS>;
  for (var i = 0u; i < TILE_ROWS; i++) { // unroll
    let m = min(pixel + i, PIXELS - 1u);
    bottom[i] = m / PHASE_W % PHASE_H + (phase_h + PADDING_H) / STRIDE_H;
    right[i] = m % PHASE_W + (phase_w + PADDING_W) / STRIDE_W;
    image[i] = m / PHASE_W / PHASE_H;
  }

  var sum: array<f32, TILE_ROWS * TILE_COLUMNS>;
  for (var tap = 0u; tap < TAPS_H * TAPS_W * K; tap++) {
    let k = tap % K;
    let step_w = tap / K % TAPS_W;
    let step_h = tap / K / TAPS_W;
    let r = first_r + step_h * STRIDE_H;
    let s = first_s + step_w * STRIDE_W;
    var a: array<f32, TILE_ROWS>;
    for (var i = 0u; i < TILE_ROWS; i++) { // unroll
      let p = bottom[i] - step_h;
      let q = right[i] - step_w;
      let inside = (p < P) & (q < Q) & (r < R) & (s < S);
      a[i] = select(0.0, small[select(0u, at_small(image[i], p, q, k), inside)], inside);
    }
    var b: array<f32, TILE_COLUMNS>;
    for (var j = 0u; j < TILE_COLUMNS; j++) { // unroll
      b[j] = weight[min(at_weight(r, s, min(c + j, C - 1u), k), TAPS * K - 1u)];
    }
    for (var i = 0u; i < TILE_ROWS; i++) { // unroll
      for (var j = 0u; j < TILE_COLUMNS; j++) { // unroll
        sum[i * TILE_COLUMNS + j] = fma(a[i], b[j], sum[i * TILE_COLUMNS + j]);
      }
    }
  }
  var kept = sum; // indexed by a loop, which compiles sooner; `sum` itself stays in registers
  for (var i = 0u; i < TILE_ROWS; i++) {
    let m = pixel + i;
    let h = m / PHASE_W % PHASE_H * STRIDE_H + phase_h;
    let w = m % PHASE_W * STRIDE_W + phase_w;
    for (var j = 0u; j < TILE_COLUMNS; j++) {
      if ((m < PIXELS) & (h < H) & (w < W) & (c + j < C)) {
        result[at_large(m / PHASE_W / PHASE_H, h, w, c + j)] = kept[i * TILE_COLUMNS + j];
      }
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn weight_gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let tile = element(id, groups);
  const ACROSS = (K + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (TAPS + TILE_ROWS - 1u) / TILE_ROWS;
  if (tile >= ACROSS * DOWN * SPLITS) { return; }
  let k = tile % ACROSS * TILE_COLUMNS;
  let tap = tile / ACROSS % DOWN * TILE_ROWS;
  let split = tile / ACROSS / DOWN;

  var tap_h: array<u32, TILE_ROWS>;
  var tap_w: array<u32, TILE_ROWS>;
  var channel: array<u32, TILE_ROWS>;
  for (var i = 0u; i < TILE_ROWS; i++) { // unroll
    channel[i] = (tap + i) % C;
    tap_w[i] = (tap + i) / C % S - PADDING_W;
    tap_h[i] = (tap + i) / C / S - PADDING_H;
  }

  var sum: array<f32, TILE_ROWS * TILE_COLUMNS>;
  for (var step = 0u; step < WINDOWS_PER_SPLIT; step++) {
    let window = split * WINDOWS_PER_SPLIT + step;
    let left = window % Q * STRIDE_W;
    var a: array<f32, TILE_ROWS>;
    for (var i = 0u; i < TILE_ROWS; i++) { // unroll
      let h = window / Q % P * STRIDE_H + tap_h[i];
      let w = left + tap_w[i];
      let inside = (h < H) & (w < W) & (window < WINDOWS);
      a[i] = select(0.0, large[select(0u, at_large(window / Q / P, h, w, channel[i]), inside)], inside);
    }
    var b: array<f32, TILE_COLUMNS>;
    for (var j = 0u; j < TILE_COLUMNS; j++) { // unroll
      b[j] = small[min(window, WINDOWS - 1u) * K + min(k + j, K - 1u)];
    }
    for (var i = 0u; i < TILE_ROWS; i++) { // unroll
      for (var j = 0u; j < TILE_COLUMNS; j++) { // unroll
        sum[i * TILE_COLUMNS + j] = fma(a[i], b[j], sum[i * TILE_COLUMNS + j]);
      }
    }
  }
  var kept = sum; // indexed by a loop, which compiles sooner; `sum` itself stays in registers
  for (var cell = 0u; cell < TILE_ROWS * TILE_COLUMNS; cell++) {
    let at = vec2(tap + cell / TILE_COLUMNS, k + cell % TILE_COLUMNS);
    if (all(at < vec2(TAPS, K))) { result[(split * TAPS + at.x) * K + at.y] = kept[cell]; }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn sum_splits(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  let size = arrayLength(&result);
  if (i >= size) { return; }
  var sum = 0.0;
  for (var split = 0u; split < arrayLength(&partials) / arrayLength(&result); split++) {
    sum += partials[split * size + i];
  }
  result[i] = sum;
}
