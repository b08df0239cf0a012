// Memory that some work leaves on the GPU.

/** Bytes of the buffers that the work made and did not destroy. */
export async function bytesLeft(device: GPUDevice, work: () => Promise<unknown>): Promise<number> {
  const original = device.createBuffer
  const left = new Map<GPUBuffer, number>()
  device.createBuffer = (descriptor) => {
    const buffer = original.call(device, descriptor)
    const destroy = buffer.destroy
    left.set(buffer, descriptor.size)
    buffer.destroy = () => {
      left.delete(buffer)
      return destroy.call(buffer)
    }
    return buffer
  }
  try {
    await work()
  } finally {
    device.createBuffer = original
  }
  return [...left.values()].reduce((sum, bytes) => sum + bytes, 0)
}
