namespace Jarvis.Resources;

/// <summary>A resource as it is kept.</summary>
/// <param name="Resource">What it is, with the name that it was first given.</param>
/// <param name="AddedAt">When it was stored.</param>
/// <param name="UsedAt">When somebody last added it, or looked for it to use it.</param>
public sealed record StoredResource(Resource Resource, DateTimeOffset AddedAt, DateTimeOffset UsedAt);
