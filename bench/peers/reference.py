"""PyTorch's losses and gradients of the networks of setups.js, to reference.json: `python3 reference.py` (PyTorch 2, CPU).

Expected values are float64. Beside them stands the largest error of float32 runs of PyTorch itself (as they come, without
oneDNN, with the batch in another order), since a DCGAN's roundings grow from step to step.
"""

import json
import math
import pathlib

import numpy as np
import torch
from torch.nn.functional import batch_norm, conv2d, conv_transpose2d, leaky_relu, relu, softplus

GANS = [
    dict(name="DCGAN-32", size=32, channels=1, width=32, batch=64),
    dict(name="DCGAN-64", size=64, channels=3, width=64, batch=4),
    dict(name="DCGAN-64", size=64, channels=3, width=64, batch=64),
]
LATENT, ITERATIONS, SAMPLES, LR = 100, 4, 32, 1e-5
WIDE = 0.02 * math.sqrt(3)


def fill(shape, seed, low=-1.0, high=1.0):
    """fill.ts: a linear congruential generator, by jumps of a block."""
    count, block = math.prod(shape), 4096
    factor, term = [1], [0]
    for _ in range(block):
        factor.append(factor[-1] * 1664525 % 2**32)
        term.append((term[-1] * 1664525 + 1013904223) % 2**32)
    factor, term = (np.array(x[1:], np.uint64) for x in (factor, term))
    state, parts = seed + 1, []
    for _ in range(0, count, block):
        parts.append((factor * np.uint64(state) + term) % np.uint64(2**32))
        state = int(parts[-1][-1])
    numbers = np.concatenate(parts)[:count].astype(np.float64)
    return torch.from_numpy((low + (high - low) * (numbers / 2**32)).astype(np.float32)).reshape(shape)


def group(name, shape, features=0):
    norm = [(f"{name} norm weight", [features], 1 - WIDE, 1 + WIDE), (f"{name} norm bias", [features], -WIDE, WIDE)]
    return [(f"{name} weight", shape, -WIDE, WIDE)] + (norm if features else [])


def parameters(gan):
    blocks = int(math.log2(gan["size"])) - 2
    k = [gan["width"] * 2**level for level in range(blocks)]
    c = [gan["channels"], *k[:-1]]
    g, d = group("layer 1", [LATENT, k[-1], 4, 4], k[-1]), []
    for i, level in enumerate(reversed(range(blocks))):
        g += group(f"layer {i + 2}", [k[level], c[level], 4, 4], c[level] if level > 0 else 0)
    for level in range(blocks):
        d += group(f"layer {level + 1}", [k[level], c[level], 4, 4], k[level] if level > 0 else 0)
    return g, d + group(f"layer {blocks + 1}", [1, k[-1], 4, 4])


def norm(x, weight, bias):
    return batch_norm(x, None, None, weight, bias, training=True, eps=1e-5)


def generate(weights, x):
    for i in range(0, len(weights), 3):
        x = conv_transpose2d(x, weights[i], stride=1 if i == 0 else 2, padding=0 if i == 0 else 1)
        x = relu(norm(x, *weights[i + 1 : i + 3])) if i + 1 < len(weights) else torch.tanh(x)
    return x


def judge(weights, x):
    x = leaky_relu(conv2d(x, weights[0], stride=2, padding=1), 0.2)
    for i in range(1, len(weights) - 1, 3):
        x = leaky_relu(norm(conv2d(x, weights[i], stride=2, padding=1), *weights[i + 1 : i + 3]), 0.2)
    return conv2d(x, weights[-1])


def train(gan, dtype, order=None):
    g, d = parameters(gan)
    drawn = [fill(shape, 100 + i, low, high) for i, (_, shape, low, high) in enumerate(g + d)]
    drawn = [tensor.to(dtype).requires_grad_() for tensor in drawn]
    weights_g, weights_d = drawn[: len(g)], drawn[len(g) :]
    batch, size, channels = gan["batch"], gan["size"], gan["channels"]
    real = fill([batch, size, size, channels], 1).permute(0, 3, 1, 2).contiguous().to(dtype)
    noise = fill([batch, LATENT, 1, 1], 2).to(dtype)
    if order is not None:
        real, noise = real[order], noise[order]
    adam = [torch.optim.Adam(w, lr=LR, betas=(0.5, 0.999), eps=1e-8) for w in (weights_g, weights_d)]
    losses, gradients = [], []
    for _ in range(ITERATIONS):
        fake = generate(weights_g, noise)
        loss_d = softplus(-judge(weights_d, real)).mean() + softplus(judge(weights_d, fake.detach())).mean()
        found_d = torch.autograd.grad(loss_d, weights_d)
        for weight, gradient in zip(weights_d, found_d):
            weight.grad = gradient
        adam[1].step()
        loss_g = softplus(-judge(weights_d, fake)).mean()
        found_g = torch.autograd.grad(loss_g, weights_g)
        for weight, gradient in zip(weights_g, found_g):
            weight.grad = gradient
        adam[0].step()
        losses.append([loss_d.item(), loss_g.item()])
        gradients = gradients or [x.detach().double().flatten() for x in (*found_g, *found_d)]
    names = [f"G {p[0]}" for p in g] + [f"D {p[0]}" for p in d]
    return losses, dict(zip(names, gradients))


def sampled(gradient):
    """judge.js takes the same places."""
    count = min(SAMPLES, len(gradient))
    return gradient[[i * len(gradient) // count for i in range(count)]]


def main():
    result = {"torch": torch.__version__, "gans": {}}
    for gan in GANS:
        losses, gradients = train(gan, torch.float64)
        others = [train(gan, torch.float32), train(gan, torch.float32, torch.arange(gan["batch"] - 1, -1, -1))]
        with torch.backends.mkldnn.flags(enabled=False, allow_tf32=False):
            others.append(train(gan, torch.float32))
        off = lambda a, b: max(abs(x - y) / abs(y) for x, y in zip(a, b))
        loss_errors = [max(off(other[0][i], losses[i]) for other in others) for i in range(ITERATIONS)]
        entries = {}
        for name, gradient in gradients.items():
            expected = sampled(gradient)
            scale = expected.abs().max()
            error = max(((sampled(other[1][name]) - expected).abs().max() / scale).item() for other in others)
            entries[name] = {"values": [float(f"{x:.7g}") for x in expected.tolist()], "error": float(f"{error:.1e}")}
        result["gans"][f"{gan['name']}, batch {gan['batch']}"] = {
            "losses": [[float(f"{x:.8g}") for x in pair] for pair in losses],
            "lossErrors": [float(f"{x:.1e}") for x in loss_errors],
            "gradients": entries,
        }
        print(gan["name"], gan["batch"], losses, loss_errors, max(e["error"] for e in entries.values()))
    path = pathlib.Path(__file__).with_name("reference.json")
    path.write_text(json.dumps(result, separators=(",", ":")) + "\n")


main()
