using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Errors;

/// <summary>The shape of errors by the beginning of the path, also where no route answers. Thread-safe.</summary>
internal sealed class ErrorShapes
{
    private ImmutableList<(PathString Prefix, IErrorShape Shape)> _shapes = [];

    /// <summary>Has the errors below a path look like this.</summary>
    internal void Add(PathString prefix, IErrorShape shape) =>
        ImmutableInterlocked.Update(ref _shapes, shapes => shapes.Add((prefix, shape)));

    internal IErrorShape Of(PathString path) =>
        _shapes.Where(known => path.StartsWithSegments(known.Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(known => known.Prefix.Value!.Length)
            .FirstOrDefault().Shape
        ?? ProblemShape.Instance;
}
