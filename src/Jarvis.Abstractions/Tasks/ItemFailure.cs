using Jarvis.Errors;

namespace Jarvis.Tasks;

/// <summary>An item of a mapped task that failed with every model.</summary>
/// <param name="Item">Which one, from 0.</param>
/// <param name="Error">What went wrong last.</param>
public sealed record ItemFailure(int Item, JarvisError Error);
