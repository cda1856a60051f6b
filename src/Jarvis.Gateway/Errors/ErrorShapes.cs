using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Errors;

/// <summary>The shape of errors: that of the endpoint, and by the beginning of the path where none answers. Thread-safe.</summary>
internal sealed class ErrorShapes
{
    private ImmutableList<(PathString Prefix, IErrorShape Shape)> _shapes = [];

    /// <summary>Has errors look like this below a path where no endpoint has a shape of its own.</summary>
    internal void Add(PathString prefix, IErrorShape shape) =>
        ImmutableInterlocked.Update(ref _shapes, shapes => shapes.Add((prefix, shape)));

    internal IErrorShape Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IErrorShape>()
        ?? _shapes.Where(known => context.Request.Path.StartsWithSegments(known.Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(known => known.Prefix.Value!.Length)
            .FirstOrDefault().Shape
        ?? ProblemShape.Instance;
}
