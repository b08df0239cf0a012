// clock.wgsl: what changes from step to step, kept on the GPU
//
//   clock   [4] u32: seed, draws (random tensors drawn), batches (of the data), iterations
//   ring    [SLOTS, VALUES] f32: the last figures of training, one row an iteration
//
//   tick     one invocation: adds DRAWS, BATCHES, ITERATIONS to the clock, before a step uses it
//   note     one invocation a value: ring[iteration mod SLOTS, COLUMN] = Σ value / length
//
// A captured program never changes; it reads the clock instead.
// uses: lib/grid.wgsl

const DRAWS: u32 = 1u;
const BATCHES: u32 = 0u;
const ITERATIONS: u32 = 0u;
const SLOTS: u32 = 64u;
const VALUES: u32 = 4u;
const COLUMN: u32 = 0u;

@group(0) @binding(0) var<storage, read_write> clock: array<u32>;
@group(0) @binding(1) var<storage, read> now: array<u32>;
@group(0) @binding(2) var<storage, read> value: array<f32>;
@group(0) @binding(3) var<storage, read_write> ring: array<f32>;

@compute @workgroup_size(1)
fn tick(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u) { return; }
  clock[1] += DRAWS;
  clock[2] += BATCHES;
  clock[3] += ITERATIONS;
}

@compute @workgroup_size(1)
fn note(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u) { return; }
  var sum = 0.0;
  for (var i = 0u; i < arrayLength(&value); i++) {
    sum += value[i];
  }
  ring[now[3] % SLOTS * VALUES + COLUMN] = sum / f32(arrayLength(&value));
}
