using Jarvis.Errors;

namespace Jarvis.Orleans;

/// <summary>The last that an activation does.</summary>
internal static class Keeping
{
    /// <summary>
    /// Sees to it that what was written is kept, for the activation that comes next. Where that fails it is as if this one had ended a moment earlier: what
    /// is not kept, nobody was told.
    /// </summary>
    internal static async Task LastAsync(Func<CancellationToken, ValueTask> flush, CancellationToken cancellationToken)
    {
        try
        {
            await flush(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JarvisException or OperationCanceledException)
        {
        }
    }
}
