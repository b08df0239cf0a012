// random.wgsl: noise tensors
//
//   uniform     result[i] from LOW up to HIGH, which rounding may reach
//   normal      result[i] ~ N(MEAN, DEVIATION²), by Box and Muller from two uniform numbers
//   bernoulli   1 with probability P, else 0
//   choice      result[n] = a row of the table, each as likely as the others
//
//   binding   name     shape       access
//   0         clock    [4]         read         seed, draws, batches, iterations (clock.wgsl)
//   1         result   any         read_write
//   2         table    [ROWS, C]   read         choice only; its result is [N, C]
//
// The numbers are a function of (seed, STREAM, draws, FIRST + i): a resumed run draws what it would have
// drawn. One invocation computes one element of `result`.
// uses: lib/grid.wgsl, lib/math.wgsl, lib/random.wgsl

const STREAM: u32 = 0u;
const LOW: f32 = 0.0;
const HIGH: f32 = 1.0;
const MEAN: f32 = 0.0;
const DEVIATION: f32 = 1.0;
const P: f32 = 0.5;
const ROWS: u32 = 8u;
const C: u32 = 2u;
const FIRST: u32 = 0u;

@group(0) @binding(0) var<storage, read> clock: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<storage, read> table: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn uniform(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = LOW + (HIGH - LOW) * unit(draw(i).x);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn normal(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let bits = draw(i);
  // 1 - u lies in (0, 1]: its logarithm is finite.
  let radius = sqrt(-2.0 * log(1.0 - unit(bits.x)));
  result[i] = MEAN + DEVIATION * radius * cosine_of_turns(unit(bits.y));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn bernoulli(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = select(0.0, 1.0, unit(draw(i).x) < P);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn choice(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  // ⌊ROWS · bits / 2³²⌋ is below ROWS.
  let row = multiply_high(draw(i / C).x, ROWS);
  result[i] = table[row * C + i % C];
}

fn draw(i: u32) -> vec4u {
  return philox(vec4u(FIRST + i, clock[1], STREAM, 0u), vec2u(clock[0], 0x6E6F6973u));
}
