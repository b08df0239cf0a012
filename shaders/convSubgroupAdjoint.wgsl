// convSubgroupAdjoint.wgsl: the adjoint of convolution in tiles that a subgroup shares
//
// As convSubgroup.wgsl, but for its loads.
//
//   entry point        rows                       columns   summed over     result
//   convolve_adjoint   pixels (n, h, w), a phase  c         taps (r, s), k  [N, H, W, C]
//
//   binding   name     shape           access
//   1         small    [N, P, Q, K]    read
//   2         weight   [R, S, C, K]    read
//   3         result   [N, H, W, C]    read_write
//
// Terms are neighbours in memory on both sides, so a load brings four: K is a multiple of STEPS. On llvmpipe, which checks the bounds
// of a buffer for each lane and number, the adjoints of DCGAN 64² are 1.2 to 1.9 times as fast (bench/LOG.md, "Loads of 16 bytes").
// uses: lib/shapes.wgsl, lib/grid.wgsl, lib/integer.wgsl

enable subgroups;

const SUBGROUP: u32 = 8u;
// Rows a lane loads, columns a lane owns, and terms of the sums that one turn of the loop adds: a quad.
const GATHERS: u32 = 2u;
const COLUMNS: u32 = 4u;
const STEPS: u32 = 4u;

const TILE_ROWS: u32 = GATHERS * SUBGROUP;
const TILE_COLUMNS: u32 = SUBGROUP * COLUMNS;
const CELLS: u32 = TILE_ROWS * COLUMNS;

@group(0) @binding(1) var<storage, read> small: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn convolve_adjoint(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  const ACROSS = (C + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  let pixels = arrayLength(&result) / (H * W * C) * PHASE_H * PHASE_W;
  let down = (pixels + TILE_ROWS - 1u) / TILE_ROWS;
  let tile = element(id, groups) / SUBGROUP;
  let c = tile % ACROSS * TILE_COLUMNS + lane;
  let phase = tile / ACROSS / down;
  let pixel = (tile / ACROSS - phase * down) * TILE_ROWS;
  let phase_h = phase / STRIDE_W;
  let phase_w = phase % STRIDE_W;
  let first_r = (phase_h + PADDING_H) % STRIDE_H;
  let first_s = (phase_w + PADDING_W) % STRIDE_W;

  var bottom: array<u32, GATHERS>;
  var right: array<u32, GATHERS>;
  var image: array<u32, GATHERS>;
  for (var g = 0u; g < GATHERS; g++) { // unroll
    let m = min(pixel + g * SUBGROUP + lane, pixels - 1u);
    bottom[g] = m / PHASE_W % PHASE_H + (phase_h + PADDING_H) / STRIDE_H;
    right[g] = m % PHASE_W + (phase_w + PADDING_W) / STRIDE_W;
    image[g] = m / PHASE_W / PHASE_H;
  }

  var sum: array<f32, CELLS>;
  for (var tap = 0u; tap < TAPS_H * TAPS_W; tap++) {
    let r = first_r + tap / TAPS_W * STRIDE_H;
    let s = first_s + tap % TAPS_W * STRIDE_W;
    var inside: array<bool, GATHERS>;
    var window: array<u32, GATHERS>;
    for (var g = 0u; g < GATHERS; g++) { // unroll
      let p = bottom[g] - tap / TAPS_W;
      let q = right[g] - tap % TAPS_W;
      inside[g] = (p < P) & (q < Q) & (r < R) & (s < S);
      window[g] = select(0u, at_small(image[g], p, q, 0u) / STEPS, inside[g]);
    }
    var column: array<u32, COLUMNS>;
    for (var j = 0u; j < COLUMNS; j++) { // unroll
      column[j] = at_weight(min(r, R - 1u), min(s, S - 1u), min(c + j * SUBGROUP, C - 1u), 0u) / STEPS;
    }
    for (var turn = 0u; turn < K / STEPS; turn++) {
      var b: array<vec4f, COLUMNS>;
      for (var j = 0u; j < COLUMNS; j++) { // unroll
        b[j] = weight[column[j] + turn];
      }
      for (var g = 0u; g < GATHERS; g++) { // unroll
        let a = of_each_lane(select(vec4f(), small[window[g] + turn], inside[g]));
        for (var i = 0u; i < SUBGROUP; i++) { // unroll
          for (var j = 0u; j < COLUMNS; j++) { // unroll
            for (var step = 0u; step < STEPS; step++) { // unroll
              let cell = (g * SUBGROUP + i) * COLUMNS + j;
              sum[cell] = fma(a[i][step], b[j][step], sum[cell]);
            }
          }
        }
      }
    }
  }
  var kept = sum; // indexed by a loop, which compiles sooner; `sum` itself stays in registers
  for (var i = 0u; i < TILE_ROWS; i++) {
    let m = pixel + i;
    let h = m / PHASE_W % PHASE_H * STRIDE_H + phase_h;
    let w = m % PHASE_W * STRIDE_W + phase_w;
    let covered = (m < pixels) & (h < H) & (w < W) & (phase_h < STRIDE_H);
    for (var j = 0u; j < COLUMNS; j++) {
      if (covered & (c + j * SUBGROUP < C)) {
        result[at_large(m / PHASE_W / PHASE_H, h, w, c + j * SUBGROUP)] = kept[i * COLUMNS + j];
      }
    }
  }
}

// The quad of each lane. The lane must be a literal; lanes that SUBGROUP has not are not looked at.
fn of_each_lane(x: vec4f) -> array<vec4f, 8> {
  return array(
    subgroupBroadcast(x, 0u), subgroupBroadcast(x, 1u), subgroupBroadcast(x, 2u), subgroupBroadcast(x, 3u),
    subgroupBroadcast(x, 4u), subgroupBroadcast(x, 5u), subgroupBroadcast(x, 6u), subgroupBroadcast(x, 7u),
  );
}
