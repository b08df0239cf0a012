// Style-based networks in Python, under the names of the weights in our files.

import type { Module } from '../../nn/module'
import { ResidualDown } from '../../nn/style'
import type { GanConfig } from '../model/config'
import type { StyleGenerator } from '../model/style'

const LAYERS = `def scaled_leaky_relu(x):
    return F.leaky_relu(x, 0.2) * math.sqrt(2)


class EqualLinear(nn.Module):
    """Its weight is scaled where it is used, so that all layers learn alike."""

    def __init__(self, inputs, outputs, bias=0.0, lr_mul=1.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / lr_mul)
        self.bias = nn.Parameter(torch.full((outputs,), bias / lr_mul))
        self.factor, self.lr_mul = lr_mul / math.sqrt(inputs), lr_mul

    def forward(self, x):
        return F.linear(x, self.weight * self.factor, self.bias * self.lr_mul)


class EqualConv2d(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1, padding=0, bias=True, gain=1.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None
        self.factor, self.stride, self.padding = gain / (kernel * math.sqrt(inputs)), stride, padding

    def forward(self, x):
        return F.conv2d(x, self.weight * self.factor, self.bias, self.stride, self.padding)
`

const GENERATOR = `class Mapping(nn.Module):
    """z [N, numbers] -> w"""

    def __init__(self, inputs, outputs, depth):
        super().__init__()
        self.depth = depth
        for i in range(depth):
            setattr(self, f"fc{i}", EqualLinear(inputs if i == 0 else outputs, outputs, lr_mul=0.1))

    def forward(self, z):
        w = z * (z.square().mean(1, keepdim=True) + 1e-8).rsqrt()
        for i in range(self.depth):
            w = scaled_leaky_relu(getattr(self, f"fc{i}")(w))
        return w


class Modulated(nn.Module):
    """A convolution whose input w scales, and whose output is scaled back; \`up\`: transposed, 4 x 4 of stride 2."""

    def __init__(self, inputs, outputs, kernel, w, up=False, rgb=False):
        super().__init__()
        shape = (inputs, outputs) if up else (outputs, inputs)
        self.weight = nn.Parameter(torch.randn(*shape, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.noise_strength = None if rgb else nn.Parameter(torch.zeros(1))
        self.affine = EqualLinear(w, inputs, bias=1.0)
        # A quarter of a transposed layer's taps meet in a pixel.
        self.share = 0.25 if up else 1.0
        self.factor = 1 / (kernel * math.sqrt(inputs * self.share))
        self.kernel, self.up = kernel, up

    def forward(self, x, w):
        s = self.affine(w) * self.factor
        x = x * s[:, :, None, None]
        if self.up:
            x = F.conv_transpose2d(x, self.weight, stride=2, padding=1)
        else:
            x = F.conv2d(x, self.weight, padding=self.kernel // 2)
        bias = self.bias[:, None, None]
        if self.noise_strength is None:
            return x + bias
        squares = self.weight.square().sum((2, 3)) * self.share
        d = (s.square() @ (squares if self.up else squares.T) + 1e-8).rsqrt()
        x = x * d[:, :, None, None]
        if self.training:
            x = x + self.noise_strength * torch.randn_like(x[:, :1])
        return scaled_leaky_relu(x + bias)


class Synthesis(nn.Module):
    """w -> images; \`channels\` by size, from 4 x 4 on"""

    def __init__(self, channels, image_channels, w):
        super().__init__()
        self.sizes = list(channels)
        inputs = channels[4]
        for size, outputs in channels.items():
            block = nn.Module()
            if size == 4:
                block.const = nn.Parameter(torch.randn(1, inputs, 4, 4))
                block.conv1 = Modulated(inputs, outputs, 3, w)
            else:
                block.conv0 = Modulated(inputs, outputs, 4, w, up=True)
            block.torgb = Modulated(outputs, image_channels, 1, w, rgb=True)
            setattr(self, f"b{size}", block)
            inputs = outputs

    def forward(self, w):
        x = self.b4.const.expand(len(w), -1, -1, -1)
        image = None
        for size in self.sizes:
            block = getattr(self, f"b{size}")
            x = (block.conv1 if size == 4 else block.conv0)(x, w)
            if image is not None:
                image = F.interpolate(image, scale_factor=2, mode="bilinear")
            drawn = block.torgb(x, w)
            image = drawn if image is None else image + drawn
        return torch.tanh(image)
`

const DISCRIMINATOR = `class ResidualDown(nn.Module):
    def __init__(self, inputs, outputs, skip):
        super().__init__()
        self.conv1 = EqualConv2d(inputs, outputs, 4, 2, 1)
        if skip:
            self.skip = EqualConv2d(inputs, outputs, 1, bias=False, gain=math.sqrt(0.5))
        self.has_skip = skip

    def forward(self, x):
        if not self.has_skip:
            return scaled_leaky_relu(self.conv1(x))
        return F.leaky_relu(self.conv1(x), 0.2) + self.skip(F.avg_pool2d(x, 2))


def minibatch_stddev(x, group=4):
    """One channel more: how much the images of a group of neighbours differ."""
    group = min(group, len(x))
    groups = x.reshape(-1, group, *x.shape[1:])
    deviation = (groups.var(1, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3))
    plane = deviation.repeat_interleave(group)[:, None, None, None].expand(-1, 1, *x.shape[2:])
    return torch.cat([x, plane], 1)
`

/** Functions and classes that the two networks share, and the modules that the file needs. */
export const STYLE_LAYERS = `${LAYERS}\n\n${GENERATOR}\n\n${DISCRIMINATOR}`

/** The text of the class `Generator`. `what`: its documentation. */
export function styleG({ mapping, synthesis }: StyleGenerator, what: string): string {
  const [inputs = 1] = mapping.layers[0]?.weight.tensor.shape ?? []
  const [, w = 1] = mapping.layers.at(-1)?.weight.tensor.shape ?? []
  const channels = synthesis.blocks.map(({ size, conv }) => `${size}: ${conv.bias.tensor.size}`)
  return `class Generator(nn.Module):
    """${what}. With noise in training mode; eval() draws without."""

    def __init__(self):
        super().__init__()
        self.mapping = Mapping(${inputs}, ${w}, ${mapping.layers.length})
        self.synthesis = Synthesis({${channels.join(', ')}}, ${synthesis.imageChannels}, ${w})

    def forward(self, z):
        return self.synthesis(self.mapping(z.flatten(1)))
`
}

/** The text of the class `Discriminator`. */
export function styleD(
  layers: readonly Module[],
  { imageSize, channels, classes }: Pick<GanConfig, 'imageSize' | 'channels' | 'classes'>,
  what: string,
): string {
  const blocks = layers.filter((layer) => layer instanceof ResidualDown)
  const outputs = blocks.map(({ conv1 }) => conv1.weight.tensor.shape.at(-1) ?? 1)
  const lines = outputs.map((each, i) => {
    const size = imageSize / 2 ** i
    const skip = i > 0 ? 'True' : 'False'
    return `        self.b${size} = ResidualDown(${outputs[i - 1] ?? channels + classes}, ${each}, ${skip})\n`
  })
  const last = outputs.at(-1) ?? 1
  const names = outputs.map((_, i) => `self.b${imageSize / 2 ** i}`)
  return `class Discriminator(nn.Module):
    """${what}. The batch is a multiple of 4, or smaller."""

    def __init__(self):
        super().__init__()
${lines.join('')}        self.b4 = nn.Module()
        self.b4.conv = EqualConv2d(${last + 1}, ${last}, 3, 1, 1)
        self.b4.fc = EqualLinear(${16 * last}, ${last})
        self.b4.out = EqualLinear(${last}, 1)

    def forward(self, x):
        for block in (${names.join(', ')},):
            x = block(x)
        x = scaled_leaky_relu(self.b4.conv(minibatch_stddev(x)))
        return self.b4.out(scaled_leaky_relu(self.b4.fc(x.flatten(1))))
`
}
