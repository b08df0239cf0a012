// convSubgroup.wgsl: the sums of convTiled.wgsl, in tiles that a subgroup shares
//
// Read convTiled.wgsl first: rows, columns and splits are the same. Each subgroup has a tile, TILE_ROWS × TILE_COLUMNS. The adjoint
// is in convSubgroupAdjoint.wgsl.
//
//   entry point        rows                       columns   summed over     result
//   convolve           windows (n, p, q)          k         taps (r, s), c  [N, P, Q, K]
//   weight_gradient    taps (r, s, c)             k         windows        [SPLITS, R, S, C, K]
//
//   binding   name     shape           access
//   0         large    [N, H, W, C]    read
//   1         small    [N, P, Q, K]    read
//   2         weight   [R, S, C, K]    read
//   3         result   as above        read_write
//
// What changed against convTiled.wgsl: a lane loads COLUMNS numbers of its own columns, and of the rows only those that are its
// own: one load brings a number for each of SUBGROUP rows. `subgroupBroadcast` then shows each of them to all lanes, out of a
// register. For 64 multiply-adds a lane loads 6 numbers (SUBGROUP 8) or 8 (SUBGROUP 4) instead of 16, its columns as quads.
//
// More sums than a CPU has registers live on the stack. So STEPS terms are loaded first, and each sum takes all of them in a
// row. They are neighbours in memory, and share their index arithmetic: taps of one line of a window in `convolve` (STEPS divides
// S·C), windows of one line in `weight_gradient` (it divides Q).
//
// Gain in processor time at the middle layers of DCGAN 32² (width 32, batch 64): 1.4 to 1.9 times the speed of register tiles;
// STEPS 2 over 1 again 1.05 to 1.3 on llvmpipe, 1.2 to 1.4 on SwiftShader (bench/LOG.md, "Tiles that a subgroup shares"); quads
// of columns 1.1 to 1.3 on llvmpipe ("Loads of 16 bytes").
//
// Long sums round more: `convolve` adds up parts of up to 512 terms in the result. Right only where every subgroup has
// SUBGROUP lanes, 4 or 8, in the order of invocations; none leaves early. N is the length of an array: batches share a pipeline.
// uses: lib/shapes.wgsl, lib/grid.wgsl, lib/integer.wgsl

enable subgroups;

const SUBGROUP: u32 = 8u;
// Rows a lane loads, columns a lane owns, and terms of the sums that one turn of the loop adds.
const GATHERS: u32 = 2u;
const COLUMNS: u32 = 4u;
const STEPS: u32 = 1u;
const SPLITS: u32 = 2u;
// Columns of a lane: quads of neighbours, each brought by one load (K is a multiple of 4 then), and single ones.
const QUADS: u32 = COLUMNS / 4u;
const SINGLES: u32 = COLUMNS % 4u;

const TILE_ROWS: u32 = GATHERS * SUBGROUP;
const TILE_COLUMNS: u32 = SUBGROUP * COLUMNS;
const CELLS: u32 = TILE_ROWS * COLUMNS;
const PARTS: u32 = (TAPS + 511u) / 512u;
const TURNS: u32 = (TAPS + PARTS * STEPS - 1u) / (PARTS * STEPS);

@group(0) @binding(0) var<storage, read> large: array<f32>;
@group(0) @binding(1) var<storage, read> small: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn convolve(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  const ACROSS = (K + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  let windows = arrayLength(&result) / K;
  let tile = element(id, groups) / SUBGROUP;
  let window = tile / ACROSS * TILE_ROWS;
  let k = tile % ACROSS * TILE_COLUMNS;

  // `left` counts numbers, not pixels: the S·C numbers that a window covers of a line are neighbours.
  var top: array<u32, GATHERS>;
  var left: array<u32, GATHERS>;
  var image: array<u32, GATHERS>;
  for (var g = 0u; g < GATHERS; g++) { // unroll
    let m = min(window + g * SUBGROUP + lane, windows - 1u);
    top[g] = m / Q % P * STRIDE_H - PADDING_H;
    left[g] = (m % Q * STRIDE_W - PADDING_W) * C;
    image[g] = m / Q / P;
  }

  var column: array<u32, COLUMNS>;
  for (var j = 0u; j < COLUMNS; j++) { // unroll
    column[j] = min(k + own(lane, j), K - 1u);
  }
  for (var part = 0u; part < PARTS; part++) {
    var sum = array<f32, CELLS>();
    for (var turn = 0u; turn < TURNS; turn++) {
      let tap = (part * TURNS + turn) * STEPS;
      var b: array<f32, STEPS * COLUMNS>;
      for (var step = 0u; step < STEPS; step++) { // unroll
        let row = (min(tap, TAPS - STEPS) + step) * K;
        for (var q = 0u; q < QUADS; q++) { // unroll
          let quad = weight[(row + column[q * 4u]) / 4u];
          for (var e = 0u; e < 4u; e++) { // unroll
            b[step * COLUMNS + q * 4u + e] = quad[e];
          }
        }
        for (var j = 0u; j < SINGLES; j++) { // unroll
          let at = row + column[QUADS * 4u + j];
          b[step * COLUMNS + QUADS * 4u + j] = weight[at / 4u][at % 4u];
        }
      }
      for (var g = 0u; g < GATHERS; g++) { // unroll
        var a: array<array<f32, 8>, STEPS>;
        for (var step = 0u; step < STEPS; step++) { // unroll
          // Unsigned numbers wrap: what lies above the image, or left of it, becomes huge.
          let h = top[g] + tap / (S * C);
          let x = left[g] + tap % (S * C) + step;
          let inside = (h < H) & (x < W * C) & fits(tap, TAPS, PARTS * STEPS);
          let place = select(0u, at_large(image[g], h, 0u, 0u) + x, inside);
          a[step] = of_each_lane(select(0.0, large[place], inside));
        }
        for (var i = 0u; i < SUBGROUP; i++) { // unroll
          for (var j = 0u; j < COLUMNS; j++) { // unroll
            for (var step = 0u; step < STEPS; step++) { // unroll
              let cell = (g * SUBGROUP + i) * COLUMNS + j;
              sum[cell] = fma(a[step][i], b[step * COLUMNS + j], sum[cell]);
            }
          }
        }
      }
    }
    var kept = sum; // indexed by a loop, which compiles sooner
    for (var cell = 0u; cell < CELLS; cell++) {
      let at = vec2(window + cell / COLUMNS, k + own(lane, cell % COLUMNS));
      let place = at.x * K + at.y;
      if (all(at < vec2(windows, K))) { result[place] = kept[cell] + select(0.0, result[place], part > 0u); }
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn weight_gradient(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  const ACROSS = (K + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (TAPS + TILE_ROWS - 1u) / TILE_ROWS;
  let windows = arrayLength(&large) / (H * W * C) * P * Q;
  let share = (windows + SPLITS * STEPS - 1u) / (SPLITS * STEPS) * STEPS; // of a split
  let tile = element(id, groups) / SUBGROUP;
  let k = tile % ACROSS * TILE_COLUMNS;
  let tap = tile / ACROSS % DOWN * TILE_ROWS;
  let split = tile / ACROSS / DOWN;

  var tap_h: array<u32, GATHERS>;
  var tap_w: array<u32, GATHERS>;
  var channel: array<u32, GATHERS>;
  for (var g = 0u; g < GATHERS; g++) { // unroll
    let m = tap + g * SUBGROUP + lane;
    channel[g] = m % C;
    tap_w[g] = m / C % S - PADDING_W;
    tap_h[g] = m / C / S - PADDING_H;
  }

  var column: array<u32, COLUMNS>;
  for (var j = 0u; j < COLUMNS; j++) { // unroll
    column[j] = min(k + own(lane, j), K - 1u);
  }
  var sum: array<f32, CELLS>;
  for (var turn = 0u; turn < share / STEPS; turn++) {
    let first = split * share + turn * STEPS;
    let top = first / Q % P * STRIDE_H;
    let left = first % Q * STRIDE_W;
    let window = min(first, windows - STEPS);
    var b: array<f32, STEPS * COLUMNS>;
    for (var step = 0u; step < STEPS; step++) { // unroll
      let row = (window + step) * K;
      for (var q = 0u; q < QUADS; q++) { // unroll
        let quad = small[(row + column[q * 4u]) / 4u];
        for (var e = 0u; e < 4u; e++) { // unroll
          b[step * COLUMNS + q * 4u + e] = quad[e];
        }
      }
      for (var j = 0u; j < SINGLES; j++) { // unroll
        let at = row + column[QUADS * 4u + j];
        b[step * COLUMNS + QUADS * 4u + j] = small[at / 4u][at % 4u];
      }
    }
    for (var g = 0u; g < GATHERS; g++) { // unroll
      let h = top + tap_h[g];
      let w = left + tap_w[g];
      let covered = (h < H) & (first < windows);
      var a: array<array<f32, 8>, STEPS>;
      for (var step = 0u; step < STEPS; step++) { // unroll
        let inside = covered & (w + step * STRIDE_W < W);
        let place = select(0u, at_large(first / Q / P, h, w, channel[g]) + step * STRIDE_W * C, inside);
        a[step] = of_each_lane(select(0.0, large[place], inside));
      }
      for (var i = 0u; i < SUBGROUP; i++) { // unroll
        for (var j = 0u; j < COLUMNS; j++) { // unroll
          for (var step = 0u; step < STEPS; step++) { // unroll
            let cell = (g * SUBGROUP + i) * COLUMNS + j;
            sum[cell] = fma(a[step][i], b[step * COLUMNS + j], sum[cell]);
          }
        }
      }
    }
  }
  var kept = sum;
  for (var cell = 0u; cell < CELLS; cell++) {
    let at = vec3(split, tap + cell / COLUMNS, k + own(lane, cell % COLUMNS));
    if (all(at < vec3(SPLITS, TAPS, K))) { result[(at.x * TAPS + at.y) * K + at.z] = kept[cell]; }
  }
}

// The j-th column of a lane, in its tile.
fn own(lane: u32, j: u32) -> u32 {
  return select(j * SUBGROUP + lane, (j / 4u * SUBGROUP + lane) * 4u + j % 4u, j < QUADS * 4u);
}

// The same number of each lane. The lane must be a literal; lanes that SUBGROUP has not are not looked at.
fn of_each_lane(x: f32) -> array<f32, 8> {
  return array(
    subgroupBroadcast(x, 0u), subgroupBroadcast(x, 1u), subgroupBroadcast(x, 2u), subgroupBroadcast(x, 3u),
    subgroupBroadcast(x, 4u), subgroupBroadcast(x, 5u), subgroupBroadcast(x, 6u), subgroupBroadcast(x, 7u),
  );
}
