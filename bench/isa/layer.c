// A Vulkan layer that lets Mesa's driver for AMD GPUs (RADV) compile kernels on a machine without such a GPU.
//
// With RADV_FORCE_FAMILY=navi31 the driver offers a device without hardware: it compiles what the real GPU
// would run, but can neither record nor submit commands, and WebGPU does both while it opens a device. So this layer
//   - answers those calls itself: vkCmd*, vkBegin/EndCommandBuffer, vkQueue*, fences, semaphores, queries;
//   - has the driver keep what it knows of each compute pipeline (VK_KHR_pipeline_executable_properties), and
//     writes it into the folder $ISA_OUT: <n>.s, the machine code, and <n>.stats, lines of name<TAB>value.
// Pipelines are numbered in the order of their creation.

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vulkan/vulkan.h>
#include <vulkan/vk_layer.h>

#define EXPORT __attribute__((visibility("default")))

static PFN_vkGetInstanceProcAddr next_instance_proc;
static PFN_vkGetDeviceProcAddr next_device_proc;
static VkInstance the_instance;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int number;

// What is answered here.

static void nothing(void) {}
static VkResult success(void) { return VK_SUCCESS; }

static VkResult query_results(VkDevice device, VkQueryPool pool, uint32_t first, uint32_t count,
                              size_t size, void *data, VkDeviceSize stride, VkQueryResultFlags flags) {
  memset(data, 0, size);
  return VK_SUCCESS;
}

static VkResult counter_value(VkDevice device, VkSemaphore semaphore, uint64_t *value) {
  *value = UINT64_MAX >> 1;
  return VK_SUCCESS;
}

// What is passed on, with changes.

static VkResult create_instance(const VkInstanceCreateInfo *info, const VkAllocationCallbacks *alloc,
                                VkInstance *instance) {
  VkLayerInstanceCreateInfo *chain = (void *)info->pNext;
  while (chain && !(chain->sType == VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO &&
                    chain->function == VK_LAYER_LINK_INFO))
    chain = (void *)chain->pNext;
  if (!chain) return VK_ERROR_INITIALIZATION_FAILED;
  next_instance_proc = chain->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  chain->u.pLayerInfo = chain->u.pLayerInfo->pNext;
  PFN_vkCreateInstance create = (PFN_vkCreateInstance)next_instance_proc(NULL, "vkCreateInstance");
  VkResult result = create(info, alloc, instance);
  if (result == VK_SUCCESS) the_instance = *instance;
  return result;
}

static VkResult create_device(VkPhysicalDevice physical, const VkDeviceCreateInfo *info,
                              const VkAllocationCallbacks *alloc, VkDevice *device) {
  VkLayerDeviceCreateInfo *chain = (void *)info->pNext;
  while (chain && !(chain->sType == VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO &&
                    chain->function == VK_LAYER_LINK_INFO))
    chain = (void *)chain->pNext;
  if (!chain) return VK_ERROR_INITIALIZATION_FAILED;
  PFN_vkGetInstanceProcAddr instance_proc = chain->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  next_device_proc = chain->u.pLayerInfo->pfnNextGetDeviceProcAddr;
  chain->u.pLayerInfo = chain->u.pLayerInfo->pNext;
  PFN_vkCreateDevice create = (PFN_vkCreateDevice)instance_proc(the_instance, "vkCreateDevice");

  uint32_t n = info->enabledExtensionCount;
  const char **names = malloc((n + 1) * sizeof *names);
  if (n > 0) memcpy(names, info->ppEnabledExtensionNames, n * sizeof *names);
  names[n] = VK_KHR_PIPELINE_EXECUTABLE_PROPERTIES_EXTENSION_NAME;
  VkPhysicalDevicePipelineExecutablePropertiesFeaturesKHR feature = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PIPELINE_EXECUTABLE_PROPERTIES_FEATURES_KHR,
      .pNext = (void *)info->pNext,
      .pipelineExecutableInfo = VK_TRUE,
  };
  VkDeviceCreateInfo more = *info;
  more.pNext = &feature;
  more.enabledExtensionCount = n + 1;
  more.ppEnabledExtensionNames = names;
  VkResult result = create(physical, &more, alloc, device);
  free(names);
  return result;
}

static FILE *out(int n, const char *ending) {
  char path[4096];
  const char *folder = getenv("ISA_OUT");
  snprintf(path, sizeof path, "%s/%d.%s", folder ? folder : ".", n, ending);
  return fopen(path, "wb");
}

static void write_code(VkDevice device, const VkPipelineExecutableInfoKHR *which, int n) {
  PFN_vkGetPipelineExecutableInternalRepresentationsKHR get =
      (PFN_vkGetPipelineExecutableInternalRepresentationsKHR)next_device_proc(
          device, "vkGetPipelineExecutableInternalRepresentationsKHR");
  uint32_t count = 0;
  get(device, which, &count, NULL);
  VkPipelineExecutableInternalRepresentationKHR *texts = calloc(count, sizeof *texts);
  for (uint32_t i = 0; i < count; i++)
    texts[i].sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INTERNAL_REPRESENTATION_KHR;
  get(device, which, &count, texts);
  for (uint32_t i = 0; i < count; i++) texts[i].pData = calloc(1, texts[i].dataSize + 1);
  get(device, which, &count, texts);
  for (uint32_t i = 0; i < count; i++) {
    FILE *file = strcmp(texts[i].name, "Assembly") == 0 ? out(n, "s") : NULL;
    if (file) fputs(texts[i].pData, file), fclose(file);
    free(texts[i].pData);
  }
  free(texts);
}

static void write_statistics(VkDevice device, const VkPipelineExecutableInfoKHR *which, int n) {
  PFN_vkGetPipelineExecutablePropertiesKHR get_properties =
      (PFN_vkGetPipelineExecutablePropertiesKHR)next_device_proc(
          device, "vkGetPipelineExecutablePropertiesKHR");
  PFN_vkGetPipelineExecutableStatisticsKHR get =
      (PFN_vkGetPipelineExecutableStatisticsKHR)next_device_proc(
          device, "vkGetPipelineExecutableStatisticsKHR");
  VkPipelineInfoKHR pipeline = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_INFO_KHR,
      .pipeline = which->pipeline,
  };
  uint32_t executables = 1;
  VkPipelineExecutablePropertiesKHR properties = {
      .sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_PROPERTIES_KHR,
  };
  get_properties(device, &pipeline, &executables, &properties);
  uint32_t count = 0;
  get(device, which, &count, NULL);
  VkPipelineExecutableStatisticKHR *all = calloc(count, sizeof *all);
  for (uint32_t i = 0; i < count; i++)
    all[i].sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_STATISTIC_KHR;
  get(device, which, &count, all);
  FILE *file = out(n, "stats");
  if (file) {
    fprintf(file, "Subgroup size\t%u\n", properties.subgroupSize);
    for (uint32_t i = 0; i < count; i++)
      if (all[i].format == VK_PIPELINE_EXECUTABLE_STATISTIC_FORMAT_UINT64_KHR)
        fprintf(file, "%s\t%llu\n", all[i].name, (unsigned long long)all[i].value.u64);
    fclose(file);
  }
  free(all);
}

static VkResult create_pipelines(VkDevice device, VkPipelineCache cache, uint32_t count,
                                 const VkComputePipelineCreateInfo *infos,
                                 const VkAllocationCallbacks *alloc, VkPipeline *pipelines) {
  PFN_vkCreateComputePipelines create =
      (PFN_vkCreateComputePipelines)next_device_proc(device, "vkCreateComputePipelines");
  VkComputePipelineCreateInfo *asked = malloc(count * sizeof *infos);
  memcpy(asked, infos, count * sizeof *infos);
  for (uint32_t i = 0; i < count; i++)
    asked[i].flags |= VK_PIPELINE_CREATE_CAPTURE_STATISTICS_BIT_KHR |
                      VK_PIPELINE_CREATE_CAPTURE_INTERNAL_REPRESENTATIONS_BIT_KHR;
  VkResult result = create(device, VK_NULL_HANDLE, count, asked, alloc, pipelines);
  free(asked);
  pthread_mutex_lock(&lock);
  for (uint32_t i = 0; result == VK_SUCCESS && i < count; i++) {
    VkPipelineExecutableInfoKHR which = {
        .sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INFO_KHR,
        .pipeline = pipelines[i],
    };
    write_code(device, &which, number);
    // Last: whoever finds it finds the other file too.
    write_statistics(device, &which, number);
    number++;
  }
  pthread_mutex_unlock(&lock);
  return result;
}

// The tables of functions.

EXPORT PFN_vkVoidFunction isa_device_proc(VkDevice device, const char *name);

#define IS(text) (strcmp(name, text) == 0)
#define FN(function) ((PFN_vkVoidFunction)(function))

static PFN_vkVoidFunction ours(const char *name) {
  if (IS("vkGetDeviceProcAddr")) return FN(isa_device_proc);
  if (IS("vkCreateDevice")) return FN(create_device);
  if (IS("vkCreateComputePipelines")) return FN(create_pipelines);
  // The caller clears the arguments: a function that reads none takes any.
  if (strncmp(name, "vkCmd", 5) == 0) return FN(nothing);
  if (IS("vkGetQueryPoolResults")) return FN(query_results);
  if (IS("vkGetSemaphoreCounterValue") || IS("vkGetSemaphoreCounterValueKHR")) return FN(counter_value);
  static const char *succeeding[] = {
      "vkBeginCommandBuffer", "vkEndCommandBuffer", "vkResetCommandBuffer", "vkResetCommandPool",
      "vkQueueSubmit", "vkQueueSubmit2", "vkQueueSubmit2KHR", "vkQueueWaitIdle", "vkDeviceWaitIdle",
      "vkWaitForFences", "vkGetFenceStatus", "vkResetFences", "vkWaitSemaphores",
      "vkWaitSemaphoresKHR", "vkSignalSemaphore", "vkSignalSemaphoreKHR", "vkFreeCommandBuffers",
      "vkDestroyCommandPool"};
  for (size_t i = 0; i < sizeof succeeding / sizeof *succeeding; i++)
    if (IS(succeeding[i])) return FN(success);
  return NULL;
}

EXPORT PFN_vkVoidFunction isa_device_proc(VkDevice device, const char *name) {
  PFN_vkVoidFunction mine = ours(name);
  // What the driver lacks, the layer lacks.
  if (mine && !IS("vkGetDeviceProcAddr") && !next_device_proc(device, name)) return NULL;
  return mine ? mine : next_device_proc(device, name);
}

EXPORT PFN_vkVoidFunction isa_instance_proc(VkInstance instance, const char *name) {
  if (IS("vkGetInstanceProcAddr")) return FN(isa_instance_proc);
  if (IS("vkCreateInstance")) return FN(create_instance);
  PFN_vkVoidFunction mine = ours(name);
  if (mine) return mine;
  return next_instance_proc ? next_instance_proc(instance, name) : NULL;
}

EXPORT VkResult vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *version) {
  version->loaderLayerInterfaceVersion = 2;
  version->pfnGetInstanceProcAddr = isa_instance_proc;
  version->pfnGetDeviceProcAddr = isa_device_proc;
  version->pfnGetPhysicalDeviceProcAddr = NULL;
  return VK_SUCCESS;
}
