"""Errors of PyTorch's float32 in the cases of the accuracy table.

    python3 test/golden/accuracy.py > src/catalogue/accuracy/pytorch.json

Needs PyTorch and numpy (Debian and Ubuntu: apt-get install python3-torch). Reads src/catalogue/accuracy/cases.json, draws the
same numbers as Ganvas (src/catalogue/evaluate.ts), computes y and the gradients of <u, y> in float32 and in float64,
and prints the root mean square of the differences. Images are [N, H, W, C] in the cases, [N, C, H, W] in PyTorch.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

CASES = Path(__file__).parents[2] / "src/catalogue/accuracy/cases.json"


def philox(count, stream, seed):
    """First words of Philox-4x32-10 for counters (0 .. count - 1, stream, 0, 0), as src/nn/philox.ts."""
    low = np.uint64(0xFFFFFFFF)
    shift = np.uint64(32)
    x = np.arange(count, dtype=np.uint64)
    y = np.full(count, stream, dtype=np.uint64)
    z = np.zeros(count, dtype=np.uint64)
    w = np.zeros(count, dtype=np.uint64)
    a, b = seed, 0x77656967
    for _ in range(10):
        px = x * np.uint64(0xD2511F53)
        pz = z * np.uint64(0xCD9E8D57)
        x, y, z, w = (pz >> shift) ^ y ^ np.uint64(a), pz & low, (px >> shift) ^ w ^ np.uint64(b), px & low
        a = (a + 0x9E3779B9) & 0xFFFFFFFF
        b = (b + 0xBB67AE85) & 0xFFFFFFFF
    return x


def draw(given, stream, seed):
    """A tensor of a case."""
    shape = given["shape"]
    low, high, away = given.get("low", -1), given.get("high", 1), given.get("keepAway", 0)
    unit = (philox(math.prod(shape), stream, seed) >> np.uint64(8)).astype(np.float64) * 2.0**-24
    numbers = low + (high - low) * unit
    if given.get("dtype") == "u32":
        return torch.from_numpy(np.floor(numbers).astype(np.int64).reshape(shape))
    numbers = np.where(np.abs(numbers) < away, numbers + np.sign(numbers) * away, numbers)
    return torch.from_numpy(numbers.astype(np.float32).reshape(shape))


def chw(x):
    """[N, H, W, C] as [N, C, H, W]; other tensors as they are."""
    return x.permute(0, 3, 1, 2).contiguous() if x.dim() == 4 else x


def hwc(y):
    return y.permute(0, 2, 3, 1)


def kcrs(weight):
    """[R, S, C, K] as [K, C, R, S], the weight of a convolution and of its adjoint."""
    return weight.permute(3, 2, 0, 1).contiguous()


def batch_norm(x, weight, bias, training):
    return hwc(F.batch_norm(chw(x), None, None, weight, bias, training=training))


def layer_norm(x, weight, bias):
    over = [*x.shape[3:], *x.shape[1:3]]
    first = lambda p: p.permute(2, 0, 1)
    return hwc(F.layer_norm(chw(x), over, first(weight), first(bias)))


def weight_gradient(large, small, kernelSize, **window):
    """The gradient of a convolution's weight, by a convolution whose weight is not used."""
    shape = [small.shape[3], large.shape[3], kernelSize, kernelSize]
    weight = torch.zeros(shape, dtype=large.dtype, requires_grad=True)
    y = F.conv2d(chw(large), weight, **window)
    (gradient,) = torch.autograd.grad(y, weight, chw(small), create_graph=True)
    return gradient.permute(2, 3, 1, 0)


def pool(x, kernelSize):
    return hwc(F.avg_pool2d(chw(x), kernelSize))


def reflect(x, left, right, top, bottom, mode):
    return hwc(F.pad(chw(x), [left, right, top, bottom], mode="reflect"))


def warp(x, theta):
    grid = F.affine_grid(theta, [x.shape[0], x.shape[3], *x.shape[1:3]], align_corners=False)
    return hwc(F.grid_sample(chw(x), grid, align_corners=False))


def image_filter(x, padding, **options):
    """[1, 3, 3, 1] along both axes as a convolution of each channel, as ops/resample.ts. Only upsampling twice."""
    taps = torch.tensor([1.0, 3, 3, 1], dtype=x.dtype) / 8
    weight = (options["gain"] * taps[:, None] * taps).expand(x.shape[3], 1, 4, 4)
    wide = torch.zeros(x.shape[0], x.shape[3], 2 * x.shape[1], 2 * x.shape[2], dtype=x.dtype)
    wide[:, :, ::2, ::2] = chw(x)
    return hwc(F.conv2d(F.pad(wide, padding), weight, groups=x.shape[3]))


def style(x, d, strength, noise, bias):
    return F.leaky_relu(x * d[:, None, None] + strength * noise + bias, 0.2) * math.sqrt(2)


def stddev(x):
    y = x.reshape(-1, 4, *x.shape[1:])
    each = (y - y.mean(1, keepdim=True)).square().mean(1).add(1e-8).sqrt().mean((1, 2, 3))
    plane = each.repeat_interleave(4).reshape(-1, 1, 1, 1).expand(*x.shape[:3], 1)
    return torch.cat([x, plane], 3)


def bce(x, label):
    return F.binary_cross_entropy_with_logits(x, torch.full_like(x, label))


OPS = {
    "conv2d": lambda x, weight, **o: hwc(F.conv2d(chw(x), kcrs(weight), **o)),
    "convTranspose2d": lambda x, weight, **o: hwc(F.conv_transpose2d(chw(x), kcrs(weight), **o)),
    "convWeightGradient": weight_gradient,
    "linear": lambda x, weight: F.linear(x, weight.t()),
    "batchNorm": batch_norm,
    "layerNorm": layer_norm,
    "instanceNorm": lambda x, weight, bias: hwc(F.instance_norm(chw(x), weight=weight, bias=bias)),
    "groupNorm": lambda x, weight, bias, groups: hwc(F.group_norm(chw(x), groups, weight, bias)),
    "roundToHalf": lambda x: x.half().float() if x.dtype == torch.float32 else x,
    "relu": F.relu,
    "leakyRelu": lambda x, negativeSlope, gain=1: F.leaky_relu(x, negativeSlope) * gain,
    "elu": F.elu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "silu": F.silu,
    "gelu": F.gelu,
    "softplus": F.softplus,
    "bceWithLogits": bce,
    "mse": lambda x, aim: F.mse_loss(x, torch.full_like(x, aim)),
    "l1": lambda x, target: F.l1_loss(x, target),
    "hinge": lambda x, sign: F.relu(1 - sign * x).mean(),
    "crossEntropy": F.cross_entropy,
    "logSoftmax": lambda x: F.log_softmax(x, -1),
    "logSumExp": lambda x: torch.logsumexp(x, -1, keepdim=True),
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "div": torch.div,
    "scale": lambda x, factor: x * factor,
    "reshape": lambda x, shape: x.reshape(shape),
    "square": torch.square,
    "sqrt": torch.sqrt,
    "rsqrt": lambda x, eps: torch.rsqrt(x + eps),
    "abs": torch.abs,
    "exp": torch.exp,
    "log": torch.log,
    "maximum": lambda x, bound: x.clamp(min=bound),
    "minimum": lambda x, bound: x.clamp(max=bound),
    "clamp": lambda x, **o: x.clamp(**o),
    "bias": lambda x, b: x + b,
    "scaleChannels": lambda x, s: x * s[:, None, None],
    "channelProducts": lambda a, b: (a * b).sum((1, 2)),
    "styleActivation": style,
    "minibatchStddev": stddev,
    "sum": lambda x, **o: x.sum(**o),
    "mean": lambda x, **o: x.mean(**o),
    "sumTo": lambda x, shape: x.sum_to_size(shape),
    "expand": lambda x, shape: x.expand(shape),
    "avgPool2d": pool,
    "upsampleNearest2d": lambda x: hwc(F.interpolate(chw(x), scale_factor=2)),
    "upsampleBilinear2d": lambda x: hwc(F.interpolate(chw(x), scale_factor=2, mode="bilinear")),
    "upfirdn2d": image_filter,
    "pad": reflect,
    "transpose": lambda x, axes: x.permute(axes),
    "concat": lambda a, b, dim: torch.cat([a, b], dim),
    "slice": lambda x, dim, start, end: x.narrow(dim, start, end - start),
    "embedding": lambda indices, weight: F.embedding(indices, weight),
    "affineWarp": warp,
}


def results(case, seed, dtype):
    """y and the gradients of <u, y>, in this precision."""
    tensors = {}
    for stream, (name, given) in enumerate(case["inputs"].items()):
        tensor = draw(given, stream, seed)
        tensors[name] = tensor if given.get("dtype") else tensor.to(dtype).requires_grad_()
    y = OPS[case["op"]](*tensors.values(), **case["options"])
    y = y if y.dim() else y.reshape(1)
    u = draw({"shape": list(y.shape)}, 100, seed).to(dtype)
    leaves = {name: tensor for name, tensor in tensors.items() if tensor.requires_grad}
    gradients = torch.autograd.grad(y, list(leaves.values()), u, allow_unused=True)
    return {"y": y.detach(), **dict(zip(leaves, gradients))}


def main():
    torch.set_num_threads(1)
    print(f"PyTorch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}", file=sys.stderr)
    found = {}
    for case in json.loads(CASES.read_text()):
        squares, counts = {}, {}
        for seed in range(case.get("draws", 1)):
            single, double = (results(case, seed, dtype) for dtype in (torch.float32, torch.float64))
            for name, value in single.items():
                if value is None:
                    continue
                squares[name] = squares.get(name, 0) + float(((value.double() - double[name]) ** 2).sum())
                counts[name] = counts.get(name, 0) + value.numel()
        rms = {name: float(f"{math.sqrt(squares[name] / counts[name]):.4g}") for name in squares}
        found[f"{case['op']}: {case['name']}"] = rms
        print(case["op"], case["name"], rms, file=sys.stderr)
    print(json.dumps(found, indent=2, ensure_ascii=False))


main()
