// classes.wgsl: classes as rows of a table, and logits of classes
//
//   entry point    result                                         one invocation computes
//   one_hot        [i] = 1 where C is the class of row N, else 0   one element, i = N CLASSES + C
//   log_sum_exp    [N] = log Σ e^x[N, C]                           one row
//   log_softmax    [N, C] = x[N, C] - log Σ e^x[N, C]              one row
//
//   binding   name      shape                              access
//   0         classes   [N]                                read
//   1         x         [N, CLASSES]                       read
//   2         result    [N, CLASSES] or, log_sum_exp, [N]  read_write
//
// Sums are taken of e^(x - m), where m is the largest of the row: none overflows and one is 1, so the
// sum lies between 1 and CLASSES (https://pytorch.org/docs/stable/generated/torch.logsumexp.html).
// uses: lib/grid.wgsl

const CLASSES: u32 = 10u;

@group(0) @binding(0) var<storage, read> classes: array<u32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

// A class that is not below CLASSES has a row of zeros.
@compute @workgroup_size(WORKGROUP_SIZE)
fn one_hot(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = select(0.0, 1.0, classes[i / CLASSES] == i % CLASSES);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn log_sum_exp(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = element(id, groups);
  if (row >= arrayLength(&result)) { return; }
  let largest = largest_of(row);
  result[row] = largest + log_sum_above(row, largest);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn log_softmax(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let row = element(id, groups);
  if (row >= arrayLength(&result) / CLASSES) { return; }
  let largest = largest_of(row);
  let log_sum = log_sum_above(row, largest);
  for (var c = 0u; c < CLASSES; c++) {
    // Not x - (largest + log_sum): where logits are large, that sum has lost the digits of its logarithm.
    result[at_x(row, c)] = (x[at_x(row, c)] - largest) - log_sum;
  }
}

fn largest_of(row: u32) -> f32 {
  var largest = x[at_x(row, 0u)];
  for (var c = 1u; c < CLASSES; c++) {
    largest = max(largest, x[at_x(row, c)]);
  }
  return largest;
}

// log Σ e^(x - largest), at least 0.
fn log_sum_above(row: u32, largest: f32) -> f32 {
  var sum = 0.0;
  for (var c = 0u; c < CLASSES; c++) {
    sum += exp(x[at_x(row, c)] - largest);
  }
  return log(sum);
}

fn at_x(row: u32, c: u32) -> u32 {
  return row * CLASSES + c;
}
