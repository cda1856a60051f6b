using System.Collections.Immutable;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>A task as it was read, before a model is named.</summary>
/// <param name="Arguments">What goes into its ports and options.</param>
/// <param name="Files">The files that these name.</param>
internal sealed record InferenceTask(ImmutableDictionary<string, Argument> Arguments, ImmutableArray<Resource> Files);
