// convShared.wgsl: the three sums of convTiled.wgsl, in tiles that a workgroup shares
//
// Read convTiled.wgsl first: rows, columns, phases and splits are the same. A tile belongs to a whole
// workgroup now, of LANES_DOWN × LANES_ACROSS invocations with ROWS × COLUMNS sums each (lib/lanes.wgsl).
//
//   entry point        rows                       columns   summed over     result
//   convolve           windows (n, p, q)          k         taps (r, s), c  [N, P, Q, K]
//   convolve_adjoint   pixels (n, h, w), a phase  c         taps (r, s), k  [N, H, W, C]
//   weight_gradient    taps (r, s, c)             k         windows         [SPLITS, R, S, C, K]
//
//   binding   name     shape           access
//   0         large    [N, H, W, C]    read
//   1         small    [N, P, Q, K]    read
//   2         weight   [R, S, C, K]    read
//   3         result   as above        read_write
//
// Of DEPTH terms at a time, the invocations bring the factors of the tile into workgroup memory, each a
// few; then each multiplies what its sums need. All come as quads: of a row four terms, of a term four
// columns. Channels that are neighbours in memory are one load of 16 bytes where their number is a
// multiple of 4, else four loads; what lies outside is 0, so that no sum needs a condition. Where memory
// has the other order, a block of 4 × 4 is turned over in registers.
//
// For a term, a tile of 64 × 32 loads 96 numbers for 2048 multiply-adds: one for 21, in global memory. An
// invocation with 8 × 4 sums reads 12 quads for 128 of them: one number of workgroup memory for 2.7.
// For GPUs: a CPU emulates memory and barrier, and does better without. Not measured on one yet.
// uses: lib/shapes.wgsl, lib/lanes.wgsl, lib/integer.wgsl

const SPLITS: u32 = 2u;

const CHUNKS_PER_SPLIT: u32 = (WINDOWS + SPLITS * DEPTH - 1u) / (SPLITS * DEPTH);
// The last may not be full.
const K_QUADS: u32 = (K + 3u) / 4u;

@group(0) @binding(0) var<storage, read> large: array<vec4f>;
@group(0) @binding(1) var<storage, read> small: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

// Two of each: while slow invocations still read one half, fast ones may fill the other.
var<workgroup> row_quads: array<vec4f, 2u * DEEP * TILE_ROWS>;
var<workgroup> column_quads: array<vec4f, 2u * DEPTH * TILE_WIDE>;

@compute @workgroup_size(LANES)
fn convolve(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  const ACROSS = (K + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (WINDOWS + TILE_ROWS - 1u) / TILE_ROWS;
  let tile = group.y * groups.x + group.x;
  if (tile >= ACROSS * DOWN) { return; }
  let window = tile / ACROSS * TILE_ROWS;
  let k = tile % ACROSS * TILE_COLUMNS;

  var sum: array<vec4f, SUMS>;
  for (var chunk = 0u; chunk < (TAPS + DEPTH - 1u) / DEPTH; chunk++) {
    for (var turn = 0u; turn < (TILE_ROWS * DEEP + LANES - 1u) / LANES; turn++) {
      // Neighbours in the workgroup load neighbours in memory.
      let quad = (turn * LANES + lane) % DEEP;
      let row = (turn * LANES + lane) / DEEP;
      if (row < TILE_ROWS) {
        row_quads[at_row(chunk, quad, row)] = tap_quad(window + row, chunk * DEPTH + quad * 4u);
      }
    }
    for (var turn = 0u; turn < (DEPTH * TILE_WIDE + LANES - 1u) / LANES; turn++) {
      let column = (turn * LANES + lane) % TILE_WIDE;
      let term = (turn * LANES + lane) / TILE_WIDE;
      let tap = chunk * DEPTH + term;
      if (term < DEPTH) {
        column_quads[at_column(chunk, term, column)] = weight_quad(tap, k + column * 4u, tap < TAPS);
      }
    }
    // Only now has every invocation brought its share. Before any invocation fills this half again, all have
    // passed the next chunk's barrier, and so are done with it.
    workgroupBarrier();
    multiply(&sum, chunk, lane);
  }
  for (var i = 0u; i < ROWS; i++) { // unroll
    let m = window + i * LANES_DOWN + lane / LANES_ACROSS;
    for (var j = 0u; j < COLUMNS; j++) { // unroll
      let column = k + column_of(j, lane);
      if ((m < WINDOWS) & (column < K)) { result[m * K + column] = sum[i * WIDE + j / 4u][j % 4u]; }
    }
  }
}

@compute @workgroup_size(LANES)
fn convolve_adjoint(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  const PIXELS = N * PHASE_H * PHASE_W;
  const ACROSS = (C + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (PIXELS + TILE_ROWS - 1u) / TILE_ROWS;
  let tile = group.y * groups.x + group.x;
  if (tile >= ACROSS * DOWN * STRIDE_H * STRIDE_W) { return; }
  let c = tile % ACROSS * TILE_COLUMNS;
  let pixel = tile / ACROSS % DOWN * TILE_ROWS;
  let phase_h = tile / ACROSS / DOWN / STRIDE_W;
  let phase_w = tile / ACROSS / DOWN % STRIDE_W;
  let first_r = (phase_h + PADDING_H) % STRIDE_H;
  let first_s = (phase_w + PADDING_W) % STRIDE_W;

  var sum: array<vec4f, SUMS>;
  for (var chunk = 0u; chunk < (TAPS_H * TAPS_W * K_QUADS + DEEP - 1u) / DEEP; chunk++) {
    for (var turn = 0u; turn < (TILE_ROWS * DEEP + LANES - 1u) / LANES; turn++) {
      let quad = (turn * LANES + lane) % DEEP;
      let row = (turn * LANES + lane) / DEEP;
      let m = pixel + row;
      let tap = (chunk * DEEP + quad) / K_QUADS;
      let k = (chunk * DEEP + quad) % K_QUADS * 4u;
      let p = m / PHASE_W % PHASE_H + (phase_h + PADDING_H) / STRIDE_H - tap / TAPS_W;
      let q = m % PHASE_W + (phase_w + PADDING_W) / STRIDE_W - tap % TAPS_W;
      let covered = (m < PIXELS) & (tap < TAPS_H * TAPS_W) & (p < P) & (q < Q);
      if (row < TILE_ROWS) {
        row_quads[at_row(chunk, quad, row)] =
          small_quad((m / PHASE_W / PHASE_H * P + p) * Q + q, k, covered);
      }
    }
    for (var turn = 0u; turn < (DEEP * TILE_WIDE + LANES - 1u) / LANES; turn++) {
      let quad = (turn * LANES + lane) % DEEP;
      let column = (turn * LANES + lane) / DEEP;
      let tap = (chunk * DEEP + quad) / K_QUADS;
      let k = (chunk * DEEP + quad) % K_QUADS * 4u;
      let r = first_r + tap / TAPS_W * STRIDE_H;
      let s = first_s + tap % TAPS_W * STRIDE_W;
      let covered = (tap < TAPS_H * TAPS_W) & (r < R) & (s < S);
      var quads: mat4x4f;
      for (var j = 0u; j < 4u; j++) { // unroll
        let channel = c + column * 4u + j;
        quads[j] = weight_quad((r * S + s) * C + channel, k, covered & (channel < C));
      }
      let turned = transpose(quads);
      if (column < TILE_WIDE) {
        for (var t = 0u; t < 4u; t++) { // unroll
          column_quads[at_column(chunk, quad * 4u + t, column)] = turned[t];
        }
      }
    }
    // As in `convolve`: this half is full, and the other one free.
    workgroupBarrier();
    multiply(&sum, chunk, lane);
  }
  for (var i = 0u; i < ROWS; i++) { // unroll
    let m = pixel + i * LANES_DOWN + lane / LANES_ACROSS;
    let h = m / PHASE_W % PHASE_H * STRIDE_H + phase_h;
    let w = m % PHASE_W * STRIDE_W + phase_w;
    let place = (m / PHASE_W / PHASE_H * H + h) * W + w;
    let covered = (m < PIXELS) & (h < H) & (w < W);
    for (var j = 0u; j < COLUMNS; j++) { // unroll
      let column = c + column_of(j, lane);
      if (covered & (column < C)) { result[place * C + column] = sum[i * WIDE + j / 4u][j % 4u]; }
    }
  }
}

@compute @workgroup_size(LANES)
fn weight_gradient(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  const ACROSS = (K + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (TAPS + TILE_ROWS - 1u) / TILE_ROWS;
  let tile = group.y * groups.x + group.x;
  if (tile >= ACROSS * DOWN * SPLITS) { return; }
  let k = tile % ACROSS * TILE_COLUMNS;
  let tap = tile / ACROSS % DOWN * TILE_ROWS;
  let split = tile / ACROSS / DOWN;

  var sum: array<vec4f, SUMS>;
  for (var chunk = 0u; chunk < CHUNKS_PER_SPLIT; chunk++) {
    let first = (split * CHUNKS_PER_SPLIT + chunk) * DEPTH;
    for (var turn = 0u; turn < (TILE_ROWS / 4u * DEEP + LANES - 1u) / LANES; turn++) {
      let row = (turn * LANES + lane) % (TILE_ROWS / 4u) * 4u;
      let quad = (turn * LANES + lane) / (TILE_ROWS / 4u);
      var quads: mat4x4f;
      for (var t = 0u; t < 4u; t++) { // unroll
        quads[t] = tap_quad(first + quad * 4u + t, tap + row);
      }
      let turned = transpose(quads);
      if (quad < DEEP) {
        for (var i = 0u; i < 4u; i++) { // unroll
          row_quads[at_row(chunk, quad, row + i)] = turned[i];
        }
      }
    }
    for (var turn = 0u; turn < (DEPTH * TILE_WIDE + LANES - 1u) / LANES; turn++) {
      let column = (turn * LANES + lane) % TILE_WIDE;
      let term = (turn * LANES + lane) / TILE_WIDE;
      if (term < DEPTH) {
        column_quads[at_column(chunk, term, column)] =
          small_quad(first + term, k + column * 4u, first + term < WINDOWS);
      }
    }
    // As in `convolve`: this half is full, and the other one free.
    workgroupBarrier();
    multiply(&sum, chunk, lane);
  }
  for (var i = 0u; i < ROWS; i++) { // unroll
    let m = tap + i * LANES_DOWN + lane / LANES_ACROSS;
    for (var j = 0u; j < COLUMNS; j++) { // unroll
      let column = k + column_of(j, lane);
      if ((m < TAPS) & (column < K)) {
        result[(split * TAPS + m) * K + column] = sum[i * WIDE + j / 4u][j % 4u];
      }
    }
  }
}

// Adds DEPTH terms to the sums of an invocation: rows i·LANES_DOWN + down, quads j·LANES_ACROSS + across.
fn multiply(sum: ptr<function, array<vec4f, SUMS>>, chunk: u32, lane: u32) {
  for (var quad = 0u; quad < DEEP; quad++) {
    var a: array<vec4f, ROWS>;
    for (var i = 0u; i < ROWS; i++) { // unroll
      a[i] = row_quads[at_row(chunk, quad, i * LANES_DOWN + lane / LANES_ACROSS)];
    }
    for (var t = 0u; t < 4u; t++) { // unroll
      for (var j = 0u; j < WIDE; j++) { // unroll
        let b = column_quads[at_column(chunk, quad * 4u + t, j * LANES_ACROSS + lane % LANES_ACROSS)];
        for (var i = 0u; i < ROWS; i++) { // unroll
          (*sum)[i * WIDE + j] = fma(vec4f(a[i][t]), b, (*sum)[i * WIDE + j]);
        }
      }
    }
  }
}

fn at_row(chunk: u32, quad: u32, row: u32) -> u32 {
  return (chunk % 2u * DEEP + quad) * TILE_ROWS + row;
}

fn at_column(chunk: u32, term: u32, quad: u32) -> u32 {
  return (chunk % 2u * DEPTH + term) * TILE_WIDE + quad;
}

// The tile's column of an invocation's j-th sum in a row.
fn column_of(j: u32, lane: u32) -> u32 {
  return (j / 4u * LANES_ACROSS + lane % LANES_ACROSS) * 4u + j % 4u;
}

// What four taps (r, s, c), from the given one on, see of the image through a window.
fn tap_quad(window: u32, tap: u32) -> vec4f {
  let taps = four(tap);
  // Unsigned numbers wrap: what lies above the image, or left of it, becomes huge.
  let h = taps / C / S + window / Q % P * STRIDE_H - PADDING_H;
  let w = taps / C % S + window % Q * STRIDE_W - PADDING_W;
  let inside = (h < vec4u(H)) & (w < vec4u(W)) & (taps < vec4u(select(0u, TAPS, window < WINDOWS)));
  let i = select(vec4u(), ((window / Q / P * H + h) * W + w) * C + taps % C, inside);
  if (C % 4u == 0u) { return select(vec4f(), large[i.x / 4u], inside); }
  let x = large[i.x / 4u][i.x % 4u];
  let y = large[i.y / 4u][i.y % 4u];
  let z = large[i.z / 4u][i.z % 4u];
  let v = large[i.w / 4u][i.w % 4u];
  return select(vec4f(), vec4f(x, y, z, v), inside);
}

// Four channels of a small pixel, from k on; 0 for those that do not exist.
fn small_quad(pixel: u32, k: u32, covered: bool) -> vec4f {
  let inside = four(k) < vec4u(select(0u, K, covered));
  let i = select(vec4u(), pixel * K + four(k), inside);
  if (K % 4u == 0u) { return select(vec4f(), small[i.x / 4u], inside); }
  let x = small[i.x / 4u][i.x % 4u];
  let y = small[i.y / 4u][i.y % 4u];
  let z = small[i.z / 4u][i.z % 4u];
  let w = small[i.w / 4u][i.w % 4u];
  return select(vec4f(), vec4f(x, y, z, w), inside);
}

// The same of a tap of the weight.
fn weight_quad(tap: u32, k: u32, covered: bool) -> vec4f {
  let inside = four(k) < vec4u(select(0u, K, covered));
  let i = select(vec4u(), tap * K + four(k), inside);
  if (K % 4u == 0u) { return select(vec4f(), weight[i.x / 4u], inside); }
  let x = weight[i.x / 4u][i.x % 4u];
  let y = weight[i.y / 4u][i.y % 4u];
  let z = weight[i.z / 4u][i.z % 4u];
  let w = weight[i.w / 4u][i.w % 4u];
  return select(vec4f(), vec4f(x, y, z, w), inside);
}
