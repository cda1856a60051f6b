using Jarvis.Errors;

namespace Jarvis.Gateway.Console.Parts;

/// <summary>
/// What a part of a page does for who looks at it: one thing at a time, so that a second click while the first is under way does nothing, let alone pays
/// twice. Used on the page's one dispatcher.
/// </summary>
internal sealed class Deed
{
    /// <summary>Something is being done.</summary>
    internal bool IsBusy { get; private set; }

    /// <summary>Why the last one came to nothing; null where it did not.</summary>
    internal string? Problem { get; private set; }

    /// <returns>Whether it was done.</returns>
    internal async Task<bool> DoAsync(Func<Task> action)
    {
        if (IsBusy)
        {
            return false;
        }

        (IsBusy, Problem) = (true, null);
        try
        {
            await action();
            return true;
        }
        catch (JarvisException failed)
        {
            Problem = failed.Message;
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            IsBusy = false;
        }
    }
}
